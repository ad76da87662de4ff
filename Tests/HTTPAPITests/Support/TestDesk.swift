import Channels
import FoundationEssentials
import HTTPAPI
import HTTPServer
import SQL
import Storage
import SupportDesk
import Telemetry
import Testing

/// The API over a database in memory, with the program's own pages.
struct TestDesk {
    let api: DeskAPI
    let tickets: any TicketPages

    static let folder =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/web"

    /// - Parameter intake: takes the place of the one that stores.
    /// - Parameter tickets: takes the place of the stored ones.
    init(
        intake: (any Intake)? = nil, tickets: (any TicketPages)? = nil, isOpen: Bool = true,
        passages: [Passage] = []
    ) async throws {
        let database = try await SQLiteDatabase.inMemory()
        _ = try await DeskSchema.migrator.migrate(database)
        let ids = IDSource(ordered: { UUID() }, unguessable: { UUID() }, bits: { UInt64.random(in: 0 ... .max) })
        let desk = DeskDatabase(database: database, ids: ids)
        try await SQLWorkspaces(desk).record(name: "Fig & Co", channels: [])
        let figures = SQLDeskFigures(desk)
        let stored = SQLTicketPages(desk)
        self.tickets = tickets ?? stored
        let pages = try SupportPages(
            folder: Self.folder,
            company: { .init(name: "Fig & Co", product: "Fig", privacyURL: "/privacy", language: "en-GB") },
            newKey: { UUID().uuidString })
        let support = SupportRoutes(
            intake: intake
                ?? SQLIntake(
                    desk, referencePrefix: "TC",
                    backlog: Backlog(figures: figures, limit: 1_000, now: { .distantFuture })),
            form: SupportForm(newKey: { UUID().uuidString }, digest: { $0 }), tickets: self.tickets,
            live: LiveTickets(tickets: self.tickets, wakeUps: NoWakeUps(), logger: .silent),
            estimate: WaitEstimate(figures: figures), pages: pages, isOpen: { isOpen })
        api = DeskAPI(
            routes: support.routes + GuideRoutes(passages: { passages }, pages: pages).routes,
            access: AccessGuard(keys: SQLAPIKeys(desk), hosts: [], trustsLocalReads: false, digest: { $0 }),
            assets: try PageAssets(folder: Self.folder + "/assets", tag: { String($0.count) }), pages: pages,
            logger: .silent, metrics: Metrics(), tracer: .silent)
    }

    func get(_ path: String, accept: String = "text/html") async throws -> Answer {
        try await answer(Request(.get, target(path), headers: ["Host": "localhost", "Accept": accept]))
    }

    /// Sends a page's form as a browser without script does.
    func post(_ path: String, _ fields: KeyValuePairs<String, String>) async throws -> Answer {
        let body = fields.map { "\($0.key)=\($0.value.formEncoded)" }.joined(separator: "&")
        return try await answer(
            Request(
                .post, target(path),
                headers: [
                    "Host": "localhost", "Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded",
                ], body: Array(body.utf8)))
    }

    private func answer(_ request: Request) async throws -> Answer {
        let response = await api.respond(to: request)
        guard case .bytes(let bytes) = response.body else { return Answer(response: response, text: "") }
        return Answer(response: response, text: String(decoding: bytes, as: UTF8.self))
    }

    private func target(_ path: String) throws -> RequestTarget {
        guard let target = RequestTarget(path) else { throw BadPath(path: path) }
        return target
    }

    private struct BadPath: Error { let path: String }
}

/// A response and its body as text.
struct Answer: CustomTestStringConvertible {
    let response: Response
    let text: String

    var status: Int { response.status.code }
    var testDescription: String { "\(status) \(text.prefix(200))" }
    func header(_ name: String) -> String? { response.headers[name] }

    /// The value of an attribute of the first element that has this id or name.
    func value(of name: String) -> String? {
        guard let element = text.firstRange(of: "name=\"\(name)\""),
            let start = text[element.upperBound...].firstRange(of: "value=\""),
            let end = text[start.upperBound...].firstIndex(of: "\"")
        else { return nil }
        return String(text[start.upperBound..<end])
    }
}

/// A program in which nothing happens by itself.
struct NoWakeUps: WakeUps {
    func wakeUps() -> AsyncStream<Void> { AsyncStream { $0.finish() } }
}

/// An intake that takes nothing.
struct RefusingIntake: Intake {
    let error: any Error

    func accept(_ message: InboundMessage) async throws -> IntakeReceipt { throw error }
    func receiveReply(_ reply: PageReply, to link: TicketLink) async throws -> IntakeReceipt { throw error }
}

/// One ticket, whatever the link.
struct OneTicket: TicketPages {
    let view: TicketView

    func ticket(at link: TicketLink) async throws -> TicketView? { view }
    func lastChanges(of links: [TicketLink]) async throws -> [TicketLink: Date] { [:] }
}

extension String {
    /// As `application/x-www-form-urlencoded` has it.
    fileprivate var formEncoded: String {
        utf8.map { byte in
            let isPlain =
                byte < 0x80 && (Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber)
            let hex = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (hex.count < 2 ? "0" + hex : hex)
        }.joined()
    }
}
