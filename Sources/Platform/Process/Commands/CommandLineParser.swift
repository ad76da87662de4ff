/// Reads one command line: options in any place, until `--`; the first words name the command.
struct CommandLineParser {
    private let program: Program
    /// From the program down to the command reached.
    private var chain: [Command] = []
    private var given: [(option: Command.Option, spelling: String, value: String)] = []
    private var words: [String] = []
    private var wantsHelp = false
    private var wantsVersion = false

    init(program: Program) { self.program = program }

    mutating func parse(_ arguments: [String]) throws(UsageError) -> Program.Request {
        var rest = arguments[...]
        while let next = rest.popFirst() {
            if next == "--" {
                for word in rest { try take(word: word, isLiteral: true) }
                break
            } else if next.hasPrefix("--") {
                try take(long: next.dropFirst(2), rest: &rest)
            } else if next.hasPrefix("-") && next.count > 1 && !isNegativeNumber(next) {
                try take(short: next.dropFirst(), rest: &rest)
            } else {
                try take(word: next, isLiteral: false)
            }
        }
        return try request()
    }

    private func request() throws(UsageError) -> Program.Request {
        if wantsVersion { return .version("\(program.name) \(program.version)") }
        if wantsHelp { return .help(help()) }
        guard let command = chain.last else {
            guard given.isEmpty else { throw failure("a command is missing") }
            return .help(help())
        }
        guard let run = command.run else {
            throw failure("\(command.name) needs one of \(Expectation.choice(of: command.subcommands.map(\.name)))")
        }
        return .run(try invocation(of: command), run)
    }

    // MARK: Words

    /// `help` as the first word is the same as `--help`.
    private mutating func take(word: String, isLiteral: Bool) throws(UsageError) {
        let commands = chain.last?.subcommands ?? (chain.isEmpty ? program.commands : [])
        guard !commands.isEmpty, !isLiteral else {
            words.append(word)
            return
        }
        if word == "help" && chain.isEmpty {
            wantsHelp = true
        } else if let command = commands.first(where: { $0.name == word }) {
            chain.append(command)
        } else {
            let guess = Suggestion.nearest(to: word, among: commands.map(\.name))
            throw failure("no command '\(word)'\(Suggestion.question(guess))")
        }
    }

    // MARK: Options

    private mutating func take(long text: Substring, rest: inout ArraySlice<String>) throws(UsageError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts[0])
        let value = parts.count > 1 ? String(parts[1]) : nil
        switch name {
        case "help" where value == nil: wantsHelp = true
        case "version" where value == nil: wantsVersion = true
        default:
            guard let option = options.first(where: { $0.name == name }) else {
                let guess = Suggestion.nearest(to: name, among: options.map(\.name) + ["help", "version"])
                throw failure("no option --\(name)\(Suggestion.question(guess.map { "--" + $0 }))")
            }
            try take(option, spelling: "--\(name)", value: value, rest: &rest)
        }
    }

    /// `-p 80`, `-p80`, `-p=80`, and flags joined as in `-vq`.
    private mutating func take(short text: Substring, rest: inout ArraySlice<String>) throws(UsageError) {
        guard let letter = text.first else { return }
        if letter == "h" {
            wantsHelp = true
            return
        }
        guard let option = options.first(where: { $0.short == letter }) else { throw failure("no option -\(letter)") }
        let attached = text.dropFirst()
        if option.kind == nil && !attached.isEmpty {
            try take(option, spelling: "-\(letter)", value: nil, rest: &rest)
            try take(short: attached, rest: &rest)
        } else {
            let value = attached.hasPrefix("=") ? attached.dropFirst() : attached
            try take(option, spelling: "-\(letter)", value: attached.isEmpty ? nil : String(value), rest: &rest)
        }
    }

    /// The next word is the value unless it looks like an option; such a value is given with `=`.
    private mutating func take(
        _ option: Command.Option, spelling: String, value: String?, rest: inout ArraySlice<String>
    ) throws(UsageError) {
        guard let kind = option.kind else {
            guard value == nil else { throw failure("\(spelling) takes no value") }
            given.append((option, spelling, "true"))
            return
        }
        var value = value
        if value == nil, let next = rest.first, !next.hasPrefix("--") { value = rest.popFirst() }
        guard let value else { throw failure("\(spelling) needs a value (\(option.placeholder))") }
        try check(value, kind, name: spelling)
        if !option.isRepeated, given.contains(where: { $0.option.name == option.name }) {
            throw failure("\(spelling) is given twice")
        }
        given.append((option, spelling, value))
    }

    /// What may be given at this place: the program's options, and those of the commands named so far.
    private var options: [Command.Option] { program.options + chain.flatMap(\.options) }

    private func isNegativeNumber(_ text: String) -> Bool { Double(text) != nil }

    // MARK: The result

    private func invocation(of command: Command) throws(UsageError) -> Invocation {
        var values: [String: [String]] = [:]
        var kinds: [String: ValueKind?] = [:]
        var settings: [String: SettingValue] = [:]
        for option in options { kinds.updateValue(option.kind, forKey: option.name) }
        for (option, spelling, value) in given {
            values[option.name, default: []].append(value)
            guard let key = option.setting else { continue }
            let earlier = option.isRepeated ? settings[key].map { $0.text + "," } ?? "" : ""
            settings[key] = SettingValue(earlier + value, origin: spelling)
        }
        for option in options where values[option.name] == nil {
            if option.isRequired { throw failure("--\(option.name) is missing") }
            if let value = option.defaultValue { values[option.name] = [value] }
        }
        var rest = words[...]
        for argument in command.arguments {
            kinds.updateValue(argument.kind, forKey: argument.name)
            let taken = argument.isRepeated ? Array(rest) : Array(rest.prefix(1))
            rest = rest.dropFirst(taken.count)
            if taken.isEmpty && argument.isRequired { throw failure("\(argument.name.uppercased()) is missing") }
            for word in taken { try check(word, argument.kind, name: argument.name.uppercased()) }
            if !taken.isEmpty { values[argument.name] = taken }
        }
        if let extra = rest.first { throw failure("'\(extra)' is one argument too many") }
        return Invocation(path: chain.map(\.name), values: values, kinds: kinds, settings: settings)
    }

    private func check(_ value: String, _ kind: ValueKind, name: String) throws(UsageError) {
        guard !kind.accepts(value), let expectation = kind.expectation else { return }
        throw failure("\(name) must be \(expectation), not '\(value)'")
    }

    private func failure(_ text: String) -> UsageError {
        UsageError(text, command: ([program.name] + chain.map(\.name)).joined(separator: " "))
    }

    private func help() -> String {
        let page = HelpPage(program: program, chain: chain)
        return page.text
    }
}
