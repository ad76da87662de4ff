/// Where the server listens, and its limits. Every duration is checked to within a second.
package struct ServerConfiguration: Sendable {
    /// An address or a name; `0.0.0.0` and `::` mean every interface.
    package var host = "127.0.0.1"
    /// 0 takes any free port; `Server.start` tells which.
    package var port = 8000
    /// Threads that serve connections. More than a few gain nothing unless handlers compute.
    package var loops = 2

    /// The request line and fields, in octets.
    package var maxHeadBytes = 16 * 1024
    package var maxTargetBytes = 8 * 1024
    package var maxFields = 100
    /// For requests whose route says nothing else (`ServerHooks.bodyLimit`).
    package var maxBodyBytes = 256 * 1024

    package var maxConnections = 10_000
    /// An IPv6 network of 64 bits counts as one address.
    package var maxConnectionsPerAddress = 256
    /// A proxy on the same machine makes every visitor loopback.
    package var countsLoopbackPerAddress = false

    /// From a connection's, or a following request's, first octet to the end of its head.
    package var headTimeout: Duration = .seconds(10)
    /// What a body may take beside the time that `minBytesPerSecond` allows for its octets, and the longest pause.
    package var bodyTimeout: Duration = .seconds(10)
    /// The same for a client that receives.
    package var writeTimeout: Duration = .seconds(20)
    package var minBytesPerSecond = 500
    /// Between two requests of one connection.
    package var idleTimeout: Duration = .seconds(60)
    /// After the last octet of a response that ends a connection, for the client to read it.
    package var lingerTimeout: Duration = .seconds(2)
    /// Between comments on a silent stream of events, so that proxies keep it open.
    package var eventKeepAlive: Duration = .seconds(15)

    /// When a drain begins, how long a connection without a request may still begin one.
    package var drainIdleGrace: Duration = .seconds(1)
    /// How long `Server.run` drains when its task is cancelled.
    package var drainTimeout: Duration = .seconds(10)

    package init() {}
}
