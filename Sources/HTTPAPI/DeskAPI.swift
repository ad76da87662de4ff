package import HTTPServer
import SupportDesk
package import Telemetry

/// Answers every request: finds its route, checks who may call it, and turns errors into problem details.
package struct DeskAPI: Sendable {
    private let router: Router
    private let access: AccessGuard
    private let assets: PageAssets
    private let logger: Logger
    private let requests: MetricFamily<Counter>
    private let seconds: MetricFamily<Histogram>

    package init(routes: [Route], access: AccessGuard, assets: PageAssets, logger: Logger, metrics: Metrics) {
        router = Router(routes)
        self.access = access
        self.assets = assets
        self.logger = logger
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
        let (route, response) = await answer(request)
        let taken = ContinuousClock.now - started
        requests[[route, String(response.status.code)]].increment()
        seconds[[route]].observe(taken)
        logger.debug(
            "Request answered",
            metadata: [
                "method": .string(request.method.name), "route": .string(route), "status": .int(response.status.code),
                "duration": .duration(taken),
            ])
        return SecurityHeaders.adding(to: response)
    }

    /// The route's name, for logs and metrics, and what it answers.
    private func answer(_ request: Request) async -> (String, Response) {
        switch router.match(request.method, request.target) {
        case .route(let route, let parameters):
            return (route.path, await run(route, Call(request: request, parameters: parameters)))
        case .methodNotAllowed(let allowed):
            return ("(method not allowed)", Problem.methodNotAllowed(allowed).response)
        case .notFound:
            do throws(Problem) {
                try access.checkHost(of: request)
                if let asset = assets.response(to: request) { return ("/assets/{file}", asset) }
                throw Problem.notFound
            } catch {
                return ("(none)", error.response)
            }
        }
    }

    private func run(_ route: Route, _ call: Call) async -> Response {
        do {
            if !route.path.hasPrefix("/health") { try access.checkHost(of: call.request) }
            if case .private(let scope) = route.visibility { try await access.checkKey(of: call.request, for: scope) }
            return try await route.handler(call)
        } catch let problem as Problem {
            return problem.response
        } catch let error as IntakeError {
            return error.problem.response
        } catch is CancellationError {
            return Problem.unavailable(retryAfter: .seconds(1), "The server is stopping.").response
        } catch {
            logger.error("Request failed", metadata: ["route": .string(route.path), "error": .failure(error)])
            return Problem.internalError.response
        }
    }
}
