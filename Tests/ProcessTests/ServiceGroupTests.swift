import Glibc
import Process
import Synchronization
import Telemetry
import Testing

@Suite(.timeLimit(.minutes(1))) struct ServiceGroupTests {
    private let diary = Diary()
    private let signals = AsyncStream<StopSignal>.makeStream()

    @Test func `services start in order, each when the one before is ready, and stop in reverse`() async throws {
        let group = group(["database", "bus", "server"].map { Part($0, diary) })

        try await group.run(until: signals.stream) { [signals, diary] in
            diary.write("ready")
            signals.continuation.yield(.terminate)
        }

        #expect(
            diary.lines == [
                "start database", "start bus", "start server", "ready", "drain server", "end server", "drain bus",
                "end bus", "drain database", "end database",
            ])
    }

    @Test func `a service that fails stops the others, and its error is returned`() async throws {
        let group = group([
            Part("database", diary), Part("bus", diary), Part("worker", diary, fails: .running),
        ])

        let error = await #expect(throws: ServiceError.self) { try await group.run(until: signals.stream) }

        #expect(error?.description == "worker failed: Broken()")
        #expect(
            diary.lines == [
                "start database", "start bus", "start worker", "drain bus", "end bus", "drain database", "end database",
            ])
    }

    @Test func `a service that can't start leaves the later ones alone and stops the earlier`() async throws {
        let group = group([
            Part("database", diary), Part("bus", diary, fails: .starting), Part("server", diary),
        ])

        let error = await #expect(throws: ServiceError.self) {
            try await group.run(until: signals.stream) { [diary] in diary.write("ready") }
        }

        #expect(error?.description == "bus failed: Broken()")
        #expect(diary.lines == ["start database", "start bus", "drain database", "end database"])
    }

    @Test func `a service that is done asks the others to stop in good order`() async throws {
        let group = group([Part("database", diary), Part("stdio", diary, endsAtOnce: true)])

        try await group.run(until: signals.stream)

        #expect(diary.lines == ["start database", "start stdio", "drain database", "end database"])
    }

    @Test func `a service that overruns its time is cancelled and named`() async throws {
        let slow = Part("worker", diary, obeys: .cancellation)
        let group = group([Part("database", diary), slow], timesUp: true)

        let error = await #expect(throws: ServiceError.self) {
            try await group.run(until: signals.stream) { [signals] in signals.continuation.yield(.terminate) }
        }

        #expect(error?.description.contains("worker") == true)
        #expect(diary.lines.contains("drain worker"))
        #expect(diary.lines.contains("drain database"))
    }

    @Test func `a service that ignores everything is left behind`() async throws {
        let stuck = Part("worker", diary, obeys: .nothing)
        let group = group([stuck], timesUp: true)

        let error = await #expect(throws: ServiceError.self) {
            try await group.run(until: signals.stream) { [signals] in signals.continuation.yield(.terminate) }
        }

        #expect(error?.description == "did not stop in time: worker")
        stuck.release()
    }

    @Test func `a second signal cancels everything at once`() async throws {
        let slow = Part(
            "worker", diary, obeys: .cancellation,
            whenDrained: { [signals] in
                signals.continuation.yield(.interrupt)
            })
        let group = group([Part("database", diary, obeys: .cancellation), slow])

        let error = await #expect(throws: ServiceError.self) {
            try await group.run(until: signals.stream) { [signals] in signals.continuation.yield(.interrupt) }
        }

        #expect(error?.description == "stopped at once, by a second signal")
        #expect(Set(diary.lines.suffix(2)) == ["cancelled worker", "cancelled database"])
        #expect(!diary.lines.contains("drain database"))
    }

    @Test func `a signal during the start stops what has begun`() async throws {
        let slow = Part(
            "bus", diary, startsNever: true,
            whenStarting: { [signals] in
                signals.continuation.yield(.terminate)
            })
        let group = group([Part("database", diary), slow, Part("server", diary)])

        try await group.run(until: signals.stream) { [diary] in diary.write("ready") }

        #expect(diary.lines == ["start database", "start bus", "drain database", "end database"])
    }

    @Test func `cancelling the group's own task stops everything at once`() async throws {
        let group = group([Part("database", diary, obeys: .cancellation)])
        let ready = AsyncStream<Void>.makeStream()
        let task = Task { [signals] in
            try await group.run(until: signals.stream) { ready.continuation.yield() }
        }
        for await _ in ready.stream { break }
        task.cancel()

        await #expect(throws: ServiceError.self) { try await task.value }
        #expect(diary.lines == ["start database", "cancelled database"])
    }

    @Test func `SIGTERM to the process ends it in good order`() async {
        await #expect(processExitsWith: .exitCode(7)) {
            let signals = StopSignals.take()
            let diary = Diary()
            let group = ServiceGroup([Part("server", diary)], logger: .silent)
            try await group.run(until: signals) { _ = kill(getpid(), SIGTERM) }
            exit(diary.lines == ["start server", "drain server", "end server"] ? 7 : 1)
        }
    }

    @Test func `SIGINT twice ends the process although a service won't drain`() async {
        await #expect(processExitsWith: .exitCode(8)) {
            let signals = StopSignals.take()
            let part = Part("server", Diary(), obeys: .cancellation, whenDrained: { _ = kill(getpid(), SIGINT) })
            do {
                try await ServiceGroup([part], logger: .silent).run(until: signals) { _ = kill(getpid(), SIGINT) }
            } catch ServiceError.stoppedAtOnce {
                exit(8)
            }
        }
    }

    /// - Parameter timesUp: whether every time allowed is over as soon as it begins; otherwise it never ends.
    private func group(_ services: [Part], timesUp: Bool = false) -> ServiceGroup {
        ServiceGroup(services, logger: .silent) { _ in
            if !timesUp { for await _ in AsyncStream<Void>.makeStream().stream {} }
            try Task.checkCancellation()
        }
    }
}

