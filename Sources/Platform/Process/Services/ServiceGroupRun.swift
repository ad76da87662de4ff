import Telemetry

/// One run of a group: a single task that is told what happens and decides what comes next.
///
/// Services run in tasks of their own and not in a task group, since a group would wait without end for one that ignores
/// its cancellation.
struct ServiceGroupRun {
    private enum Event: Sendable {
        case started(Int)
        case ended(Int, (any Error)?)
        case signal(StopSignal)
        case cancelled
        case timeUp(Int)
    }

    private enum Phase { case waiting, starting, running, ended }

    /// One service, and how far it is.
    private struct Member {
        let service: any Service
        var phase = Phase.waiting
        var task: Task<Void, Never>?
        var wasCancelled = false
    }

    private let drainTime: Duration
    private let cancelTime: Duration
    private let logger: Logger
    private let wait: @Sendable (Duration) async throws -> Void
    private let events: AsyncStream<Event>
    private let tell: AsyncStream<Event>.Continuation

    init(
        drainTime: Duration, cancelTime: Duration, logger: Logger,
        wait: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.drainTime = drainTime
        self.cancelTime = cancelTime
        self.logger = logger
        self.wait = wait
        (events, tell) = AsyncStream.makeStream()
    }

    func run(
        _ services: [any Service], until signals: AsyncStream<StopSignal>, ready: @escaping @Sendable () async -> Void
    ) async throws {
        let pump = Task { [tell] in for await signal in signals { tell.yield(.signal(signal)) } }
        defer { pump.cancel() }
        // A task of its own, since the stream of events would end for a cancelled one.
        let coordinator = Task { try await coordinate(services.map { Member(service: $0) }, ready: ready) }
        try await withTaskCancellationHandler {
            try await coordinator.value
        } onCancel: {
            tell.yield(.cancelled)
        }
    }

    private func coordinate(_ members: [Member], ready: @Sendable () async -> Void) async throws {
        var state = State(members: members)
        var next = events.makeAsyncIterator()
        if await start(&state, &next) {
            logger.notice("Ready", metadata: ["services": .int(state.members.count)])
            await ready()
            while !state.isStopping, let event = await next.next() { note(event, in: &state) }
        }
        for index in state.members.indices.reversed() { await stop(index, &state, &next) }
        if let failure = state.failure { throw failure }
        if state.isForced { throw ServiceError.stoppedAtOnce }
        if !state.overran.isEmpty { throw ServiceError.overran(state.overran) }
    }

    // MARK: Starting

    /// - Returns: whether all are running.
    private func start(_ state: inout State, _ next: inout AsyncStream<Event>.Iterator) async -> Bool {
        for index in state.members.indices {
            launch(index, &state)
            while state.members[index].phase == .starting, !state.isStopping, let event = await next.next() {
                note(event, in: &state)
            }
            if state.isStopping { return false }
        }
        return true
    }

    private func launch(_ index: Int, _ state: inout State) {
        let service = state.members[index].service
        logger.info("Service starting", metadata: ["service": .string(service.name)])
        state.members[index].phase = .starting
        state.members[index].task = Task { [tell] in
            do {
                try await service.start()
                tell.yield(.started(index))
                try await service.run()
                tell.yield(.ended(index, nil))
            } catch {
                tell.yield(.ended(index, error))
            }
        }
    }

    // MARK: Stopping

    private func stop(_ index: Int, _ state: inout State, _ next: inout AsyncStream<Event>.Iterator) async {
        let member = state.members[index]
        switch member.phase {
        case .waiting, .ended: return
        case .starting: state.cancel(index)
        case .running where !state.isForced:
            logger.info("Service draining", metadata: ["service": .string(member.service.name)])
            let drain = Task { await member.service.drain() }
            await waitForEnd(of: index, at: drainTime, &state, &next)
            drain.cancel()
            guard state.members[index].phase != .ended else { return }
            if !state.isForced {
                logger.warning("Service overran its time", metadata: ["service": .string(member.service.name)])
                state.overran.append(member.service.name)
            }
            state.cancel(index)
        case .running: state.cancel(index)
        }
        await waitForEnd(of: index, at: cancelTime, &state, &next)
        guard state.members[index].phase != .ended else { return }
        logger.error("Service left behind", metadata: ["service": .string(member.service.name)])
        if !state.overran.contains(member.service.name) { state.overran.append(member.service.name) }
    }

    /// Until it ended, its time is up, or all are cancelled while it was draining.
    private func waitForEnd(
        of index: Int, at most: Duration, _ state: inout State, _ next: inout AsyncStream<Event>.Iterator
    ) async {
        let number = state.nextTimer()
        let timer = Task { [tell, wait] in
            do { try await wait(most) } catch { return }
            tell.yield(.timeUp(number))
        }
        defer { timer.cancel() }
        let wasForced = state.isForced
        while state.members[index].phase != .ended, state.expired != number, state.isForced == wasForced,
            let event = await next.next()
        {
            note(event, in: &state)
        }
    }

    // MARK: What happens

    private func note(_ event: Event, in state: inout State) {
        switch event {
        case .started(let index):
            if state.members[index].phase == .starting { state.members[index].phase = .running }
        case .ended(let index, let error):
            let name = state.members[index].service.name
            state.members[index].phase = .ended
            guard let error, !(state.members[index].wasCancelled && error is CancellationError) else {
                logger.info("Service ended", metadata: ["service": .string(name)])
                state.isStopping = true
                return
            }
            logger.error("Service failed", metadata: ["service": .string(name)])
            if state.failure == nil { state.failure = .failed(service: name, cause: error) }
            state.isStopping = true
        case .signal where !state.isSignalled:
            logger.notice("Stopping")
            state.isSignalled = true
            state.isStopping = true
        case .signal, .cancelled:
            logger.warning("Stopping at once")
            state.isStopping = true
            state.isForced = true
            for index in state.members.indices { state.cancel(index) }
        case .timeUp(let number): state.expired = number
        }
    }

    private struct State {
        var members: [Member]
        var isStopping = false
        /// A signal came, so that the next one means at once.
        var isSignalled = false
        var isForced = false
        var failure: ServiceError?
        var overran: [String] = []
        var expired = 0
        private var timers = 0

        init(members: [Member]) { self.members = members }

        mutating func nextTimer() -> Int {
            timers += 1
            return timers
        }

        mutating func cancel(_ index: Int) {
            members[index].wasCancelled = true
            members[index].task?.cancel()
        }
    }
}
