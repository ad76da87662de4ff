import Process
import Testing

@testable import fte

@Suite struct TraceSettingsTests {
    @Test func `nothing is exported where nothing is set`() {
        let settings = TraceSettings(Settings(prefix: "FTE_", environment: [:]))

        #expect(settings.endpoint == nil)
        #expect(settings.withContents == false)
    }

    @Test(arguments: [
        "http://localhost:4318", "http://localhost:4318/", "http://localhost:4318/v1/traces",
        "http://localhost:4318/v1/traces/",
    ])
    func `an endpoint is taken with and without its path`(address: String) {
        let settings = TraceSettings(Settings(prefix: "FTE_", environment: ["OTEL_EXPORTER_OTLP_ENDPOINT": address]))

        #expect(settings.endpoint == "http://localhost:4318")
    }

    @Test func `headers are percent-decoded pairs`() {
        let settings = TraceSettings(
            Settings(
                prefix: "FTE_",
                environment: ["FTE_TRACES_HEADERS": "Authorization=Basic%20a2V5OmtleQ==, x-tenant = desk ,"]))

        #expect(settings.headers.map(\.name) == ["Authorization", "x-tenant"])
        #expect(settings.headers.map(\.value) == ["Basic a2V5OmtleQ==", "desk"])
    }

    @Test(arguments: [
        "Authorization", "a b=c", "x=%zz", "x=a%0Ab", "=x", "Content-Length=3", "content-type=text/plain",
    ])
    func `a header that can't be sent is refused at the start`(text: String) {
        let settings = Settings(prefix: "FTE_", environment: ["FTE_TRACES_HEADERS": text])

        _ = TraceSettings(settings)

        #expect(throws: (any Error).self) { try settings.finish() }
    }

    @Test func `an endpoint that is no URL is refused at the start`() {
        let settings = Settings(prefix: "FTE_", environment: ["FTE_TRACES_ENDPOINT": "collector:4318"])

        _ = TraceSettings(settings)

        #expect(throws: (any Error).self) { try settings.finish() }
    }
}
