import Process
import Synchronization
import Testing

@Suite struct CommandLineTests {
    @Test func `an option is given by a blank or an equals sign, before the command or after`() async throws {
        for line in [
            ["--data-dir", "/d", "serve", "--port", "9"], ["serve", "--port=9", "--data-dir=/d"],
            ["serve", "-p", "9", "--data-dir", "/d"], ["serve", "-p9", "--data-dir", "/d"],
            ["serve", "-p=9", "--data-dir", "/d"],
        ] {
            let call = try invocation(line)

            #expect(call.path == ["serve"])
            #expect(call.integer("port") == 9)
            #expect(call.string("data-dir") == "/d")
        }
    }

    @Test func `an absent option has its default, and an absent flag is false`() throws {
        let call = try invocation(["serve"])

        #expect(call.integer("port") == 8000)
        #expect(call.string("data-dir") == nil)
        #expect(!call.flag("quiet"))
        #expect(call.strings("origin") == [])
    }

    @Test func `flags can be joined, and repeated options keep their order`() throws {
        let call = try invocation(["serve", "-qv", "--origin", "a", "--origin=b,c"])

        #expect(call.flag("quiet"))
        #expect(call.flag("verbose"))
        #expect(call.strings("origin") == ["a", "b,c"])
    }

    @Test func `options that stand for settings say how they were spelled`() throws {
        let call = try invocation(["serve", "-p", "9", "--origin=a", "--origin=b"])

        #expect(
            call.settings == [
                "server.port": SettingValue("9", origin: "-p"),
                "server.origins": SettingValue("a,b", origin: "--origin"),
            ])
    }

    @Test func `a default is no setting, so that file and environment count`() throws {
        #expect(try invocation(["serve"]).settings.isEmpty)
    }

    @Test func `nested commands take their words in order`() throws {
        let call = try invocation(["tickets", "show", "T-1", "--format", "json"])

        #expect(call.path == ["tickets", "show"])
        #expect(call.required("id") == "T-1")
        #expect(call.string("format") == "json")
    }

    @Test func `all is an argument after two dashes`() throws {
        let call = try invocation(["import", "--", "--port", "-h"])

        #expect(call.strings("files") == ["--port", "-h"])
    }

    @Test func `a single dash and negative numbers are words`() throws {
        let call = try invocation(["import", "-", "-5", "--level", "-3"])

        #expect(call.strings("files") == ["-", "-5"])
        #expect(call.integer("level") == -3)
    }

    @Test(arguments: [
        (["serv"], "no command 'serv'; did you mean serve?"),
        (["xyz"], "no command 'xyz'"),
        (["tickets", "shwo"], "no command 'shwo'; did you mean show?"),
        (["tickets"], "tickets needs one of show or list"),
        (["--data-dir", "x"], "a command is missing"),
        (["serve", "--prot", "9"], "no option --prot; did you mean --port?"),
        (["serve", "--zzz"], "no option --zzz"),
        (["serve", "--hlep"], "no option --hlep; did you mean --help?"),
        (["serve", "-x"], "no option -x"),
        (["serve", "--port"], "--port needs a value (N)"),
        (["serve", "--port", "--quiet"], "--port needs a value (N)"),
        (["serve", "--port", "0"], "--port must be an integer from 1 to 65535, not '0'"),
        (["serve", "--port="], "--port must be an integer from 1 to 65535, not ''"),
        (["serve", "--port", "9.5"], "--port must be an integer from 1 to 65535, not '9.5'"),
        (
            ["serve", "--port", "99999999999999999999"],
            "--port must be an integer from 1 to 65535, not '99999999999999999999'"
        ),
        (["serve", "--port", "1", "-p", "2"], "-p is given twice"),
        (["serve", "--quiet=yes"], "--quiet takes no value"),
        (["serve", "--data-dir="], "--data-dir must be a path, not ''"),
        (["serve", "extra"], "'extra' is one argument too many"),
        (["tickets", "show"], "ID is missing"),
        (["tickets", "show", "1", "--format", "xml"], "--format must be text or json, not 'xml'"),
        (["import"], "FILES is missing"),
        (["login"], "--name is missing"),
    ])
    func `what can't be understood is told in one line, with exit code 2`(line: [String], message: String) async {
        let console = Captured()

        let code = await console.run(program, line)

        #expect(code == 2)
        #expect(console.output.isEmpty)
        #expect(console.errors.count == 1)
        #expect(console.errors.first?.hasPrefix("desk: \(message); see `desk") == true, "\(console.errors)")
    }

    @Test func `rubbish never stops the parser`() {
        var random = Seeded(state: 7)
        let pieces = [
            "--", "-", "-p", "--port", "=", "serve", "tickets", "\u{0}", "é", "--=", "-=", "---", "--port==", "1",
        ]
        for _ in 0..<5000 {
            let line = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                (0..<Int.random(in: 0...3, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                    .joined()
            }
            do { _ = try program.parse(line) } catch { #expect(error is UsageError) }
        }
    }

    @Test func `what a command throws is one line, with exit code 1`() async {
        let console = Captured()

        let code = await console.run(program, ["fail"])

        #expect(code == 1)
        #expect(console.errors == ["desk: the disk is full, says \u{20}[2J it"])
    }

    @Test func `a command chooses its own exit code`() async {
        let console = Captured()

        let code = await console.run(program, ["check"])

        #expect(code == 3)
        #expect(console.errors.isEmpty)
    }

    @Test func `each problem of the settings is a line of its own`() async {
        let console = Captured()

        let code = await console.run(program, ["settings"])

        #expect(code == 1)
        #expect(
            console.errors == [
                "desk: desk.yaml:1:1: server.port must be an integer, not 'x'",
                "desk: desk.yaml:2:1: nonsense is no setting",
            ])
    }

    @Test func `the version is one line on standard output`() async {
        let console = Captured()

        let code = await console.run(program, ["--version"])

        #expect(code == 0)
        #expect(console.output == ["desk 1.2.3"])
    }

    @Test(arguments: [[], ["--help"], ["-h"], ["help"]])
    func `a bare call shows the program's help`(line: [String]) async {
        let console = Captured()

        let code = await console.run(program, line)

        #expect(code == 0)
        #expect(console.output == [HelpPages.program])
    }

    @Test(arguments: [["serve", "--help"], ["help", "serve"], ["serve", "-h", "--port", "7"]])
    func `each command has its own help`(line: [String]) async {
        let console = Captured()

        let code = await console.run(program, line)

        #expect(code == 0)
        #expect(console.output == [HelpPages.serve])
    }

    @Test func `no line of help is wider than 80 columns`() async {
        for line in [["-h"], ["serve", "-h"], ["tickets", "-h"], ["tickets", "show", "-h"], ["import", "-h"]] {
            let console = Captured()
            _ = await console.run(program, line)

            let lines = console.output.joined().split(separator: "\n", omittingEmptySubsequences: false)

            #expect(lines.allSatisfy { $0.count <= 80 && !$0.hasSuffix(" ") })
        }
    }

    private func invocation(_ line: [String]) throws -> Invocation {
        guard case .run(let invocation, _) = try program.parse(line) else {
            throw UsageError("this asks for no run", command: "")
        }
        return invocation
    }
}

