/// A part of the program that runs until it is told to stop: a server, a worker, a connection that others stand on.
package protocol Service: Sendable {
    /// For the log.
    var name: String { get }

    /// Gets ready: binds its port, opens its files. The next service starts when this returns.
    func start() async throws

    /// Works until it is drained or its task is cancelled, and returns once all it began is done.
    ///
    /// Returning before either is taken as the wish to stop the whole program in good order; throwing, as its failure.
    func run() async throws

    /// Takes no new work from now on, so that `run()` soon returns. Called once, at most; `run()` is still waited for.
    func drain() async
}

extension Service {
    package func start() async throws {}
}
