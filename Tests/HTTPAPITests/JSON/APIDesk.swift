import Channels
import Foundation
import HTTPAPI
import HTTPServer
import Storage
import SupportDesk
import Synchronization
import Telemetry
import TestSupport

/// The whole API on a desk whose ids and time are the same in each run.
struct APIDesk: Sendable {
    let desk: TestSupport.TestDesk
    let api: DeskAPI
    let metrics: Metrics

    /// What a test chooses of the API.
    struct Setting: Sendable {
        var desk = DeskSetting()
        var hosts: Set<String> = ["desk.example.com"]
        var trustsLocalReads = false
        var isReady = true
        var channels: [Channel: HealthRoutes.ChannelHealth] = [.webForm: .active]
        var isOpen = true
    }

    init(_ desk: TestSupport.TestDesk, _ setting: Setting) throws {
        self.desk = desk
        metrics = Metrics()
        let newKey: @Sendable () -> String = { desk.desk.ids.unguessable().uuidString.lowercased() }
        let now: @Sendable () -> Date = { desk.time.now }
        let pages = try SupportPages(
            folder: HTTPAPITests.TestDesk.folder,
            company: { .init(name: "TechCorp", product: "Desk", privacyURL: nil, language: "en") }, newKey: newKey)
        let support = SupportRoutes(
            intake: desk.intake, form: SupportForm(newKey: newKey, digest: { $0 }), tickets: desk.pages,
            live: LiveTickets(tickets: desk.pages, wakeUps: NoWakeUps(), logger: .silent),
            estimate: WaitEstimate(figures: desk.figures), pages: pages, isOpen: { setting.isOpen })
        let records = RecordRoutes(records: desk.records, figures: desk.figures, now: now)
        let health = HealthRoutes(
            probe: HealthRoutes.Probe(isReady: { setting.isReady }, channels: { setting.channels }), metrics: metrics,
            now: now)
        api = DeskAPI(
            routes: support.routes + records.routes + health.routes + WebhookRoutes().routes,
            access: AccessGuard(
                keys: desk.keys, hosts: setting.hosts, trustsLocalReads: setting.trustsLocalReads,
                digest: { "digest of \($0)" }),
            assets: try PageAssets(folder: HTTPAPITests.TestDesk.folder + "/assets", tag: { String($0.count) }),
            pages: pages, logger: .silent, metrics: metrics, tracer: .silent)
    }

    /// A request to this machine by name, as a program sends it.
    func request(
        _ method: HTTPServer.Method, _ path: String, headers: KeyValuePairs<String, String> = [:], body: [UInt8] = [],
        version: Request.Version = .http11, from address: RemoteAddress = .loopback
    ) async throws -> Answer {
        guard let target = RequestTarget(path) else { throw BadPath() }
        var fields = Headers(headers)
        if !fields.contains("Host") { fields.append("Host", "localhost:8000") }
        let response = await api.respond(
            to: Request(method, target, headers: fields, body: body, version: version, remoteAddress: address))
        guard case .bytes(let bytes) = response.body else { return Answer(response: response, text: "") }
        return Answer(response: response, text: String(decoding: bytes, as: UTF8.self))
    }

    func get(_ path: String, headers: KeyValuePairs<String, String> = [:]) async throws -> Answer {
        try await request(.get, path, headers: headers)
    }

    /// Reads as a program with a key that may read.
    func read(_ path: String) async throws -> Answer {
        try await get(path, headers: ["Authorization": "Bearer reader"])
    }

    func post(_ path: String, _ json: String, key: String? = nil) async throws -> Answer {
        try await post(path, bytes: Array(json.utf8), key: key)
    }

    func post(_ path: String, bytes: [UInt8], key: String? = nil) async throws -> Answer {
        if let key {
            return try await request(
                .post, path, headers: ["Content-Type": "application/json", "Idempotency-Key": key], body: bytes)
        }
        return try await request(.post, path, headers: ["Content-Type": "application/json"], body: bytes)
    }

    private struct BadPath: Error {}
}

/// Runs `body` with the API on an empty desk that knows one key, `reader`, which may read.
func withAPI(_ setting: APIDesk.Setting = APIDesk.Setting(), _ body: (APIDesk) async throws -> Void) async throws {
    try await DatabaseBackend.sqliteInMemory.withDesk(setting.desk) { desk in
        let key = APIKey(id: desk.desk.ids.new(), name: "reader", scopes: [.read])
        _ = try await desk.keys.createFirst(key, digest: "digest of reader")
        try await body(try APIDesk(desk, setting))
    }
}

/// A file kept beside the tests, in one line as the wire has it.
func expected(_ name: String) throws -> String {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Expected/"
    let text = try String(contentsOfFile: folder + name, encoding: .utf8)
    return text.split(separator: "\n").map { $0.trimmed }.joined()
}

/// A submission as programs send it.
let submission = """
    {"name": "Ana Pires", "email": "ana@example.com", "subject": "I can't sign in", "category": "technical", \
    "priority": "high", "message": "How do I reset my password?"}
    """
