import Foundation
import Glibc

/// A visitor's program: each request on a connection of its own. Calls block, for at most half a minute.
struct DeskClient {
    let port: Int

    struct Answer {
        let status: Int
        let headers: [String: String]
        let body: Data

        func decoded<Value: Decodable>(_: Value.Type) throws -> Value {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(Value.self, from: body)
        }
    }

    enum Failure: Error {
        case notConnected(Int32)
        case timedOut
        case brokenOff(after: String)
    }

    func get(_ path: String, headers: [String: String] = [:]) throws -> Answer {
        try Connection(port).exchange("GET", path, headers: headers)
    }

    func post(_ path: String, _ fields: [String: String], key: String? = nil) throws -> Answer {
        var headers = ["Content-Type": "application/json"]
        if let key { headers["Idempotency-Key"] = key }
        return try Connection(port).exchange("POST", path, headers: headers, body: JSONEncoder().encode(fields))
    }

    // MARK: The form and the ticket's page

    static let form = [
        "name": "Ada Byron", "email": "ada@example.com", "subject": "A question", "category": "technical",
        "message": "How do I reset my password?",
    ]

    func submit(_ changes: [String: String] = [:], key: String? = nil) throws -> Receipt {
        try post("/support/submit", Self.form.merging(changes) { $1 }, key: key).decoded(Receipt.self)
    }

    func reply(_ message: String, to ticket: String) throws -> Receipt {
        try post("/support/ticket/\(ticket)/replies", ["message": message]).decoded(Receipt.self)
    }

    func ticket(_ id: String) throws -> TicketPage {
        try get("/support/ticket/\(id)").decoded(TicketPage.self)
    }

    /// Watches a ticket's page until it is as wanted.
    @discardableResult
    func ticket(_ id: String, until isAsWanted: (TicketPage) -> Bool) throws -> TicketPage {
        let events = try watch(id)
        while true {
            let page = try ticket(id)
            if isAsWanted(page) { return page }
            _ = try events.next()
        }
    }

    func watch(_ id: String) throws -> EventReader { try EventReader(Connection(port), "/support/ticket/\(id)/events") }
}

struct Receipt: Decodable {
    let ticketId: String
    let reference: String
    let message: String
    let estimatedResponseTime: String
}

struct TicketPage: Decodable {
    struct Message: Decodable {
        let id: String
        let role: String
        let content: String
    }

    let ticketId: String
    let status: String
    let waitingOn: String?
    let messages: [Message]

    func count(of role: String) -> Int { messages.count { $0.role == role } }
}

/// The events of a ticket's page as they come.
final class EventReader {
    private let connection: Connection

    init(_ connection: Connection, _ path: String) throws {
        self.connection = connection
        connection.send(Connection.head("GET", path, headers: ["Accept": "text/event-stream"]))
        _ = try connection.read(upTo: "\r\n\r\n")
    }

    /// The name of the next event; `nil` once the server has ended the stream.
    func next() throws -> String? {
        while let line = try? connection.read(upTo: "\n") {
            if line.hasPrefix("event: ") {
                return String(line.dropFirst("event: ".count)).trimmingCharacters(in: .whitespacesAndNewlines)
            }
        }
        if connection.hasTimedOut { throw DeskClient.Failure.timedOut }
        return nil
    }
}

/// One connection, which may send a request in pieces.
final class Connection {
    private let descriptor: Int32
    private var received: [UInt8] = []
    private(set) var hasTimedOut = false

    init(_ port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var timeout = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw DeskClient.Failure.notConnected(errno) }
    }

    deinit { close(descriptor) }

    static func head(_ method: String, _ path: String, headers: [String: String]) -> String {
        var lines = ["\(method) \(path) HTTP/1.1"]
        if headers["Host"] == nil { lines.append("Host: localhost") }
        lines += headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return lines.joined(separator: "\r\n") + "\r\n\r\n"
    }

    func exchange(
        _ method: String, _ path: String, headers: [String: String], body: Data? = nil
    ) throws -> DeskClient.Answer {
        var headers = headers
        headers["Connection"] = "close"
        if let body { headers["Content-Length"] = String(body.count) }
        send(Self.head(method, path, headers: headers))
        if let body { send(String(decoding: body, as: UTF8.self)) }
        return try answer()
    }

    func send(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads one answer; its length must be stated.
    func answer() throws -> DeskClient.Answer {
        let lines = try read(upTo: "\r\n\r\n").components(separatedBy: "\r\n")
        let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers[line[..<colon].lowercased()] = value
        }
        let length = headers["content-length"].flatMap { Int($0) } ?? 0
        while received.count < length { try receive() }
        let body = Data(received.prefix(length))
        received.removeFirst(length)
        return DeskClient.Answer(status: status, headers: headers, body: body)
    }

    func read(upTo marker: String) throws -> String {
        let bytes = Array(marker.utf8)
        while true {
            if let range = received.firstRange(of: bytes) {
                defer { received.removeSubrange(..<range.upperBound) }
                return String(decoding: received[..<range.upperBound], as: UTF8.self)
            }
            try receive()
        }
    }

    private func receive() throws {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0 {
            hasTimedOut = errno == EAGAIN
            throw hasTimedOut
                ? DeskClient.Failure.timedOut : .brokenOff(after: String(decoding: received, as: UTF8.self))
        }
        guard count > 0 else { throw DeskClient.Failure.brokenOff(after: String(decoding: received, as: UTF8.self)) }
        received += buffer[..<count]
    }
}
