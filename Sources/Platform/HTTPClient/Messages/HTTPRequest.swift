/// One call to make.
package struct HTTPRequest: Sendable {
    package var method: HTTPMethod
    /// Absolute, `http` or `https`, percent-coded: printable ASCII only.
    package var url: String
    /// Sent in this order. `Host`, `User-Agent` and `Accept` are added unless they are here. Fields that frame the message
    /// (`Content-Length`, `Transfer-Encoding`, `Connection`, `Expect`) are the client's own, and refused here.
    package var headers: HTTPHeaders
    /// `nil` sends none; a POST, PUT or PATCH is then sent with an empty one.
    package var body: [UInt8]?
    package var limits: Limits
    /// Sends on a new connection.
    ///
    /// A request on a kept-alive connection that closes unanswered is sent again on another, whatever its method. Set
    /// this where that must not happen: a webhook without a key that tells repeats.
    package var mustNotRepeat = false
    /// Receives in large pieces, at the price of memory for as long as the call is open.
    package var expectsLargeBody = false

    package init(
        _ method: HTTPMethod, _ url: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil,
        limits: Limits = Limits()
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.limits = limits
    }

    /// How long a call may take, and how much its answer may hold.
    package struct Limits: Sendable {
        /// From the call's start until it is on the wire: a free connection, the name's look-up, TCP and TLS. Checked each
        /// second.
        package var connectTimeout: Duration = .seconds(10)
        /// Without an octet in either direction, once connected. Time that the body's reader takes doesn't count.
        /// Checked each second.
        package var idleTimeout: Duration = .seconds(60)
        /// When the answer's last octet must be here; checked to within some 10 ms.
        package var deadline: ContinuousClock.Instant?
        /// Of the answer, as it travels.
        package var maxBodyBytes = 64 * 1024 * 1024

        package init() {}
    }
}
