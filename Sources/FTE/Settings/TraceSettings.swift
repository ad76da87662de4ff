import Foundation
import HTTPClient
import Process

/// Where traces go besides the database.
struct TraceSettings {
    /// Up to and without `/v1/traces`; `nil` exports nothing.
    let endpoint: String?
    let headers: [(name: String, value: String)]
    let withContents: Bool

    private static let path = "/v1/traces"

    init(_ settings: Settings) {
        let address = settings.string(
            "traces.endpoint", aliases: ["OTEL_EXPORTER_OTLP_ENDPOINT"],
            doc:
                "A collector that takes OTLP over HTTP in JSON, without /v1/traces; nothing is exported where it isn't set."
        )
        if let address, !address.hasPrefix("http://"), !address.hasPrefix("https://") {
            settings.reject("traces.endpoint", "must begin with https:// or http://")
        }
        endpoint = address.map { address in
            let base = address.hasSuffix("/") ? String(address.dropLast()) : address
            return base.hasSuffix(Self.path) ? String(base.dropLast(Self.path.count)) : base
        }
        let written = settings.secret(
            "traces.headers", aliases: ["OTEL_EXPORTER_OTLP_HEADERS"],
            doc: "Headers for the collector, as name=value, with commas between them; values may be percent-coded.")
        var headers: [(name: String, value: String)] = []
        for part in written?.reveal().split(separator: ",") ?? [] where !part.allSatisfy(\.isWhitespace) {
            if let header = Self.header(part) {
                headers.append(header)
            } else {
                settings.reject("traces.headers", "must be name=value, with commas between, each fit to be a header")
            }
        }
        self.headers = headers
        withContents = settings.bool(
            "traces.contents", default: false,
            doc: "Whether exported traces hold what was said: tools' arguments and outputs, masked.")
    }

    /// - Returns: `nil` for what can't be sent, and for what frames the message and is not the operator's to say.
    private static func header(_ text: Substring) -> (name: String, value: String)? {
        let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard sides.count == 2, let value = String(sides[1]).removingPercentEncoding else { return nil }
        let name = sides[0].split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var headers = HTTPHeaders()
        headers.append(name, value)
        guard headers.flaw == nil, let field = headers.all.first else { return nil }
        let own = ["content-length", "content-type", "transfer-encoding", "connection", "expect"]
        return own.contains(name.lowercased()) ? nil : field
    }
}
