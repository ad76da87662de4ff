import FoundationEssentials
import Glibc
import Telemetry
import Testing

/// Lines as they leave the program, through a pipe.
@Suite struct LogLineTests {
    private let time = Date(timeIntervalSince1970: 1_709_251_199.987)

    @Test func `a JSON line has time, level, message and then the facts by name`() throws {
        let id = try #require(UUID(uuidString: "017F22E2-79B0-7CC3-98C4-DC0C0C07398F"))
        let line = try written(
            .json, "Answered",
            [
                "ticket.id": .uuid(id), "took": .duration(.milliseconds(1500)), "turns": 3, "score": 0.25,
                "channel": "email", "ok": true, "bad": .double(.nan),
            ])

        #expect(
            line == #"{"time":"2024-02-29T23:59:59.987Z","level":"notice","message":"Answered","bad":"nan","#
                + #""channel":"email","ok":true,"score":0.25,"ticket.id":"017f22e2-79b0-7cc3-98c4-dc0c0c07398f","#
                + #""took":1.500000,"turns":3}"# + "\n")
    }

    @Test func `a text line is for reading`() throws {
        let line = try written(.text, "Ticket escalated", ["team": "second line", "tries": 2, "empty": ""])

        #expect(
            line == #"2024-02-29T23:59:59.987Z notice  Ticket escalated empty="" team="second line" tries=2"# + "\n")
    }

    @Test func `colour is for terminals, and a pipe is none`() throws {
        let plain = try written(.text, "x", [:])
        let coloured = try written(.text, "x", [:], colour: true)

        #expect(!plain.contains("\u{1B}"))
        #expect(coloured == "2024-02-29T23:59:59.987Z \u{1B}[32mnotice \u{1B}[0m x\n")
    }

    @Test(arguments: [
        "a\nb", "a\r\nb", "a\u{2028}b", "a\u{85}b", "a\u{1B}[2Jb", "a\u{0}b", "a\u{202E}b", "a\" level=\"error",
        "\\", "a\tb", "\u{7F}", "é 😀 日本",
    ])
    func `no value breaks or forges a line`(value: String) throws {
        let json = try written(.json, "x", [value: .string(value)])
        let text = try written(.text, "x", [value: .string(value)])

        let decoded = try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
        #expect(decoded[value] == value)
        #expect(decoded.count == 4)
        for line in [json, text] {
            let controls = line.unicodeScalars.dropLast().filter {
                [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
            }
            #expect(controls.isEmpty)
            #expect(line.hasSuffix("\n"))
        }
        #expect(!text.contains(" level=\"error"))
    }

    @Test func `a fact can't pose as the line's own time, level or message`() throws {
        let json = try written(.json, "x", ["level": "error", "message": "y", "time": "z"])

        let decoded = try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
        #expect(decoded["level"] == "notice")
        #expect(decoded["metadata.level"] == "error")
        #expect(decoded.count == 6)
    }

    @Test(arguments: LogFormat.allCases)
    func `a line never exceeds what a pipe takes whole, and says what it left out`(format: LogFormat) throws {
        let long = String(repeating: "\u{1}é", count: 5000)
        let facts = Dictionary(uniqueKeysWithValues: (10..<30).map { ("key\($0)", MetadataValue.string(long)) })
        let line = try written(format, "x", facts)

        #expect(line.utf8.count <= 4096)
        #expect(line.contains("truncated"))
        #expect(line.contains("key10"))
        if format == .json { _ = try JSONDecoder().decode(Fields.self, from: Data(line.utf8)) }
    }

    @Test(arguments: [
        (0.0, "1970-01-01T00:00:00.000Z"), (-0.001, "1969-12-31T23:59:59.999Z"),
        (951_782_400, "2000-02-29T00:00:00.000Z"), (4_107_542_400, "2100-03-01T00:00:00.000Z"),
        (-2_203_891_200, "1900-03-01T00:00:00.000Z"), (1e18, "9999-12-31T23:59:59.999Z"),
    ])
    func `times are RFC 3339 in UTC`(seconds: Double, expected: String) throws {
        let line = try written(.text, "x", [:], time: Date(timeIntervalSince1970: seconds))

        #expect(line.hasPrefix(expected + " "))
    }

    @Test func `a reader that stops reading loses lines, not our time, and is told how many`() throws {
        let pipe = try Pipe()
        let sink = LogSink.descriptor(pipe.writing, format: .text, patience: .zero)
        let logger = Logger(level: .debug, sink: sink, now: { [time] in time })
        let long = MetadataValue.string(String(repeating: "x", count: 900))
        for number in 0..<200 { logger.notice("Filling", metadata: ["n": .int(number), "long": long]) }
        let before = pipe.readAvailable()
        logger.notice("Again")

        let after = pipe.readAvailable()

        let arrived = before.split(separator: "\n").count
        #expect(arrived > 0 && arrived < 200)
        #expect(after.contains("Again"))
        #expect(after.contains("Log lines dropped count=\(200 - arrived)"))
    }

    @Test func `a reader that went away costs nothing but the lines`() throws {
        signal(SIGPIPE, SIG_IGN)
        let pipe = try Pipe()
        let logger = Logger(level: .debug, sink: .descriptor(pipe.writing, format: .json))
        pipe.closeReading()

        logger.error("Nobody listens")
    }

    @Test func `a socket takes lines too`() throws {
        var pair: [CInt] = [0, 0]
        try #require(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &pair) == 0)
        defer { for end in pair { close(end) } }
        Logger(level: .debug, sink: .descriptor(pair[1], format: .text), now: { [time] in time }).notice("Hello")

        #expect(readAvailable(pair[0]).hasSuffix("notice  Hello\n"))
    }

    @Test func `lines of many threads never mix`() async throws {
        let pipe = try Pipe()
        let logger = Logger(level: .debug, sink: .descriptor(pipe.writing, format: .json))
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask {
                    for n in 0..<30 { logger.notice("Line", metadata: ["t": .int(thread), "n": .int(n)]) }
                }
            }
        }

        let lines = pipe.readAvailable().split(separator: "\n")

        let decoded = try lines.map { try JSONDecoder().decode(Fields.self, from: Data($0.utf8)) }
        #expect(Set(decoded).count == 240)
    }

    private struct Fields: Decodable, Hashable {
        let message: String
        let t: Int?
        let n: Int?
    }

    private func written(
        _ format: LogFormat, _ message: StaticString, _ metadata: [String: MetadataValue], colour: Bool? = nil,
        time: Date? = nil
    ) throws -> String {
        let pipe = try Pipe()
        let moment = time ?? self.time
        let sink = LogSink.descriptor(pipe.writing, format: format, colour: colour)
        Logger(level: .debug, sink: sink, now: { moment }).notice(message, metadata: metadata)
        return pipe.readAvailable()
    }
}

/// A pipe that is closed with the test.
private final class Pipe {
    private var reading: CInt
    let writing: CInt

    init() throws {
        var ends: [CInt] = [0, 0]
        try #require(pipe(&ends) == 0)
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        closeReading()
        close(writing)
    }

    func closeReading() {
        if reading >= 0 { close(reading) }
        reading = -1
    }

    func readAvailable() -> String { TelemetryTests.readAvailable(reading) }
}

/// What waits in a descriptor, without waiting for more.
private func readAvailable(_ descriptor: CInt) -> String {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    while poll(&wanted, 1, 0) == 1 {
        let count = read(descriptor, &chunk, chunk.count)
        guard count > 0 else { break }
        bytes.append(contentsOf: chunk[..<count])
    }
    return String(decoding: bytes, as: UTF8.self)
}
