package import HTTPServer

/// One route: what it answers to, who may call it, and what it does.
package struct Route: Sendable {
    package enum Visibility: Sendable {
        /// Anybody. What an id opens is the handler's to decide.
        case open
        /// A key with this scope, or, in the development setting, a direct local GET.
        case `private`(needs: NeededScope)
    }

    let method: Method
    /// `/support/ticket/{id}`: also what logs and metrics call it.
    let path: String
    let visibility: Visibility
    /// For requests whose body may be larger or must be smaller than the server's own limit.
    let bodyLimit: Int?
    let handler: @Sendable (Call) async throws -> Response

    package init(
        _ method: Method, _ path: String, _ visibility: Visibility = .open, bodyLimit: Int? = nil,
        handler: @escaping @Sendable (Call) async throws -> Response
    ) {
        self.method = method
        self.path = path
        self.visibility = visibility
        self.bodyLimit = bodyLimit
        self.handler = handler
    }
}

/// A request on its way through a route.
package struct Call: Sendable {
    package let request: Request
    /// The values of `{…}` in the route's path, in order.
    let parameters: [String]

    package init(request: Request, parameters: [String] = []) {
        self.request = request
        self.parameters = parameters
    }
}
