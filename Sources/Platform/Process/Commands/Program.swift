/// A program of several commands: reads its command line, shows help, runs one and says how it went.
package struct Program: Sendable {
    package let name: String
    package let version: String
    package let summary: String
    package let discussion: String
    /// Options that every command takes, before its name or after.
    package let options: [Command.Option]
    package let commands: [Command]

    package init(
        name: String, version: String, summary: String, discussion: String = "", options: [Command.Option] = [],
        commands: [Command]
    ) {
        self.name = name
        self.version = version
        self.summary = summary
        self.discussion = discussion
        self.options = options
        self.commands = commands
        for command in commands { Self.check(command, taken: options.map(\.name) + ["help", "version"]) }
    }

    /// A name that is declared twice would hide one of the two.
    private static func check(_ command: Command, taken: [String]) {
        let names = taken + command.options.map(\.name) + command.arguments.map(\.name)
        precondition(Set(names).count == names.count, "\(command.name) declares a name twice: \(names)")
        for subcommand in command.subcommands { check(subcommand, taken: names) }
    }

    /// What a command line asks for.
    package enum Request: Sendable {
        case help(String)
        case version(String)
        case run(Invocation, @Sendable (Invocation) async throws -> Void)
    }

    /// Runs what the arguments (without the program's own name) ask for.
    ///
    /// - Returns: the exit code: 0, 1 when the command threw, 2 when it could not be understood, or that of an
    ///   `ExitCode` thrown by the command.
    package func run(
        _ arguments: [String], output: @Sendable (String) -> Void = Console.output,
        errors: @Sendable (String) -> Void = Console.errors
    ) async -> CInt {
        do {
            switch try parse(arguments) {
            case .help(let text), .version(let text): output(text)
            case .run(let invocation, let body): try await body(invocation)
            }
            return 0
        } catch let usage as UsageError {
            errors("\(name): \(Console.oneLine(usage.description)); see `\(usage.command) --help`")
            return 2
        } catch let code as ExitCode {
            return code.rawValue
        } catch let settings as SettingsError {
            for problem in settings.problems { errors("\(name): \(Console.oneLine(problem.description))") }
            return 1
        } catch is CancellationError {
            errors("\(name): stopped before it was done")
            return 1
        } catch {
            errors("\(name): \(Console.oneLine(String(describing: error)))")
            return 1
        }
    }

    /// - Throws: `UsageError`.
    package func parse(_ arguments: [String]) throws -> Request {
        var parser = CommandLineParser(program: self)
        return try parser.parse(arguments)
    }
}
