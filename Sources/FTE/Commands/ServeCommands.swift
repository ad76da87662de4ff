import EventBus
import Foundation
import HTTPAPI
import HTTPServer
import Process
import Storage
import SupportDesk
import Telemetry

/// `fte serve`, and its halves `fte api` and `fte worker`.
enum ServeCommands {
    static let serve = Command(
        "serve", summary: "Run everything in one process: pages, API and worker.",
        discussion: "SIGTERM or Ctrl-C finishes what was begun and stops; a second one stops at once.",
        options: CommonOptions.server,
        examples: [Command.Example("fte serve --port 8080", "the demo company on http://localhost:8080")]
    ) { try await DeskProcess(parts: [.api, .worker], $0).run() }

    static let api = Command(
        "api", summary: "Run the pages and the API alone; `fte worker` answers.",
        discussion: "Any number of processes may share one database.", options: CommonOptions.server
    ) { try await DeskProcess(parts: [.api], $0).run() }

    static let worker = Command(
        "worker", summary: "Answer messages, without pages or API.",
        discussion: "Any number of processes may share one database."
    ) { try await DeskProcess(parts: [.worker], $0).run() }
}

/// One running desk, or half of one.
struct DeskProcess {
    enum Part { case api, worker }

    let parts: Set<Part>
    let invocation: Invocation

    init(parts: Set<Part>, _ invocation: Invocation) {
        self.parts = parts
        self.invocation = invocation
    }

    func run() async throws {
        let signals = StopSignals.take()
        ProcessLimits.raiseOpenFiles()
        let settings = try DeskSettings(invocation)
        let logger = settings.log.logger
        for warning in settings.warnings {
            logger.warning("Setting not known", metadata: ["problem": .string(warning)])
        }
        // Both take most of the start, and neither needs the other.
        async let opened = DeskStores.open(settings, logger: logger)
        async let loaded = Company.load(settings)
        let stores = try await opened
        let company = Company(try await loaded, settings, stores: stores, logger: logger)
        async let prepared: Void = company.prepare()
        let metrics = Metrics()
        let models = parts.contains(.worker) ? try stores.models(settings, company, metrics, logger) : nil
        let agent =
            parts.contains(.worker)
            ? DeskWorker.agent(settings, company: company, stores: stores, models: models) : nil
        try await prepared
        metrics.addProcessMetrics()
        stores.addMetrics(to: metrics)

        let readiness = Readiness(
            isDatabaseThere: { try await stores.checkDatabase() },
            hasKnowledge: { !company.knowledge.index.passages.isEmpty })
        let watch = CompanyWatch(
            company: company, changes: DatabaseWakeUps(stores.database, channel: .knowledge), pause: .seconds(2),
            logger: logger)
        var services: [any Service] = [BackgroundService("company") { await watch.run() }]
        let exporter = try TraceExporter(settings.traces, metrics: metrics, logger: logger)
        if let exporter { services.append(BackgroundService("trace exporter") { await exporter.run() }) }
        if let agent {
            company.tellOfChanges(agent.use)
            services.append(
                ProcessorService(
                    processor: DeskWorker.processor(
                        settings, agent: agent, stores: stores, company: company, metrics: metrics, logger: logger,
                        exporter: exporter)))
            let retention = RetentionService(
                stores, days: { company.workspace.retentionDays }, metrics: metrics, logger: logger)
            services.append(BackgroundService("retention") { await retention.run() })
        }
        if parts.contains(.api) {
            let desk = try DeskServer(
                settings, stores: stores, company: company, readiness: readiness, models: models, metrics: metrics,
                tracer: Tracer(loggingTo: logger, exporter), logger: logger)
            services.append(BackgroundService("live tickets") { await desk.live.run() })
            services.append(
                HTTPService(
                    server: desk.server, drainDelay: settings.server.drainDelay,
                    drainTime: settings.server.drainTime, stopping: readiness.stop,
                    started: { Announcement.listening(at: $0, settings) }))
            try await Announcement.firstKey(stores)
        }
        let meter = BacklogMeter(figures: SQLDeskFigures(stores.desk), metrics: metrics, logger: logger)
        services.append(BackgroundService("backlog meter") { await meter.run() })
        let group = ServiceGroup(
            services, drainTime: settings.server.drainDelay + settings.server.drainTime + .seconds(5), logger: logger)
        let result = await Result { try await group.run(until: signals) }
        await models?.close()
        await stores.close()
        try result.get()
    }
}

extension Result where Failure == any Error, Success == Void {
    fileprivate init(_ body: () async throws -> Void) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

extension LogSettings {
    var logger: Logger { Logger(level: level, sink: .standardError(format: format)) }
}
