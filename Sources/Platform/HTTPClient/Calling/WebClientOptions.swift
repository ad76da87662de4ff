/// How a client calls.
package struct WebClientOptions: Sendable {
    /// The certificate authorities to trust, as PEM; `nil` for the system's.
    package var caFile: String?
    /// Of calls to one host that run at once; others wait for their turn. 0 sets no bound.
    package var maxConnectionsPerHost = 0
    /// Connections that are kept for further calls.
    package var maxIdleConnections = 256
    package var addresses = Addresses.any
    package var userAgent = "fte"
    /// `http://host:port`, or `nil` to call directly. The environment (`http_proxy`) is never read.
    package var proxy: String?
    /// The status line and fields of an answer, in octets.
    package var maxHeadBytes = 64 * 1024

    package init() {}

    package enum Addresses: Sendable {
        case any
        /// Only those that are reachable from the whole internet: no private, loopback or link-local ones, whatever name
        /// led there. For URLs that others typed.
        case publicOnly
    }
}
