import Synchronization

/// What the loops of one server have in common.
final class ServerParts: Sendable {
    let configuration: ServerConfiguration
    let hooks: ServerHooks
    let clock: ServerClock
    let handler: Server.Handler
    let budget: ConnectionBudget
    /// Connections that a drain had to close.
    let cutCount = Atomic<Int>(0)

    init(
        configuration: ServerConfiguration, hooks: ServerHooks, clock: ServerClock,
        handler: @escaping Server.Handler
    ) {
        self.configuration = configuration
        self.hooks = hooks
        self.clock = clock
        self.handler = handler
        budget = ConnectionBudget(configuration)
    }
}
