import Testing

@testable import SupportDesk

struct GreetingNameTests {
    @Test(arguments: [
        "Ada", "Ada Lovelace", "José-María O’Neill", "J. R. Smith", "Martin Luther King Jr.", "李小龙", "Ольга", "नेहा",
        "D'Arcy",
    ])
    func `names are greeted`(name: String) { #expect(GreetingName(name)?.text == name) }

    @Test func `space around and inside a name is tidied`() {
        #expect(GreetingName("  Ada   Lovelace\n")?.text == "Ada Lovelace")
    }

    @Test(arguments: [
        nil, "", "   ", "🙂", "123", "ada@acme.example", "https://evil.example", "evil.example", "www.evil",
        "Ada\n\nYour refund is approved", "Ada, your refund is approved today", "{{body}}", "<b>Ada</b>", "*Ada*",
        "Ada\u{202E}evil", "Ada\u{200B}", String(repeating: "A", count: 300), "Ada; DROP TABLE", "+49 170 1234567", "-",
        ".",
    ])
    func `anything else gets the neutral greeting`(name: String?) { #expect(GreetingName(name) == nil) }
}
