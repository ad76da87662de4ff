import Foundation
import Glibc
import Testing

/// Holds a process at a named step until the test lets it go on.
final class Hold {
    private let folder: URL
    private let point: String
    private var fifo: String { folder.appending(path: "go-on").path }

    init(at point: String) throws {
        self.point = point
        folder = try temporaryFolder()
        let made = mkfifo(fifo, 0o600)
        try #require(made == 0)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// For the process that is to be held.
    var environment: [String: String] { ["FTE_FAULTS_HOLD_AT": point, "FTE_FAULTS_HOLD_UNTIL": fifo] }

    func waitUntilReached(by process: DeskProcess) throws { try process.waitForLine("held at \(point)") }

    /// The process has said that it is there, so it is reading or about to.
    func goOn() {
        let end = open(fifo, O_WRONLY | O_CLOEXEC)
        if end >= 0 { close(end) }
    }
}
