import Process

/// Where traces go besides the database.
struct TraceSettings {
    /// `nil` exports nothing.
    let endpoint: String?
    let headers: [(name: String, value: String)]
    let withContents: Bool

    init(_ settings: Settings) {
        let address = settings.string(
            "traces.endpoint", aliases: ["OTEL_EXPORTER_OTLP_ENDPOINT"],
            doc:
                "A collector that takes OTLP over HTTP in JSON, without /v1/traces; nothing is exported where it isn't set."
        )
        endpoint = address.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        if let address, !address.hasPrefix("http://"), !address.hasPrefix("https://") {
            settings.reject("traces.endpoint", "must begin with https:// or http://")
        }
        let written = settings.secret(
            "traces.headers", aliases: ["OTEL_EXPORTER_OTLP_HEADERS"],
            doc: "Headers for the collector, as name=value, with commas between them.")
        var headers: [(name: String, value: String)] = []
        for part in written?.reveal().split(separator: ",") ?? [] {
            let sides = part.split(separator: "=", maxSplits: 1).map { String($0.trimmingPrefix { $0 == " " }) }
            if sides.count == 2 {
                headers.append((sides[0], sides[1]))
            } else {
                settings.reject("traces.headers", "must be name=value, with commas between")
            }
        }
        self.headers = headers
        withContents = settings.bool(
            "traces.contents", default: false,
            doc: "Whether exported traces hold what was said: tools' arguments and outputs, masked.")
    }
}
