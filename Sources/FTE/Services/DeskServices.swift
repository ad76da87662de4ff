import HTTPAPI
import HTTPServer
import Process
import SQL
import SupportDesk
import Telemetry

/// The HTTP server as a service.
struct HTTPService: Service {
    let name = "http"
    let server: Server
    /// How long it goes on serving at a stop, as ever, for load balancers to see that it stops.
    let drainDelay: Duration
    let drainTime: Duration
    /// Told first, so that load balancers stop sending.
    let stopping: @Sendable () -> Void
    let started: @Sendable (RemoteAddress) -> Void

    func start() async throws { started(try server.start()) }

    func run() async throws { await server.serve() }
    func drain() async {
        stopping()
        // Ends early, as it should, where a second signal stops at once.
        try? await Task.sleep(for: drainDelay)
        await server.drain(within: drainTime)
    }
}

/// The message processor as a service.
struct ProcessorService: Service {
    let name = "worker"
    let processor: MessageProcessor

    func run() async throws { await processor.run() }
    func drain() async { processor.drain() }
}
