import Foundation
import Testing

/// One installation: a data directory in a temporary folder, and the processes on it. What still runs at its end is
/// killed, and the folder removed.
final class Desk {
    let folder: URL
    var data: String { folder.appending(path: "data").path }
    var database: String { data + "/fte.sqlite" }
    private let environment: [String: String]
    private let workspace: String?
    private(set) var running: [DeskProcess] = []

    /// - Parameter workspace: a company's folder; the demo company where there is none.
    init(workspace: URL? = nil, environment: [String: String] = [:]) throws {
        folder = try temporaryFolder()
        self.workspace = workspace?.path
        self.environment = environment
    }

    deinit {
        running = []
        try? FileManager.default.removeItem(at: folder)
    }

    // MARK: Processes

    /// Starts `serve`, `api` or `worker` and returns once it is ready.
    /// - Returns: the process, and how to talk to it where it listens.
    @discardableResult
    func start(_ role: String, port: Int = 0, environment more: [String: String] = [:]) throws -> RunningDesk {
        let process = try launch(role, port: port, environment: more)
        guard role != "worker" else {
            try process.waitForLine("Ready")
            return RunningDesk(process: process, port: 0)
        }
        let line = try process.waitForLine("listening on http://")
        try process.waitForLine("Ready")
        let port = try #require(line.split(separator: ":").last.flatMap { Int($0) }, "\(line)")
        return RunningDesk(process: process, port: port)
    }

    /// Starts it and returns at once.
    func launch(_ role: String, port: Int = 0, environment more: [String: String] = [:]) throws -> DeskProcess {
        var words = [Self.binary, role, "--data-dir", data]
        if role != "worker" { words += ["--port", String(port)] }
        if let workspace { words += ["--workspace", workspace] }
        let process = try DeskProcess(words, environment: variables(more))
        running.append(process)
        return process
    }

    /// Runs a command to its end.
    @discardableResult
    func run(_ words: String..., environment more: [String: String] = [:]) throws -> Finished {
        var words = words + ["--data-dir", data]
        if let workspace { words += ["--workspace", workspace] }
        return try Finished(words, environment: variables(more))
    }

    private func variables(_ more: [String: String]) -> [String: String] {
        Self.variables.merging(environment) { $1 }.merging(more) { $1 }
    }

    /// Little of ours reaches the program, so that a developer's own settings change no test.
    static let variables = [
        "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": "/nonexistent", "USER": "kim",
        "LANG": "C.UTF-8",
    ]

    /// `FTE_BINARY`, else the program beside the one that runs the tests.
    static let binary: String = {
        if let named = ProcessInfo.processInfo.environment["FTE_BINARY"] { return named }
        let tests = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: tests).deletingLastPathComponent().appending(path: "fte").path
    }()
}

/// A process that said it is ready, and its port.
struct RunningDesk {
    let process: DeskProcess
    let port: Int

    var client: DeskClient { DeskClient(port: port) }

    /// SIGTERM, and the exit code.
    func stop() throws -> Int32 {
        process.signal(SIGTERM)
        return try process.waitForExit()
    }
}

/// A command that has ended.
struct Finished {
    let code: Int32
    let output: String
    let errors: String

    init(_ words: [String], environment: [String: String] = Desk.variables) throws {
        let folder = try temporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "output")
        // The shell only joins standard output to a file, so that one pipe is read at a time.
        let process = try DeskProcess(
            ["/bin/sh", "-c", "exec \"$0\" \"$@\" > '\(file.path)'", Desk.binary] + words, environment: environment)
        code = try process.waitForExit()
        errors = process.log
        output = try String(contentsOf: file, encoding: .utf8)
    }
}

func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fte-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
}

/// A copy of the demo company that a test may change.
func companyFolder() throws -> URL {
    let copy = try temporaryFolder().appending(path: "company")
    let demo = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../workspaces/techcorp").standardized
    try FileManager.default.copyItem(at: demo, to: copy)
    return copy
}
