/// The run's own hooks, then the working agent's.
struct HookList: Sendable {
    private let run: (any RunHooks)?
    private let agent: (any RunHooks)?

    init(_ run: (any RunHooks)?, _ agent: (any RunHooks)?) {
        self.run = run
        self.agent = agent
    }

    var isEmpty: Bool { run == nil && agent == nil }
    var wantsParts: Bool { run?.wantsParts == true || agent?.wantsParts == true }

    func tell(_ event: (any RunHooks) async -> Void) async {
        if let run { await event(run) }
        if let agent { await event(agent) }
    }
}
