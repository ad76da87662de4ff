import AgentRuntime
import FoundationEssentials
import HTTPClient
import LanguageModels
import Process
import Storage
import SupportDesk
import Synchronization
import Telemetry

/// The language models of a desk: each server with its circuit breaker, and a chain over them for each model's name.
final class DeskModels: Sendable {
    /// A server, shared by all chains.
    private struct Station: Sendable {
        let name: String
        let settings: LanguageSettings.Server
        let server: ModelServer
        let breaker: CircuitBreaker
        let quota: SharedQuota
        let failures: RecurringFailure
    }

    private let stations: [Station]
    private let settings: LanguageSettings
    private let client: WebClient
    private let metrics: ModelMetrics?
    private let ledger: (any SpendingLedger)?
    private let chains = Mutex<[String: ModelChain]>([:])

    /// - Parameter ledger: where spending is kept; `nil` where nothing is.
    /// - Returns: `nil` where no language model is set.
    /// - Throws: `HTTPError` for certificates that can't be read.
    init?(
        _ settings: LanguageSettings, ledger: (any SpendingLedger)?, metrics: Metrics?, logger: Logger
    ) throws {
        guard !settings.servers.isEmpty else { return nil }
        self.settings = settings
        self.ledger = ledger
        var options = WebClientOptions()
        options.caFile = settings.caFile
        let client = try WebClient(options)
        self.client = client
        var stations: [Station] = []
        for server in settings.servers {
            let isTaken = stations.contains { $0.name == server.model }
            let name = isTaken ? "\(server.model) (second)" : server.model
            let account = stations.first {
                $0.settings.url == server.url && $0.settings.key?.reveal() == server.key?.reveal()
            }
            stations.append(
                Station(
                    name: name, settings: server,
                    server: ModelServer(baseURL: server.url, key: server.key?.reveal(), client: client),
                    breaker: CircuitBreaker(), quota: account?.quota ?? SharedQuota(),
                    failures: RecurringFailure(
                        "Language model failed", over: "Language model answers again", level: .warning,
                        logger: logger.with(["model": .string(name)]))))
        }
        self.stations = stations
        self.metrics = metrics.map { metrics in
            ModelMetrics(metrics, breakers: stations.map { (model: $0.name, breaker: $0.breaker) })
        }
    }

    /// How language models answer for the desk.
    func agentSettings(journals: (any RunJournals)?) -> LanguageModelSettings {
        var language = LanguageModelSettings(model: { [self] in chain(for: $0) })
        language.journals = journals
        language.clocks = settings.clocks
        language.budget = RunBudget(maxTokens: settings.maxRunTokens)
        language.request.maxOutputTokens = settings.maxOutputTokens
        return language
    }

    /// Each server's circuit breaker, by the model's name.
    var states: [(model: String, state: String)] {
        stations.map { station in
            let state =
                switch station.breaker.state {
                case .closed: "closed"
                case .open: "open"
                case .halfOpen: "half_open"
                }
            return (station.name, state)
        }
    }

    func close() async { await client.shutdown() }

    /// - Parameter name: another model at the first server; `nil` for the one that is set.
    private func chain(for name: String?) -> any Model {
        chains.withLock { chains in
            if let chain = chains[name ?? ""] { return chain }
            let chain = ModelChain(
                stations.enumerated().map { index, station in
                    link(station, model: index == 0 ? name : nil, isLast: index == stations.count - 1)
                }, ledger: ledger, metrics: metrics)
            chains[name ?? ""] = chain
            return chain
        }
    }

    private func link(_ station: Station, model: String?, isLast: Bool) -> ModelChain.Link {
        var options = OpenAIModelOptions(model: model ?? station.settings.model, wire: station.settings.wire)
        options.prices = station.settings.prices
        options.defaults.reasoningEffort = station.settings.reasoningEffort
        options.knowsRequiredTools = station.settings.toolChoice == .required
        if station.settings.isOpenAI { options.maxTokensMember = .maxCompletionTokens }
        options.writesNullContent = station.settings.isOpenAI
        return ModelChain.Link(
            OpenAIModel(server: station.server, options: options, name: model ?? station.name),
            breaker: station.breaker, quota: station.quota, timeShare: isLast ? 1 : 0.6, failures: station.failures)
    }
}

extension DeskStores {
    /// The language models of the settings, with the company's budget; `nil` where there are none.
    func models(
        _ settings: DeskSettings, _ company: Company, _ metrics: Metrics?, _ logger: Logger
    ) throws -> DeskModels? {
        let ledger = DeskLedger(
            spending: SQLModelSpending(desk), limits: { company.workspace.budget.limits }, logger: logger)
        do { return try DeskModels(settings.language, ledger: ledger, metrics: metrics, logger: logger) } catch {
            throw StartError("the language models can't be asked: \(error)")
        }
    }
}
