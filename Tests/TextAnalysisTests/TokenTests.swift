import Testing

@testable import TextAnalysis

@Suite struct TokenTests {
    private func words(_ text: String) -> [String] { TokenizedText(text).tokens.filter(\.isWordLike).map(\.text) }

    @Test(arguments: [
        ("Set up SSO with OAuth2", ["set", "up", "sso", "with", "oauth2"]),
        ("Error E-1042 and 429.", ["error", "e-1042", "and", "429"]),
        ("Put api.key into api_key", ["put", "api.key", "into", "api_key"]),
        ("@anna see https://x.example/a?b=c.", ["@anna", "see", "https://x.example/a?b=c"]),
        ("Mail Anna.B+x@mail.example.com, now", ["mail", "anna.b+x@mail.example.com", "now"]),
        ("don’t can't", ["don't", "can't"]),
        ("sign-in, e-mail", ["sign", "in", "email"]),
        ("Ｆｕｌｌ ﬁle CAFÉ Straße", ["full", "file", "café", "strasse"]),
        ("v2.0 costs 1,000.50", ["v2.0", "costs", "1,000.50"]),
        ("f*** sh*t **bold**", ["f***", "sh*t", "bold"]),
        ("works.But then", ["works", "but", "then"]),
        ("C++ AT&T Q&A", ["c++", "at&t", "q&a"]),
        ("日本語", ["日", "本", "語"]),
        ("שלום עולם", ["שלום", "עולם"]),
        ("pass\u{200B}word soft\u{AD}ware", ["password", "software"]),
        ("", []), ("...", []),
    ])
    func `a text is cut into words`(text: String, expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test func `emoji with all their modifiers are one token`() {
        let tokens = TokenizedText("👍🏽👨‍👩‍👧 🇩🇪❤️").tokens

        #expect(tokens.map(\.kind) == [.emoji, .emoji, .emoji, .emoji])
    }

    @Test(arguments: [
        ("Hi. How are you? Fine!", ["Hi.", "How are you?", "Fine!"]),
        ("Use v2.0 e.g. for Mr. Smith. Then stop.", ["Use v2.0 e.g. for Mr. Smith.", "Then stop."]),
        ("See https://a.example/x. Thanks", ["See https://a.example/x.", "Thanks"]),
        ("Steps:\n1. Open it\n2. Close it", ["Steps:", "1. Open it", "2. Close it"]),
        ("- one\n- two", ["- one", "- two"]),
        ("wrapped\nline goes on", ["wrapped\nline goes on"]),
        ("Title\n\nbody text", ["Title", "body text"]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
    ])
    func `a text is cut into sentences`(text: String, expected: [String]) {
        let cut = TokenizedText(text)

        #expect(cut.sentences.map { cut.text(in: $0.range) } == expected)
    }

    @Test(arguments: Hostile.texts)
    func `offsets of tokens and sentences cut the source where scalars begin`(sample: Hostile.Sample) {
        let text = TokenizedText(sample.text)

        let bytes = Array(sample.text.utf8)
        var last = 0
        for token in text.tokens {
            #expect(token.range.lowerBound >= last && !token.range.isEmpty && token.range.upperBound <= bytes.count)
            #expect(token.range.upperBound == bytes.count || bytes[token.range.upperBound] & 0xC0 != 0x80)
            #expect(token.text.utf8.count <= Tokenizer.longestWord + 16)
            last = token.range.upperBound
        }
        #expect(text.sentences.reduce(0) { $0 + $1.tokens.count } == text.tokens.count)
    }
}

/// Texts that break careless readers.
enum Hostile {
    struct Sample: Sendable, CustomTestStringConvertible {
        let name: String
        let text: String
        var testDescription: String { name }
    }

    static let texts: [Sample] = [
        Sample(name: "100 kB of one letter", text: String(repeating: "a", count: 100_000)),
        Sample(name: "100 kB of at signs", text: String(repeating: "@", count: 100_000)),
        Sample(name: "a@a@a@", text: String(repeating: "a@", count: 50_000)),
        Sample(name: "a.a.a.", text: String(repeating: "a.", count: 50_000)),
        Sample(name: "a+a+a+", text: String(repeating: "a+", count: 50_000)),
        Sample(name: "100 kB of digits", text: String(repeating: "4", count: 100_000)),
        Sample(name: "digits with spaces", text: String(repeating: "4111 ", count: 20_000)),
        Sample(name: "plus digits", text: String(repeating: "+1 ", count: 30_000)),
        Sample(name: "10,000 emoji", text: String(repeating: "😀", count: 10_000)),
        Sample(name: "joined emoji", text: String(repeating: "👩‍", count: 10_000)),
        Sample(name: "combining marks", text: "e" + String(repeating: "\u{301}", count: 50_000)),
        Sample(name: "right to left", text: String(repeating: "שלום \u{202E}עולם ", count: 5_000)),
        Sample(name: "brackets and stars", text: String(repeating: "(*[", count: 30_000)),
        Sample(name: "line breaks", text: String(repeating: "\n", count: 100_000)),
        Sample(name: "quotes", text: String(repeating: "> On a 1 wrote:\n", count: 6_000)),
        Sample(name: "questions", text: String(repeating: "and how do I? ", count: 7_000)),
        Sample(name: "you you you", text: String(repeating: "you are ", count: 12_000)),
        Sample(name: "not not not", text: String(repeating: "not a no never but ", count: 5_000)),
        Sample(name: "IBAN starts", text: String(repeating: "DE89", count: 25_000)),
        Sample(name: "hyphens", text: String(repeating: "1-", count: 50_000)),
        Sample(name: "NUL and controls", text: "a\0b\u{1}c\u{7F}\u{85}\u{FFFD}\u{10FFFF}"),
        Sample(
            name: "a megabyte of prose",
            text: String(repeating: "How do I reset the password of my account? ", count: 24_000)),
    ]
}
