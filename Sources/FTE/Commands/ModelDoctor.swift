import Formats
import HTTPClient
import LanguageModels
import Process
import SupportDesk

/// Asks each language model's server for its list of models: free, and it shows address, certificate, key and name.
struct ModelDoctor {
    let settings: LanguageSettings
    let budget: Budget?

    func check(_ report: inout DoctorReport) async {
        guard !settings.servers.isEmpty else {
            return report.pass("language models", "none is set; the built-in model answers alone")
        }
        let client: WebClient
        do {
            var options = WebClientOptions()
            options.caFile = settings.caFile
            client = try WebClient(options)
        } catch {
            return report.fail("language models", "\(error)", "Mend model.ca_file.")
        }
        for server in settings.servers { await check(server, client, &report) }
        await client.shutdown()
    }

    private func check(_ server: LanguageSettings.Server, _ client: WebClient, _ report: inout DoctorReport) async {
        let part = "language model \(server.model)"
        var limits = HTTPRequest.Limits()
        limits.deadline = .now + .seconds(10)
        limits.maxBodyBytes = 4 << 20
        var headers: HTTPHeaders = ["Accept": "application/json"]
        if let key = server.key { headers.append("Authorization", "Bearer \(key.reveal())") }
        let address = server.url.hasSuffix("/") ? server.url + "models" : server.url + "/models"
        do {
            let (head, body) = try await client.collect(HTTPRequest(.get, address, headers: headers, limits: limits))
            read(head.status, body, of: server, part, &report)
        } catch {
            report.fail(
                part, "\(server.url): \((error as? HTTPError)?.description ?? "no answer")",
                "Check model.url, the network, and model.ca_file for a private certificate.")
        }
        let hasLimit = budget.map { $0.dailyUSD ?? $0.monthlyUSD ?? $0.perConversationUSD } ?? nil
        if server.prices == nil, hasLimit != nil {
            report.warn(part, "no prices are set, so the workspace's budget does not hold it back")
        }
    }

    private func read(
        _ status: Int, _ body: [UInt8], of server: LanguageSettings.Server, _ part: String,
        _ report: inout DoctorReport
    ) {
        switch status {
        case 200:
            let names = (try? JSONValue(parsing: body))?["data"]?.array?.compactMap { $0["id"]?.string } ?? []
            if names.isEmpty || names.contains(server.model) {
                report.pass(part, "\(server.url) answers, asked by \(server.wire.rawValue)")
            } else {
                report.warn(part, "\(server.url) answers but does not list this model; it lists \(Self.some(names))")
            }
        case 401, 403:
            report.fail(part, "\(server.url) does not accept the key (\(status)).", "Set model.key (OPENAI_API_KEY).")
        case 404, 405: report.warn(part, "\(server.url) is there but lists no models; its key could not be checked")
        default: report.fail(part, "\(server.url) answers \(status).", "Look at that server, or try again later.")
        }
    }

    private static func some(_ names: [String]) -> String {
        let others = names.count > 5 ? " and \(names.count - 5) more" : ""
        return names.prefix(5).map(\.printable).joined(separator: ", ") + others
    }
}