/// What happened, in order.
private final class Diary: Sendable {
    private let list = Mutex<[String]>([])

    var lines: [String] { list.withLock { $0 } }
    func write(_ line: String) { list.withLock { $0.append(line) } }
}

private struct Broken: Error {}

/// A service that does as it is told and writes it down.
private final class Part: Service {
    enum Step { case starting, running }
    enum Obedience { case drain, cancellation, nothing }

    let name: String
    private let diary: Diary
    private let fails: Step?
    private let endsAtOnce: Bool
    private let obeys: Obedience
    private let startsNever: Bool
    private let whenStarting: @Sendable () -> Void
    private let whenDrained: @Sendable () -> Void
    private let end = AsyncStream<Void>.makeStream()
    private let released = AsyncStream<Void>.makeStream()

    init(
        _ name: String, _ diary: Diary, fails: Step? = nil, endsAtOnce: Bool = false, obeys: Obedience = .drain,
        startsNever: Bool = false, whenStarting: @escaping @Sendable () -> Void = {},
        whenDrained: @escaping @Sendable () -> Void = {}
    ) {
        self.name = name
        self.diary = diary
        self.fails = fails
        self.endsAtOnce = endsAtOnce
        self.obeys = obeys
        self.startsNever = startsNever
        self.whenStarting = whenStarting
        self.whenDrained = whenDrained
    }

    func start() async throws {
        diary.write("start \(name)")
        whenStarting()
        if startsNever { for await _ in end.stream {} }
        try Task.checkCancellation()
        if fails == .starting { throw Broken() }
    }

    func run() async throws {
        if fails == .running { throw Broken() }
        if endsAtOnce { return }
        if obeys == .nothing {
            let released = released
            await Task { for await _ in released.stream {} }.value
            return
        }
        for await _ in end.stream {}
        if Task.isCancelled {
            diary.write("cancelled \(name)")
            throw CancellationError()
        }
        diary.write("end \(name)")
    }

    func drain() async {
        diary.write("drain \(name)")
        whenDrained()
        if obeys == .drain { end.continuation.finish() }
    }

    func release() { released.continuation.finish() }
}
