import Testing

@testable import SupportDesk

struct InboundMessageTests {
    @Test(arguments: [
        ("  Export  ", "how?", "Export"), (nil, "how do I export?", "how do I export?"),
        (" ", "\n \nSecond line", "Second line"),
        (nil, " \n", "Message by WhatsApp"),
        (
            nil, "We have been trying since last Tuesday to export the whole project",
            "We have been trying since last Tuesday to export the whole…"
        ),
        (nil, String(repeating: "x", count: 90), String(repeating: "x", count: 60) + "…"),
    ])
    func `a message always has a title`(subject: String?, content: String, expected: String) {
        let message = InboundMessage(
            channel: .whatsapp, channelMessageID: "1", digest: "1", identity: .claimed, subject: subject,
            content: content)

        #expect(message.title == expected)
    }
}
