import Foundation
import Glibc
import Synchronization
import Testing

/// The built program, running. Calls block; where a minute passes without a word they throw, so that a defect fails a
/// test instead of hanging it.
final class DeskProcess {
    enum Failure: Error {
        /// It ended, or closed its standard error, before it said what was waited for.
        case ended(waitingFor: String, after: String)
        case silent(waitingFor: String, after: String)
    }

    let pid: pid_t
    private let errors: Int32
    private var pending: [UInt8] = []
    private(set) var log = ""
    private var result: Int32?

    init(_ words: [String], environment: [String: String] = [:]) throws {
        (pid, errors) = try Self.spawning.withLock { _ in try Self.spawn(words, environment) }
    }

    /// One at a time, or another child might inherit a pipe's end before it is marked.
    private static let spawning = Mutex(())

    private static func spawn(_ words: [String], _ environment: [String: String]) throws -> (pid_t, errors: Int32) {
        var ends: [Int32] = [0, 0]
        let piped = pipe(&ends)
        try #require(piped == 0)
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO)

        var pid = pid_t()
        var arguments = words.map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in arguments + variables { free(pointer) } }
        let failure = posix_spawnp(&pid, words[0], &actions, nil, &arguments, &variables)
        close(ends[1])
        try #require(failure == 0, "cannot start \(words[0]): \(String(cString: strerror(failure)))")
        return (pid, ends[0])
    }

    deinit {
        kill()
        close(errors)
    }

    // MARK: What it says

    /// Reads its standard error until a line holds the words, and returns that line.
    @discardableResult
    func waitForLine(_ words: String) throws -> String {
        while let line = try readLine(for: words) {
            if line.contains(words) { return line }
        }
        throw Failure.ended(waitingFor: words, after: log)
    }

    private func readLine(for purpose: String) throws -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeFirst(end + 1)
                log += line + "\n"
                return line
            }
            var waiting = pollfd(fd: errors, events: Int16(POLLIN), revents: 0)
            guard poll(&waiting, 1, 60_000) > 0 else { throw Failure.silent(waitingFor: purpose, after: log) }
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = read(errors, &buffer, buffer.count)
            guard count > 0 else { return nil }
            pending += buffer[..<count]
        }
    }

    // MARK: How it ends

    func signal(_ number: Int32) {
        if result == nil { _ = Glibc.kill(pid, number) }
    }

    func kill() {
        guard result == nil else { return }
        _ = Glibc.kill(pid, SIGKILL)
        reap()
    }

    /// Reads what it says until its end. Returns the exit code, or 128 + the signal that ended it.
    @discardableResult
    func waitForExit() throws -> Int32 {
        while try readLine(for: "its end") != nil {}
        if result == nil { reap() }
        return result ?? -1
    }

    private func reap() {
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        result = Self.code(status)
    }

    private static func code(_ status: Int32) -> Int32 {
        status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}
