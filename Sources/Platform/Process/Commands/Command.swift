/// One verb of a program, as data: what it takes, what its help says, and what it does.
///
/// A command either runs or holds subcommands (`fte deadletters replay`).
package struct Command: Sendable {
    package let name: String
    /// One line, for the list of commands.
    package let summary: String
    /// Paragraphs for the command's own help, separated by empty lines; they are wrapped.
    package let discussion: String
    package let arguments: [Argument]
    package let options: [Option]
    package let examples: [Example]
    package let subcommands: [Command]
    let run: (@Sendable (Invocation) async throws -> Void)?

    /// A command that does something.
    package init(
        _ name: String, summary: String, discussion: String = "", arguments: [Argument] = [], options: [Option] = [],
        examples: [Example] = [], run: @escaping @Sendable (Invocation) async throws -> Void
    ) {
        precondition(
            arguments.dropLast().allSatisfy { !$0.isRepeated }, "\(name): only the last argument may be repeated")
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.examples = examples
        self.subcommands = []
        self.run = run
    }

    /// A command that groups others. Its options are taken by each of them.
    package init(
        _ name: String, summary: String, discussion: String = "", options: [Option] = [], examples: [Example] = [],
        subcommands: [Command]
    ) {
        precondition(!subcommands.isEmpty, "\(name) has nothing to do")
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.arguments = []
        self.options = options
        self.examples = examples
        self.subcommands = subcommands
        self.run = nil
    }
}

extension Command {
    /// A value that is told by its place.
    package struct Argument: Sendable {
        package let name: String
        package let kind: ValueKind
        package let help: String
        package let isRequired: Bool
        /// Takes all that is left.
        package let isRepeated: Bool

        package init(
            _ name: String, _ kind: ValueKind = .string, help: String, isRequired: Bool = true,
            isRepeated: Bool = false
        ) {
            self.name = name
            self.kind = kind
            self.help = help
            self.isRequired = isRequired
            self.isRepeated = isRepeated
        }
    }

    /// A line that can be typed as it is, and what it does.
    package struct Example: Sendable {
        package let line: String
        package let explanation: String

        package init(_ line: String, _ explanation: String) {
            self.line = line
            self.explanation = explanation
        }
    }

    /// `--name value`, or a flag `--name`.
    package struct Option: Sendable {
        /// Without dashes.
        package let name: String
        package let short: Character?
        /// Nil for a flag.
        package let kind: ValueKind?
        /// How the help calls the value, in capitals.
        package let placeholder: String
        package let help: String
        /// What holds when it is absent, for the help and for `Invocation`.
        package let defaultValue: String?
        /// The key of the setting that it overrides. The option's value then arrives through `Settings`.
        package let setting: String?
        /// The environment variable that it overrides, for the help.
        package let environment: String?
        package let isRequired: Bool
        package let isRepeated: Bool

        /// An option with a value.
        package init(
            _ name: String, short: Character? = nil, _ kind: ValueKind = .string, placeholder: String? = nil,
            help: String, default defaultValue: String? = nil, setting: String? = nil, environment: String? = nil,
            isRequired: Bool = false, isRepeated: Bool = false
        ) {
            self.name = name
            self.short = short
            self.kind = kind
            self.placeholder = placeholder ?? kind.placeholder
            self.help = help
            self.defaultValue = defaultValue
            self.setting = setting
            self.environment = environment
            self.isRequired = isRequired
            self.isRepeated = isRepeated
        }

        /// A flag: there or not.
        package static func flag(
            _ name: String, short: Character? = nil, help: String, setting: String? = nil, environment: String? = nil
        ) -> Option {
            Option(flag: name, short: short, help: help, setting: setting, environment: environment)
        }

        private init(flag name: String, short: Character?, help: String, setting: String?, environment: String?) {
            self.name = name
            self.short = short
            kind = nil
            placeholder = ""
            self.help = help
            defaultValue = nil
            self.setting = setting
            self.environment = environment
            isRequired = false
            isRepeated = false
        }
    }
}
