import HTTPAPI
import HTTPServer
import SupportDesk
import TestSupport
import Testing

@Suite struct HealthTests {
    @Test func `health tells of each channel`() async throws {
        try await withAPI { api in
            let answer = try await api.get("/health")

            #expect(answer.status == 200)
            #expect(
                answer.text
                    == #"{"status":"healthy","timestamp":"2026-11-21T09:00:00.000Z","#
                    + #""channels":{"email":"disabled","whatsapp":"disabled","web_form":"active"}}"#)
        }
    }

    @Test(arguments: [(false, HealthRoutes.ChannelHealth.active), (true, .failing)])
    func `a process that isn't ready or has a failing channel is degraded`(
        isReady: Bool, form: HealthRoutes.ChannelHealth
    ) async throws {
        var setting = APIDesk.Setting()
        setting.isReady = isReady
        setting.channels = [.webForm: form]
        try await withAPI(setting) { api in
            let answer = try await api.get("/health")

            #expect(answer.text.hasPrefix(#"{"status":"degraded""#))
        }
    }

    @Test(arguments: [(true, 200, "ready"), (false, 503, "not ready")])
    func `being ready is told apart from being alive`(isReady: Bool, status: Int, word: String) async throws {
        var setting = APIDesk.Setting()
        setting.isReady = isReady
        try await withAPI(setting) { api in
            let ready = try await api.get("/health/ready")
            let live = try await api.get("/health/live")

            #expect(ready.status == status)
            #expect(ready.text == #"{"status":"\#(word)"}"#)
            #expect(live.status == 200)
            #expect(live.text == #"{"status":"alive"}"#)
        }
    }

    @Test func `figures are told to Prometheus by route, never by id`() async throws {
        try await withAPI { api in
            let receipt = try await api.desk.submit()
            _ = try await api.get("/support/ticket/\(receipt.link)")
            _ = try await api.get("/nowhere/\(receipt.link)")

            let answer = try await api.read("/metrics")

            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8")
            #expect(
                answer.text.contains(#"fte_http_requests_total{route="/support/ticket/{id}",status="200"} 1"#))
            #expect(answer.text.contains(#"fte_http_requests_total{route="(none)",status="404"} 1"#))
            #expect(!answer.text.contains(receipt.link.description))
        }
    }
}
