/// A request whose head and body have been read whole.
package struct Request: Sendable {
    package enum Version: Sendable {
        case http10, http11
    }

    package var method: Method
    package var target: RequestTarget
    package var version: Version
    package var headers: Headers
    /// At most as long as the body limit that held for this request; chunks are joined.
    package var body: [UInt8]
    /// The peer of the connection: the proxy in front, where there is one.
    package var remoteAddress: RemoteAddress

    package var path: String { target.path }

    /// The fields after `?`, decoded; empty without one.
    package var query: FormFields { target.query }

    package init(
        _ method: Method, _ target: RequestTarget, headers: Headers = Headers(), body: [UInt8] = [],
        version: Version = .http11, remoteAddress: RemoteAddress = .loopback
    ) {
        self.method = method
        self.target = target
        self.version = version
        self.headers = headers
        self.body = body
        self.remoteAddress = remoteAddress
    }

    /// The body's fields, when it is `application/x-www-form-urlencoded`.
    ///
    /// - Returns: `nil` for another or no content type.
    /// - Throws: `FormError`, which the caller answers with 400.
    package func form() throws(FormError) -> FormFields? {
        guard let type = headers["Content-Type"] else { return nil }
        let essence = type.prefix { $0 != ";" && $0 != " " && $0 != "\t" }
        guard essence.lowercased() == "application/x-www-form-urlencoded" else { return nil }
        return try FormFields(urlEncoded: body.span)
    }
}
