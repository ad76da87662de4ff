import Foundation
import Testing

@Suite(.ownThreads) struct HelpTests {
    @Test func `every command explains itself`() throws {
        var waiting: [[String]] = [[]]
        var seen: [String] = []
        while let words = waiting.popLast() {
            let help = try Finished(words + ["--help"])

            #expect(help.code == 0, "\(words)")
            #expect(help.errors.isEmpty, "\(words)")
            #expect(help.output.hasPrefix((["fte"] + words).joined(separator: " ") + ": "), "\(words)")
            #expect(help.output.contains("Usage: "), "\(words)")
            #expect(help.output.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(words)")
            seen.append(words.joined(separator: " "))
            waiting += commands(in: help.output).map { words + [$0] }
        }
        let expected = ["serve", "api", "worker", "migrate", "tickets take", "deadletters replay", "knowledge import"]
        #expect(expected.allSatisfy(seen.contains))
    }

    /// The names listed under `Commands:`, which begin two blanks in.
    private func commands(in help: String) -> [String] {
        help.components(separatedBy: "\n").drop { $0 != "Commands:" }.dropFirst().prefix { !$0.isEmpty }
            .filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    @Test func `an unknown command or option is answered with where to look`() throws {
        let command = try Finished(["sevre"])
        let option = try Finished(["serve", "--prot", "1"])

        #expect(command.code == 2)
        #expect(option.code == 2)
        for finished in [command, option] {
            #expect(finished.output.isEmpty)
            #expect(finished.errors.contains("--help"))
        }
    }
}
