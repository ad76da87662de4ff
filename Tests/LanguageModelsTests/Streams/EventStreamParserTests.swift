import LanguageModels
import Testing

struct EventStreamParserTests {
    /// All forms of one stream: an event with a name, one of two lines, one without data, one that the end cuts off.
    private static let text = """
        : a comment
        event: greeting
        data: Grüß Gott 👋

        id: 7
        retry: 10
        data:two
        data:  lines
        dataless

        event: nothing

        data
        """
    private static let expected = [
        ServerSentEvent(type: "greeting", data: Array("Grüß Gott 👋".utf8)),
        ServerSentEvent(data: Array("two\n lines".utf8)),
        ServerSentEvent(data: []),
    ]

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `however it is cut into pieces, a stream holds the same events`(lineEnd: String) throws {
        let bytes = Array(Self.text.replacing("\n", with: lineEnd).utf8)

        for size in 1...bytes.count {
            var parser = EventStreamParser()
            var events: [ServerSentEvent] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                events += try parser.feed(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            if let event = try parser.finish() { events.append(event) }
            #expect(events == Self.expected, "pieces of \(size)")
        }
    }

    @Test func `a byte order mark is no part of the first line`() throws {
        var parser = EventStreamParser()

        let events = try parser.feed([0xEF, 0xBB, 0xBF] + Array("data: x\n\n".utf8))

        #expect(events == [ServerSentEvent(data: Array("x".utf8))])
    }

    @Test func `what isn't UTF-8 is handed on as it came`() throws {
        var parser = EventStreamParser()

        let events = try parser.feed(Array("data: ".utf8) + [0xFF, 0xC3] + Array("\n\n".utf8))

        #expect(events == [ServerSentEvent(data: [0xFF, 0xC3])])
    }

    @Test func `a line without end is refused`() {
        var parser = EventStreamParser(maxEventBytes: 100)

        #expect(throws: EventStreamParser.Overflow.self) {
            for _ in 0..<30 { _ = try parser.feed(Array("data".utf8)) }
        }
    }

    @Test func `an event of endless lines is refused`() {
        var parser = EventStreamParser(maxEventBytes: 100)

        #expect(throws: EventStreamParser.Overflow.self) {
            for _ in 0..<30 { _ = try parser.feed(Array("data: abc\n".utf8)) }
        }
    }
}
