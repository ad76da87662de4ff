import FoundationEssentials
import Telemetry
import Testing

@Suite struct TraceContextTests {
    @Test func `a context survives its own header`() throws {
        let header = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let context = try #require(TraceContext(traceparent: header))

        #expect(context.traceparent == header)
        #expect(context.traceID.description == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(context.spanID.description == "00f067aa0ba902b7")
        #expect(context.isSampled)
    }

    @Test(arguments: [
        "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "0g-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-",
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0é736-00f067aa0ba902b7-01\u{0}",
    ])
    func `a malformed header begins a new trace`(header: String) {
        #expect(TraceContext(traceparent: header) == nil)
    }

    @Test(arguments: [
        ("a=1", true), ("a=1, b=2", true), ("tenant@system=x", true), ("a=", false), ("=1", false), ("A=1", false),
        ("a=1,,b=2", false), ("a=1=2", false), ("a=\u{1}", false), ("_a=1", false),
        (String(repeating: "a=1,", count: 32) + "b=1", false), ("a=" + String(repeating: "x", count: 511), false),
    ])
    func `other systems' state is kept when it is well-formed`(state: String, isKept: Bool) throws {
        let context = try #require(
            TraceContext(
                traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", tracestate: state))

        #expect(context.state == (isKept ? state : ""))
    }

    @Test func `ids made at random are never all zero`() {
        var zeros = Numbers([0, 0, 0, 5, 0, 9])

        #expect(TraceID.random(using: &zeros).description == "00000000000000000000000000000005")
        #expect(SpanID.random(using: &zeros).description == "0000000000000009")
    }

    @Test(.enabled(if: Vectors.canRun, "not run: specs/tracing is not below FTE_SHARED_DATA or ../shared"))
    func `every case of the W3C vectors is read as they say`() throws {
        let vectors = try Vectors.load()
        #expect(vectors.count >= 16)

        for vector in vectors {
            let context = TraceContext(traceparent: vector.traceparent, tracestate: vector.tracestate)

            #expect((context != nil) == vector.valid, "\(vector.name)")
            guard let context, vector.valid else { continue }
            #expect(context.traceID.description == vector.traceId, "\(vector.name)")
            #expect(context.spanID.description == vector.spanId, "\(vector.name)")
            #expect(context.isSampled == vector.sampled, "\(vector.name)")
            #expect(context.state == vector.tracestateOut, "\(vector.name)")
        }
    }
}

/// Gives these numbers, then ends the test.
private struct Numbers: RandomNumberGenerator {
    private var rest: ArraySlice<UInt64>

    init(_ numbers: [UInt64]) { rest = numbers[...] }

    mutating func next() -> UInt64 { rest.removeFirst() }
}

/// Header cases of the W3C Recommendation, kept outside the repository.
private enum Vectors {
    struct Case: Decodable {
        let name: String
        let traceparent: String
        let tracestate: String?
        let valid: Bool
        let traceId: String?
        let spanId: String?
        let sampled: Bool?
        let tracestateOut: String?
    }

    private struct File: Decodable { let vectors: [Case] }

    /// In CI the data must be there, so the test runs and fails without it.
    static var canRun: Bool {
        FileManager.default.fileExists(atPath: path) || ProcessInfo.processInfo.environment["CI"] != nil
    }

    static func load() throws -> [Case] {
        try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(filePath: path))).vectors
    }

    private static var path: String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = ProcessInfo.processInfo.environment["FTE_SHARED_DATA"] ?? "../shared"
        let base = folder.hasPrefix("/") ? URL(filePath: folder) : root.appending(path: folder)
        return base.appending(path: "specs/tracing/traceparent-vectors.json").path
    }
}
