package import HTTPServer
import SupportDesk
package import Telemetry

/// Answers every request: finds its route, checks who may call it, and turns errors into problem details.
package struct DeskAPI: Sendable {
    private let router: Router
    private let access: AccessGuard
    private let assets: PageAssets
    private let pages: SupportPages
    private let logger: Logger
    private let tracer: Tracer
    private let requests: MetricFamily<Counter>
    private let seconds: MetricFamily<Histogram>

    package init(
        routes: [Route], access: AccessGuard, assets: PageAssets, pages: SupportPages, logger: Logger, metrics: Metrics,
        tracer: Tracer
    ) {
        router = Router(routes)
        self.access = access
        self.assets = assets
        self.pages = pages
        self.logger = logger
        self.tracer = tracer
        requests = metrics.counters(
            "fte_http_requests_total", help: "Requests answered.", labels: ["route", "status"], seriesLimit: 500)
        seconds = metrics.histograms(
            "fte_http_request_seconds", help: "From a request's last octet to its handler's answer.", labels: ["route"])
    }

    /// The most octets a request's body may have, by its route.
    package func bodyLimit(of request: Request) -> Int? {
        guard case .route(let route, _) = router.match(request.method, request.target) else { return nil }
        return route.bodyLimit
    }

    package func respond(to request: Request) async -> Response {
        let started = ContinuousClock.now
        var span = tracer.begin("request", kind: .server, parent: request.traceContext)
        let (route, response) = await answer(request, within: span)
        requests[[route, String(response.status.code)]].increment()
        seconds[[route]].observe(ContinuousClock.now - started)
        span.attributes = [
            "method": .string(request.method.name), "route": .string(route), "status": .int(response.status.code),
        ]
        tracer.end(span)
        return SecurityHeaders.adding(to: response)
    }

    /// The route's name, for logs and metrics, and what it answers.
    private func answer(_ request: Request, within span: Span) async -> (String, Response) {
        do throws(Problem) {
            if !Self.isHealthCheck(request) { try access.checkHost(of: request) }
        } catch {
            return ("(misdirected)", tell(error, to: request))
        }
        switch router.match(request.method, request.target) {
        case .route(let route, let parameters):
            return (route.path, await run(route, Call(request: request, parameters: parameters), within: span))
        case .methodNotAllowed(let allowed):
            return ("(method not allowed)", tell(.methodNotAllowed(allowed), to: request))
        case .notFound:
            if let asset = assets.response(to: request) { return ("/assets/{file}", asset) }
            return ("(none)", tell(.notFound, to: request))
        }
    }

    /// Load balancers ask by address.
    private static func isHealthCheck(_ request: Request) -> Bool {
        request.path == "/health" || request.path.hasPrefix("/health/")
    }

    private func run(_ route: Route, _ call: Call, within span: Span) async -> Response {
        do {
            if case .private(let scope) = route.visibility { try await access.checkKey(of: call.request, for: scope) }
            return try await route.handler(call)
        } catch let failure as FailedSubmission {
            log(failure.cause, of: route, within: span)
            return failure.page
        } catch {
            log(error, of: route, within: span)
            return tell(Problem(of: error), to: call.request)
        }
    }

    private func log(_ error: any Error, of route: Route, within span: Span) {
        guard Problem(of: error).isInternalError else { return }
        logger.with(span.logMetadata).error(
            "Request failed", metadata: ["route": .string(route.path), "error": .failure(error)])
    }

    /// A problem as a page for people and as problem details for programs.
    private func tell(_ problem: Problem, to request: Request) -> Response {
        guard request.prefersHTML, let page = try? pages.problem(problem) else { return problem.response }
        return page
    }
}

extension Request {
    /// The caller's trace, which its request goes on.
    fileprivate var traceContext: TraceContext? {
        headers["traceparent"].flatMap { TraceContext(traceparent: $0, tracestate: headers["tracestate"]) }
    }

    /// Whether the client would rather have a page than JSON.
    fileprivate var prefersHTML: Bool { headers["Accept"]?.contains("text/html") == true }
}