private let program = Program(
    name: "desk", version: "1.2.3", summary: "An employee for customer questions.",
    options: [.init("data-dir", .path, help: "Where data is kept.", environment: "DESK_DATA_DIR")],
    commands: [
        Command(
            "serve", summary: "Run everything in one process.",
            discussion: """
                Serves the form, the console and the webhooks on one port, and answers what comes in. It stops in good
                order on SIGTERM.

                A second signal stops it at once.
                """,
            options: [
                .init(
                    "port", short: "p", .integer(1...65535), help: "The port to listen on.", default: "8000",
                    setting: "server.port", environment: "DESK_SERVER_PORT"),
                .init(
                    "origin", placeholder: "URL", help: "A site whose pages may call.", setting: "server.origins",
                    isRepeated: true),
                .flag("quiet", short: "q", help: "Say less."),
                .flag("verbose", short: "v", help: "Say more."),
            ],
            examples: [.init("desk serve --port 9000", "Listens on port 9000 of the loopback address.")]
        ) { _ in },
        Command(
            "tickets", summary: "Look at tickets.",
            options: [.init("format", .choice(["text", "json"]), help: "How.")],
            subcommands: [
                Command("show", summary: "Show one.", arguments: [.init("id", help: "The ticket's id.")]) { _ in },
                Command("list", summary: "List all.") { _ in },
            ]),
        Command(
            "import", summary: "Load documents.",
            arguments: [.init("files", .path, help: "What to load.", isRepeated: true)],
            options: [.init("level", .integer(.min ... .max), help: "How deep.")]
        ) { _ in },
        Command("login", summary: "Log in.", options: [.init("name", help: "Who.", isRequired: true)]) { _ in },
        Command("fail", summary: "Fail.") { _ in throw Failure() },
        Command("check", summary: "Check.") { _ in throw ExitCode(3) },
        Command("settings", summary: "Misread the settings.") { _ in
            let settings = Settings(
                prefix: "DESK_",
                file: [
                    "server.port": SettingValue("x", origin: "desk.yaml:1:1"),
                    "nonsense": SettingValue("1", origin: "desk.yaml:2:1"),
                ])
            _ = settings.integer("server.port", default: 1, doc: "")
            try settings.finish()
        },
    ])

private struct Failure: Error, CustomStringConvertible {
    let description = "the disk is full, says\n\u{1B}[2J\nit"
}

/// What a program wrote.
private final class Captured: Sendable {
    private let lines = Mutex<(output: [String], errors: [String])>(([], []))

    var output: [String] { lines.withLock { $0.output } }
    var errors: [String] { lines.withLock { $0.errors } }

    func run(_ program: Program, _ arguments: [String]) async -> CInt {
        await program.run(
            arguments, output: { text in self.lines.withLock { $0.output.append(text) } },
            errors: { text in self.lines.withLock { $0.errors.append(text) } })
    }
}

/// The same numbers on each run (Knuth's MMIX generator).
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 33
    }
}
