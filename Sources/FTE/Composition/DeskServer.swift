import Channels
import Crypto
import EventBus
import FoundationEssentials
import HTTPAPI
import HTTPServer
import Storage
import SupportDesk
import Telemetry

/// The HTTP half: routes over the stores, and the server they run on.
struct DeskServer {
    let server: Server
    let live: LiveTickets

    init(
        _ settings: DeskSettings, stores: DeskStores, company: Company, readiness: Readiness, models: DeskModels?,
        metrics: Metrics, tracer: Tracer, logger: Logger
    ) throws {
        let web = try Installation.root() + "/web"
        let now: @Sendable () -> Date = { Date() }
        let figures = SQLDeskFigures(stores.desk)
        let tickets = SQLTicketPages(stores.desk)
        let ids = stores.desk.ids
        let intake = SQLIntake(
            stores.desk, referencePrefix: company.workspace.ticketReferencePrefix,
            backlog: Backlog(figures: figures, limit: settings.queue.maxBacklog, now: now))
        live = LiveTickets(
            tickets: tickets, wakeUps: DatabaseWakeUps(stores.database, channel: .changes), logger: logger)
        let form = SupportForm(
            newKey: { ID<InboundMessage>(ids.unguessable()).description }, digest: { SHA256.digest(of: $0).hex })
        let pages = try SupportPages(
            folder: web, company: { SupportPages.Company(company.workspace) },
            newKey: { ID<InboundMessage>(ids.unguessable()).description })
        let support = SupportRoutes(
            intake: intake, form: form, tickets: tickets, live: live, estimate: WaitEstimate(figures: figures),
            pages: pages, isOpen: { company.workspace.style(of: .webForm).isEnabled })
        let records = RecordRoutes(records: SQLConversationRecords(stores.desk), figures: figures, now: now)
        let health = HealthRoutes(
            probe: HealthRoutes.Probe(
                isReady: { await readiness.isReady() }, channels: { company.workspace.channelHealth },
                models: { models?.states ?? [] }),
            metrics: metrics, now: now)
        let api = DeskAPI(
            routes: support.routes + records.routes + health.routes + WebhookRoutes().routes
                + GuideRoutes(passages: { company.knowledge.index.passages }, pages: pages).routes,
            access: AccessGuard(
                keys: SQLAPIKeys(stores.desk), hosts: Set(settings.server.hosts),
                trustsLocalReads: settings.environment.kind == .development,
                digest: { SecureToken.hash(of: $0).hex }),
            assets: try PageAssets(folder: "\(web)/assets", tag: { SHA256.digest(of: $0).hex }), pages: pages,
            logger: logger, metrics: metrics, tracer: tracer)
        server = Server(
            ServerConfiguration(settings.server),
            hooks: ServerHooks(
                bodyLimit: { api.bodyLimit(of: $0) }, render: \.problemResponse,
                observe: ServerObserver(metrics: metrics, logger: logger).observe),
            handler: { await api.respond(to: $0) })
    }
}

extension ServerConfiguration {
    init(_ settings: ServerSettings) {
        self.init()
        host = settings.host
        port = settings.port
        loops = settings.loops
        drainTimeout = settings.drainTime
    }
}

extension SupportPages.Company {
    init(_ workspace: Workspace) {
        self.init(
            name: workspace.profile.name, product: workspace.profile.product,
            privacyURL: workspace.profile.privacyPolicy, language: workspace.languages[0])
    }
}

extension Workspace {
    /// The form is the one channel there is; it works as long as the database does.
    var channelHealth: [Channel: HealthRoutes.ChannelHealth] {
        [.webForm: style(of: .webForm).isEnabled ? .active : .disabled]
    }
}

extension Tracer {
    /// Ended spans are exported, and lines of the log at its lowest level, tied to the others by their trace.
    init(loggingTo logger: Logger, _ exporter: TraceExporter?) {
        self.init(record: { span in
            exporter?.add(span)
            guard logger.level <= .debug else { return }
            logger.with(span.logMetadata).with(span.attributes).debug(
                "Span ended",
                metadata: [
                    "span": .string(span.name),
                    "duration": .duration(.seconds((span.end ?? span.start).timeIntervalSince(span.start))),
                ])
        })
    }
}
