import HTTPServer
package import SupportDesk

/// What a private route asks of a key.
package typealias NeededScope = Scope

/// Decides who may call what: the host a request names, and the key it shows.
package struct AccessGuard: Sendable {
    private let keys: any APIKeys
    private let digest: @Sendable (String) -> String
    /// Names, besides those of this machine, that the server answers to.
    private let hosts: Set<String>
    /// The development setting: direct local GETs read private endpoints without a key.
    private let trustsLocalReads: Bool

    package init(
        keys: any APIKeys, hosts: Set<String>, trustsLocalReads: Bool, digest: @escaping @Sendable (String) -> String
    ) {
        self.keys = keys
        self.hosts = Set(hosts.map { $0.lowercased() }).union(["localhost", "127.0.0.1", "[::1]"])
        self.trustsLocalReads = trustsLocalReads
        self.digest = digest
    }

    /// Refuses a name that was made to point at us, which is how a foreign page would reach a local server.
    func checkHost(of request: Request) throws(Problem) {
        guard let host = request.headers["Host"] else { return }
        guard hosts.contains(Self.name(of: host).lowercased()) else {
            throw Problem(
                421, "Misdirected request",
                "This server does not answer to that name. Its names are set by server.hosts.")
        }
    }

    func checkKey(of request: Request, for scope: Scope) async throws {
        if trustsLocalReads, isDirectLocalRead(request) { return }
        guard let shown = Self.key(in: request.headers) else {
            throw Problem(
                401, "Key needed", "Send an API key as 'Authorization: Bearer …'.",
                headers: ["WWW-Authenticate": "Bearer"])
        }
        guard let key = try await keys.key(withDigest: digest(shown)) else {
            throw Problem(401, "Unknown key", "This API key is not valid.", headers: ["WWW-Authenticate": "Bearer"])
        }
        guard key.scopes.contains(scope) else {
            throw Problem(403, "Key not sufficient", "This needs a key with the scope '\(scope.rawValue)'.")
        }
    }

    /// A GET typed on this machine: no proxy has passed it on and no web page has sent it.
    private func isDirectLocalRead(_ request: Request) -> Bool {
        guard request.method == .get || request.method == .head, request.version == .http11,
            request.remoteAddress.isLoopback
        else { return false }
        return !request.headers.all.contains { Self.tellsOfOthers($0.name.lowercased()) }
    }

    /// Whether a header says that a proxy passed the request on, or a web page sent it.
    private static func tellsOfOthers(_ header: String) -> Bool {
        header.hasPrefix("x-forwarded")
            || ["origin", "forwarded", "via", "x-real-ip", "x-client-ip", "cf-connecting-ip", "true-client-ip"]
                .contains(header)
    }

    private static func key(in headers: Headers) -> String? {
        if let key = headers["X-API-Key"] { return key }
        guard let value = headers["Authorization"], value.lowercased().hasPrefix("bearer ") else { return nil }
        return value.dropFirst("bearer ".count).trimmed
    }

    /// The host without its port.
    private static func name(of host: String) -> String {
        if host.hasPrefix("["), let end = host.firstIndex(of: "]") { return String(host[...end]) }
        return String(host.prefix { $0 != ":" })
    }
}
