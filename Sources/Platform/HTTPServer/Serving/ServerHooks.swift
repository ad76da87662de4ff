/// What a product adds to the server beside its handler. All are called on the loops' threads: they must be quick and
/// never block.
package struct ServerHooks: Sendable {
    /// The most octets that a request's body may have, asked once its head is read (its body is empty then).
    /// `nil` means `ServerConfiguration.maxBodyBytes`.
    package var bodyLimit: @Sendable (Request) -> Int?
    /// How a refusal reads. The status it returns is sent as it is.
    package var render: @Sendable (Refusal) -> Response
    /// What happened, for metrics and logs.
    package var observe: @Sendable (ServerEvent) -> Void

    package init(
        bodyLimit: @escaping @Sendable (Request) -> Int? = { _ in nil },
        render: @escaping @Sendable (Refusal) -> Response = \.plainResponse,
        observe: @escaping @Sendable (ServerEvent) -> Void = { _ in }
    ) {
        self.bodyLimit = bodyLimit
        self.render = render
        self.observe = observe
    }
}
