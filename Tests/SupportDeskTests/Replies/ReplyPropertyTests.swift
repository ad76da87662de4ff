import Testing

@testable import SupportDesk

/// What holds for every draft and every name.
struct ReplyPropertyTests {
    @Test(arguments: Channel.allCases)
    func `limits hold and no sentence is cut, whatever is answered to whomever`(channel: Channel) throws {
        for workspace in [Workspace(), try WorkspaceLoader.load(DemoCompanyTests.folder)] {
            let formatter = ReplyFormatter(workspace)
            let style = workspace.style(of: channel)
            var random = SeededRandom(seed: 42)
            for _ in 0..<150 {
                let draft = Self.draft(&random)
                let recipient = Self.recipient(&random)

                let reply = formatter.format(draft, on: channel, for: recipient)

                #expect(reply.text.utf16.count <= style.maxCharacters)
                #expect(reply.text.split(whereSeparator: \.isWhitespace).count <= style.maxWords ?? .max)
                // Every unit of the answer is there as a whole or not at all: what is not is in the rest.
                let rest = Set(ReplyUnit.units(of: reply.rest).map(\.text))
                for unit in ReplyUnit.units(of: draft.body) {
                    #expect(rest.contains(unit.text) || reply.text.contains(unit.text))
                }
                #expect(
                    reply.isShortened || ReplyUnit.units(of: draft.body).allSatisfy { reply.text.contains($0.text) })
                #expect(!reply.text.contains("\n\n\n"))
                #expect(reply.text.lowercased().contains("human"), "\(reply.text)")
            }
        }
    }

    private static func draft(_ random: inout SeededRandom) -> Draft {
        let blocks = (0..<Int.random(in: 0...6, using: &random)).map { _ in block(&random) }
        return Draft(
            opener: Bool.random(using: &random) ? sentence(&random) : nil, body: blocks,
            extras: Bool.random(using: &random) ? [block(&random)] : [],
            nextStep: Bool.random(using: &random) ? sentence(&random) : nil,
            sources: Bool.random(using: &random)
                ? [Message.Source(citation: "docs/a.md#b", title: String(sentence(&random).prefix(400)))] : [])
    }

    private static func block(_ random: inout SeededRandom) -> Draft.Block {
        let texts = (0..<Int.random(in: 0...8, using: &random)).map { _ in sentence(&random) }
        switch Int.random(in: 0...3, using: &random) {
        case 0: return .steps(texts, start: Int.random(in: 1...9, using: &random))
        case 1: return .bullets(texts)
        case 2: return .code(texts.joined(separator: "\n").split(whereSeparator: \.isWhitespace).joined(separator: " "))
        default: return .paragraph(texts)
        }
    }

    private static func sentence(_ random: inout SeededRandom) -> String {
        let words = [
            "select", "Settings > API", "größe", "👩‍👩‍👧‍👦", "https://acme.example/a?b=c", "{{body}}", "日本語", "a", "E-1042",
        ]
        let longest = Bool.random(using: &random) ? 12 : 90
        let count = Int.random(in: 1...longest, using: &random)
        return (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ") + "."
    }

    private static func recipient(_ random: inout SeededRandom) -> Recipient {
        let names = [
            nil, "", "Ada", "Ada\nLovelace", String(repeating: "Ada ", count: 75),
            "https://evil.example/" + String(repeating: "x", count: 200),
            String(repeating: "n", count: 48), "{{{body}}}", "\u{202E}Ada",
        ]
        return Recipient(
            name: names.randomElement(using: &random) ?? nil,
            reference: Bool.random(using: &random) ? "TC-7K3M9Q" : nil,
            ticketURL: Bool.random(using: &random)
                ? "https://support.acme.example/"
                    + String(repeating: "t", count: Int.random(in: 1...900, using: &random)) : nil,
            language: ["en", "de", "xx", nil].randomElement(using: &random) ?? nil)
    }
}
