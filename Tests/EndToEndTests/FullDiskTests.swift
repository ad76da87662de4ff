import Foundation
import Glibc
import Testing

/// On a small disk of its own, mounted where nobody else sees it; it goes with the last process on it.
@Suite(
    .ownThreads,
    .enabled(if: SmallDisk.canMount || SmallDisk.isRequired, "not run: a file system in memory can't be mounted here"))
struct FullDiskTests {
    @Test func `a disk without room is named at start`() throws {
        let disk = try SmallDisk(kilobytes: 16)

        let refused = try disk.launch("serve")
        let code = try refused.waitForExit()

        #expect(code == 1)
        #expect(refused.log.contains(#/fte: .*(full|space)/#))
        #expect(!refused.log.contains("listening"))
    }

    @Test func `a disk that is read-only is named at start`() throws {
        let disk = try SmallDisk(kilobytes: 64, options: ",ro")

        let refused = try disk.launch("serve")
        let code = try refused.waitForExit()

        #expect(code == 1)
        #expect(refused.log.contains("fte: the data directory \(disk.data) can't be written to."))
    }

    @Test func `while the disk is full nothing is acknowledged, and all goes on once there is room`() throws {
        let disk = try SmallDisk(kilobytes: 24_000)
        let process = try disk.launch("serve")
        let line = try process.waitForLine("listening on http://")
        try process.waitForLine("Ready")
        let client = DeskClient(port: try #require(line.split(separator: ":").last.flatMap { Int($0) }))
        let first = try client.submit()
        try client.ticket(first.ticketId) { $0.count(of: "agent") > 0 }

        let filler = "/proc/\(process.pid)/root\(disk.data)/filler"
        try fill(filler)
        var refusals: [Int] = []
        for number in 0..<50 {
            let answer = try client.post(
                "/support/submit",
                DeskClient.form.merging(["message": String(repeating: "Long. ", count: 2000)]) { $1 },
                key: "key-\(number)")
            if answer.status != 200 { refusals.append(answer.status) }
        }
        let page = try client.ticket(first.ticketId)
        try FileManager.default.removeItem(atPath: filler)
        let later = try client.submit(["subject": "With room again"], key: "key-49-again")
        let answered = try client.ticket(later.ticketId) { $0.count(of: "agent") > 0 }
        process.signal(SIGTERM)
        let code = try process.waitForExit()

        #expect(!refusals.isEmpty)
        #expect(refusals.allSatisfy { [500, 503, 507].contains($0) })
        #expect(page.messages.count == 2)
        #expect(answered.messages.map(\.role) == ["customer", "agent"])
        #expect(code == 0)
    }

    /// Writes until there is no room for another octet.
    private func fill(_ path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        try #require(file >= 0)
        defer { close(file) }
        for size in [65_536, 4096, 512, 1] {
            let block = [UInt8](repeating: 0, count: size)
            while write(file, block, size) > 0 {}
        }
    }
}

/// A data directory on a file system of its own.
final class SmallDisk {
    private let folder: URL
    private let mount: String
    var data: String { folder.path }

    /// - Parameter options: more words for mount(8), each behind a comma.
    init(kilobytes: Int, options: String = "") throws {
        folder = try temporaryFolder()
        mount = "mount -t tmpfs -o size=\(kilobytes)k\(options) tmpfs '\(folder.path)'"
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func launch(_ role: String) throws -> DeskProcess {
        let words = Self.unshare + ["\(mount) && exec \"$0\" \"$@\"", Desk.binary, role]
        return try DeskProcess(words + ["--data-dir", data, "--port", "0"], environment: Desk.variables)
    }

    /// Mounts made behind it are seen by its children alone.
    private static let unshare = ["unshare", "--mount"] + (geteuid() == 0 ? [] : ["--map-root-user"]) + ["sh", "-ec"]

    static let isRequired = ProcessInfo.processInfo.environment["CI"] != nil

    static let canMount: Bool = {
        let probe = try? DeskProcess(
            unshare + ["mount -t tmpfs -o size=16k tmpfs /tmp"], environment: Desk.variables)
        return (try? probe?.waitForExit()) == 0
    }()
}
