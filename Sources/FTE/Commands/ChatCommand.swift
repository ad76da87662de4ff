import AgentRuntime
import Foundation
import Process
import SQL
import Storage
import SupportDesk
import Telemetry

/// `fte chat`: talks to the agent in the terminal. Nothing is kept.
enum ChatCommand {
    static let command = Command(
        "chat", summary: "Talk to the agent in the terminal; tools are shown as they are used.",
        discussion: """
            Everything a message causes happens as it would for a customer, in a database in memory that ends with the \
            conversation. An empty line, `exit` or Ctrl-D ends it.
            """,
        options: [
            Command.Option(
                "channel", .choice(Channel.allCases.map(\.rawValue)), help: "How replies look.",
                default: Channel.webForm.rawValue),
            Command.Option("name", help: "Who the agent takes you for.", default: "Alex Doe"),
        ],
        examples: [Command.Example("fte chat --workspace workspaces/techcorp --channel whatsapp", "as by WhatsApp")]
    ) { invocation in
        let settings = try DeskSettings(invocation)
        let logger = settings.log.logger
        let stores = try await DeskStores.inMemory()
        let company = Company(
            try Company.load(settings), settings, stores: stores,
            logger: Logger(level: .warning, sink: .standardError(format: settings.log.format)))
        try await company.prepare()
        let models = try stores.models(settings, company, nil, logger)
        let agent = DeskWorker.agent(settings, company: company, stores: stores, models: models)
        let channel = invocation.string("channel").flatMap(Channel.init(rawValue:)) ?? .webForm
        let chat = Chat(
            agent: agent, stores: stores, prefix: company.workspace.ticketReferencePrefix, channel: channel,
            name: invocation.string("name") ?? "", logger: logger)
        Console.output("\(company.workspace.profile.name) support, by \(channel.displayName). An empty line ends it.")
        try await chat.run()
        await models?.close()
        await stores.close()
    }
}

/// One conversation in the terminal.
private struct Chat {
    let agent: SupportAgent
    let stores: DeskStores
    let prefix: String
    let channel: Channel
    let name: String
    let logger: Logger

    func run() async throws {
        let queue = SQLWorkQueue(stores.desk, referencePrefix: prefix)
        let figures = SQLDeskFigures(stores.desk)
        let intake = SQLIntake(
            stores.desk, referencePrefix: prefix,
            backlog: Backlog(figures: figures, limit: 1000, now: { Date() }))
        var link: TicketLink?
        while let line = prompt() {
            let key = ID<InboundMessage>(stores.desk.ids.unguessable()).description
            if let link {
                _ = try await intake.receiveReply(
                    PageReply(key: key, digest: key, content: line, channel: channel), to: link)
            } else {
                let message = InboundMessage(
                    channel: channel, channelMessageID: key, digest: key, email: EmailAddress("chat@example.com"),
                    name: name, identity: .claimed, content: line)
                link = try await intake.accept(message).link
            }
            for work in try await queue.claim(upTo: 1, for: .current).work {
                let outcome = try await agent.respond(to: work, covering: work.pending, hooks: ChatHooks())
                try await queue.commit(outcome, under: work.claim)
                Console.output("\n\(outcome.reply?.content ?? "(no reply)")\n")
            }
        }
    }

    private func prompt() -> String? {
        FileHandle.standardOutput.write(Data("> ".utf8))
        guard let line = readLine()?.trimmed, !line.isEmpty, line != "exit" else { return nil }
        return line
    }
}

/// Shows what the agent does while it does it.
private struct ChatHooks: RunHooks {
    func handedOff(from agent: String, to next: String) async {
        Console.output("  · \(agent.printable) hands over to \(next.printable)")
    }

    func agentEnded(_ agent: String, _ ending: RunEnding?) async {
        guard let ending, !ending.isComplete else { return }
        Console.output("  · \(agent.printable) came to no answer: \(ending.label); the built-in model answers")
    }

    func guardrailEnded(_ record: GuardrailRecord) async {
        if record.isTripped { Console.output("  · guardrail \(record.name.printable) tripped") }
    }

    func toolEnded(_ record: ToolCallRecord) async {
        let took = (record.duration / .milliseconds(1)).formatted(.number.precision(.fractionLength(1)))
        let outcome = record.failure == nil ? "" : "  failed: \(record.output.printable)"
        Console.output("  · \(record.name) \(record.arguments.printable) (\(took) ms)\(outcome)")
    }
}
