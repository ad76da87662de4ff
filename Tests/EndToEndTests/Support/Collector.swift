import Foundation
import Glibc
import Testing

/// A real OpenTelemetry collector that tells of each span it takes.
///
/// The program lies in `servers/otelcol.xz` below the folder that `FTE_SHARED_DATA` names (`../shared` without it).
final class Collector {
    /// In CI it must be there, so tests run and fail without it.
    static var canRun: Bool {
        FileManager.default.fileExists(atPath: archive.path) || ProcessInfo.processInfo.environment["CI"] != nil
    }

    private static let archive: URL = {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        let given = ProcessInfo.processInfo.environment["FTE_SHARED_DATA"] ?? "../shared"
        let base = given.hasPrefix("/") ? URL(filePath: given) : root.appending(path: given)
        return base.appending(path: "servers/otelcol.xz")
    }()

    let port: Int
    private let folder: URL
    private let process: DeskProcess

    var url: String { "http://127.0.0.1:\(port)" }
    /// What it has said so far.
    var log: String { process.log }

    init() throws {
        folder = try temporaryFolder()
        let program = folder.appending(path: "otelcol").path
        let unpacking = try DeskProcess(
            ["/bin/sh", "-c", "xz -dc \"$0\" > \"$1\" && chmod +x \"$1\"", Self.archive.path, program],
            environment: Desk.variables)
        let code = try unpacking.waitForExit()
        try #require(code == 0, "\(unpacking.log)")
        port = try Self.freePort()
        let configuration = """
            receivers: {otlp: {protocols: {http: {endpoint: 127.0.0.1:\(port)}}}}
            exporters: {debug: {verbosity: detailed}}
            service: {telemetry: {metrics: {level: none}}, pipelines: {traces: {receivers: [otlp], exporters: [debug]}}}
            """
        let file = folder.appending(path: "otelcol.yaml").path
        try Data(configuration.utf8).write(to: URL(filePath: file))
        process = try DeskProcess([program, "--config", file], environment: Desk.variables)
        try process.waitForLine("Everything is ready")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Reads on until it has told of something.
    func waitFor(_ words: String) throws { try process.waitForLine(words) }

    func stop() throws -> Int32 {
        process.signal(SIGTERM)
        return try process.waitForExit()
    }

    private static func freePort() throws -> Int {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(probe, $0, size) == 0 && getsockname(probe, $0, &size) == 0
            }
        }
        try #require(isBound)
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
