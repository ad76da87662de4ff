/// The help of a program or of one of its commands, laid out for 80 columns.
struct HelpPage {
    private static let width = 80
    /// Where descriptions begin at the latest; a longer name gets a line of its own.
    private static let maxNameWidth = 28

    let program: Program
    /// The commands down to the one shown; empty for the program.
    let chain: [Command]

    var text: String {
        var sections = [heading, "Usage: \(usage)"]
        sections.append(contentsOf: paragraphs(chain.last?.discussion ?? program.discussion))
        if let command = chain.last {
            add("Arguments", command.arguments.map(row), to: &sections)
            add("Commands", command.subcommands.map { ($0.name, $0.summary) }, to: &sections)
        } else {
            add("Commands", program.commands.map { ($0.name, $0.summary) }, to: &sections)
        }
        add("Options", chain.flatMap(\.options).map(row), to: &sections)
        add(chain.isEmpty ? "Options" : "Common options", program.options.map(row) + ownOptions, to: &sections)
        if let examples = chain.last?.examples, !examples.isEmpty {
            sections.append("Examples:\n" + examples.map(lines).joined(separator: "\n"))
        }
        if !commands.isEmpty {
            sections.append("`\(name) COMMAND --help` tells more about a command.")
        }
        return sections.joined(separator: "\n\n")
    }

    private var name: String { ([program.name] + chain.map(\.name)).joined(separator: " ") }
    private var commands: [Command] { chain.last?.subcommands ?? (chain.isEmpty ? program.commands : []) }

    private var heading: String {
        let summary = chain.last?.summary ?? program.summary
        return Self.wrap("\(name): \(summary)", indent: 0).joined(separator: "\n")
    }

    private var usage: String {
        var words = [name]
        for option in chain.flatMap(\.options) where option.isRequired {
            words.append("--\(option.name) \(option.placeholder)")
        }
        if !(chain.last?.options.isEmpty ?? program.options.isEmpty) || !program.options.isEmpty {
            words.append("[OPTIONS]")
        }
        if !commands.isEmpty { words.append("COMMAND") }
        for argument in chain.last?.arguments ?? [] {
            let shown = argument.name.uppercased() + (argument.isRepeated ? "…" : "")
            words.append(argument.isRequired ? shown : "[\(shown)]")
        }
        return Self.wrap(words.joined(separator: " "), indent: 0, hanging: 11, width: Self.width - 7)
            .joined(separator: "\n")
    }

    /// What every program has.
    private var ownOptions: [(String, String)] {
        let help = ("-h, --help", "Show this help.")
        return chain.isEmpty ? [help, ("    --version", "Show the version.")] : [help]
    }

    private func row(_ argument: Command.Argument) -> (String, String) {
        var facts: [String] = []
        if let allowed = allowed(argument.kind) { facts.append(allowed) }
        if !argument.isRequired { facts.append("optional") }
        return (argument.name.uppercased() + (argument.isRepeated ? "…" : ""), described(argument.help, facts))
    }

    private func row(_ option: Command.Option) -> (String, String) {
        let short = option.short.map { "-\($0), " } ?? "    "
        let value = option.kind == nil ? "" : " \(option.placeholder)"
        var facts: [String] = []
        if option.isRequired { facts.append("required") }
        if let kind = option.kind, let allowed = allowed(kind) { facts.append(allowed) }
        if option.isRepeated { facts.append("may be repeated") }
        if let value = option.defaultValue { facts.append("default: \(value)") }
        if let variable = option.environment { facts.append("environment: \(variable)") }
        return ("\(short)--\(option.name)\(value)", described(option.help, facts))
    }

    private func described(_ help: String, _ facts: [String]) -> String {
        facts.isEmpty ? help : "\(help) (\(facts.joined(separator: "; ")))"
    }

    private func allowed(_ kind: ValueKind) -> String? {
        switch kind {
        case .string, .path: nil
        case .integer(let range) where range == .min ... .max: nil
        case .integer, .choice: kind.expectation
        }
    }

    private func add(_ title: String, _ rows: [(String, String)], to sections: inout [String]) {
        guard !rows.isEmpty else { return }
        let fitting = rows.map(\.0.count).filter { $0 <= Self.maxNameWidth }.max() ?? Self.maxNameWidth
        let column = fitting + 4
        var lines = [title + ":"]
        for (name, help) in rows {
            let wrapped = Self.wrap(help, indent: column)
            if name.count > fitting {
                lines.append("  " + name)
                lines.append(contentsOf: wrapped)
            } else {
                let gap = String(repeating: " ", count: column - 2 - name.count)
                lines.append("  " + name + gap + (wrapped.first ?? "").dropFirst(column))
                lines.append(contentsOf: wrapped.dropFirst())
            }
        }
        sections.append(lines.joined(separator: "\n"))
    }

    private func lines(of example: Command.Example) -> String {
        (["  " + example.line] + Self.wrap(example.explanation, indent: 6)).joined(separator: "\n")
    }

    private func paragraphs(_ text: String) -> [String] {
        text.split(separator: "\n\n").map { Self.wrap(String($0), indent: 0).joined(separator: "\n") }
    }

    /// Breaks at blanks. A word longer than a line stays whole.
    private static func wrap(_ text: String, indent: Int, hanging: Int? = nil, width: Int = width) -> [String] {
        var lines: [String] = []
        var line = String(repeating: " ", count: indent)
        var isEmpty = true
        for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            if !isEmpty && line.count + 1 + word.count > width {
                lines.append(line)
                line = String(repeating: " ", count: hanging ?? indent)
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return isEmpty ? lines : lines + [line]
    }
}
