import Testing

@testable import HTTPServer

@Suite struct ServerSentEventTests {
    @Test func `every field has its line, and text its lines`() {
        let event = ServerSentEvent(
            event: "reply", id: "7", data: "one\ntwo\r\nthree\rfour\n", retry: .milliseconds(1_500), comment: "hi\nho")

        #expect(
            text(event) == """
                : hi
                : ho
                event: reply
                id: 7
                retry: 1500
                data: one
                data: two
                data: three
                data: four
                data: \n

                """)
    }

    @Test func `a line break in type or id begins no line`() {
        #expect(text(ServerSentEvent(event: "a\ndata: b", id: "1\r\n\0data: c")) == "event: adata: b\nid: 1data: c\n\n")
    }

    @Test func `empty data is an event, no data is none`() {
        #expect(text(ServerSentEvent(data: "")) == "data: \n\n")
        #expect(text(ServerSentEvent()) == "\n")
    }

    private func text(_ event: ServerSentEvent) -> String {
        String(decoding: event.encoded, as: UTF8.self)
    }
}
