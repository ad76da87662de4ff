import AgentRuntime
import EventBus
import Storage
import SupportDesk
import Telemetry

/// The worker half: the agent, and the processor that brings it conversations.
enum DeskWorker {
    /// - Parameter models: the language models that are asked before the built-in one, if there are any.
    static func agent(
        _ settings: DeskSettings, company: Company, stores: DeskStores, models: DeskModels?
    ) -> SupportAgent {
        var options = SupportAgentSettings()
        options.languageModel = models?.agentSettings(journals: SQLRunJournals(stores.desk))
        options.run.timeLimit = settings.queue.timeLimit
        options.makeID = stores.desk.ids.ordered
        if let url = settings.server.publicURL { options.ticketURL = { "\(url)/tickets/\($0)" } }
        return SupportAgent(workspace: company.workspace, knowledge: { company.knowledge.index }, settings: options)
    }

    static func processor(
        _ settings: DeskSettings, agent: SupportAgent, stores: DeskStores, company: Company, metrics: Metrics,
        logger: Logger, exporter: TraceExporter?
    ) -> MessageProcessor {
        let queue = SQLWorkQueue(
            stores.desk, referencePrefix: company.workspace.ticketReferencePrefix, isGone: \.isKnownDead)
        return MessageProcessor(
            worker: .current, queue: queue, responder: agent,
            wakeUps: DatabaseWakeUps(stores.database, channel: .work),
            settings: MessageProcessor.Settings(
                width: settings.queue.width(withLanguageModels: !settings.language.servers.isEmpty)), clock: .system,
            logger: logger,
            figures: ProcessorFigures(metrics: metrics), traced: { exporter?.add($0) })
    }
}
