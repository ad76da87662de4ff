import Glibc
import Synchronization
import Testing

/// A running `sql-probe`.
final class ProbeProcess {
    private let pid: pid_t
    private let output: Int32
    private var pending: [UInt8] = []
    private var isReaped = false

    init(_ arguments: String...) throws {
        (pid, output) = try Self.spawning.withLock { _ in try Self.spawn(arguments) }
    }

    /// One at a time, or another child might inherit a pipe's end before it is marked.
    private static let spawning = Mutex(())

    private static func spawn(_ arguments: [String]) throws -> (pid_t, output: Int32) {
        var ends: [Int32] = [0, 0]
        let piped = pipe(&ends)
        try #require(piped == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)

        var pid = pid_t()
        var words = ([executable] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        let failure = posix_spawn(&pid, executable, &actions, nil, &words, environ)
        close(ends[1])
        try #require(failure == 0, "cannot start \(executable): \(String(cString: strerror(failure)))")
        return (pid, ends[0])
    }

    deinit {
        kill()
        close(output)
    }

    /// Waits for the next line; `nil` at the end of the output.
    func readLine() -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                defer { pending.removeFirst(end + 1) }
                return String(decoding: pending[..<end], as: UTF8.self)
            }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(output, &buffer, buffer.count)
            guard count > 0 else { return nil }
            pending += buffer[..<count]
        }
    }

    /// SIGKILL, unless it has ended.
    func kill() {
        guard !isReaped else { return }
        _ = Glibc.kill(pid, SIGKILL)
        _ = waitForExit()
    }

    /// Returns the exit code, or 128 + the signal that ended it.
    func waitForExit() -> Int32 {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        isReaped = true
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    /// Beside the program that runs the tests.
    private static let executable: String = {
        var path = [CChar](repeating: 0, count: 4096)
        let length = readlink("/proc/self/exe", &path, path.count - 1)
        let tests = String(decoding: path[..<max(0, length)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return tests.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            + "/sql-probe"
    }()
}
