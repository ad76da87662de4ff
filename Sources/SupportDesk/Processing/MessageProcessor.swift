import FoundationEssentials
import Synchronization
package import Telemetry

/// Answers waiting conversations, at most `width` at a time, until it is drained; then finishes those begun.
package final class MessageProcessor: Sendable {
    package struct Settings: Sendable {
        /// How many conversations run at once in this process.
        package var width: Int
        /// How often this worker says that it lives; a tenth of what others wait for is plenty.
        package var heartbeat: Duration = .seconds(2)
        /// Every so many heartbeats this worker looks for messages that everybody forgot.
        package var beatsPerSweep = 30
        package var retry = RetryPolicy()

        package init(width: Int) { self.width = width }
    }

    private let worker: WorkerID
    private let queue: any WorkQueue
    private let responder: any Responder
    private let wakeUps: any WakeUps
    private let settings: Settings
    private let clock: DeskClock
    private let logger: Logger
    private let figures: ProcessorFigures
    private let traced: @Sendable (TraceRecord) -> Void
    private let claiming: RecurringFailure
    private let beating: RecurringFailure
    private let sweeping: RecurringFailure
    private let pace = Mutex(ProcessorPace())
    private let look: AsyncStream<Void>
    private let lookAgain: AsyncStream<Void>.Continuation

    /// - Parameter traced: is given the trace of each answer that was committed; it never waits.
    package init(
        worker: WorkerID, queue: any WorkQueue, responder: any Responder, wakeUps: any WakeUps, settings: Settings,
        clock: DeskClock, logger: Logger, figures: ProcessorFigures,
        traced: @escaping @Sendable (TraceRecord) -> Void = { _ in }
    ) {
        self.worker = worker
        self.queue = queue
        self.responder = responder
        self.wakeUps = wakeUps
        self.settings = settings
        self.clock = clock
        self.logger = logger
        self.figures = figures
        self.traced = traced
        claiming = RecurringFailure("Work could not be claimed", over: "Work is claimed again", logger: logger)
        beating = RecurringFailure("Heartbeat could not be stored", over: "Heartbeats are stored again", logger: logger)
        sweeping = RecurringFailure("Sweep failed", over: "Sweeps succeed again", logger: logger)
        (look, lookAgain) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes no new work; `run` returns once the runs on their way are committed.
    package func drain() {
        pace.withLock { $0.isDraining = true }
        lookAgain.yield()
    }

    /// Works until drained. When its task is cancelled, what runs is stopped and given back.
    package func run() async {
        await beat()
        // Listens before it looks: what comes later wakes it.
        let wakeUps = wakeUps.wakeUps()
        await withTaskGroup(of: Void.self) { background in
            background.addTask { for await _ in wakeUps { self.wake() } }
            background.addTask { await self.keepBeating() }
            await withDiscardingTaskGroup { runs in
                lookAgain.yield()
                for await _ in look {
                    if await step(startingRunsIn: &runs) == .finished { break }
                }
            }
            background.cancelAll()
        }
        do { try await finishing { try await self.queue.retire(self.worker) } } catch {
            logger.warning("Worker could not sign off", metadata: ["error": .failure(error)])
        }
    }

    private func step(startingRunsIn runs: inout DiscardingTaskGroup) async -> ProcessorPace.Step {
        while true {
            let step = pace.withLock { $0.next(width: settings.width) }
            switch step {
            case .wait, .finished:
                return step
            case .claim(let limit):
                await claim(upTo: limit, startingRunsIn: &runs)
            case .claimSuspect:
                await runSuspect()
            }
        }
    }

    private func claim(upTo limit: Int, startingRunsIn runs: inout DiscardingTaskGroup) async {
        do {
            try await releaseUnknown()
            let round = try await queue.claim(upTo: limit, for: worker)
            claiming.succeeded()
            pace.withLock {
                $0.claimed(round.work.map(\.claim.conversation), of: limit, hasSuspects: round.hasSuspects)
            }
            for work in round.work {
                runs.addTask {
                    await self.handle(work)
                    self.pace.withLock { $0.finishedRun(work.claim.conversation) }
                    self.lookAgain.yield()
                }
            }
        } catch {
            claimFailed(error)
        }
    }

    private func runSuspect() async {
        do {
            try await releaseUnknown()
            let work = try await queue.claimSuspect(for: worker)
            claiming.succeeded()
            if let work { await handle(work) }
            pace.withLock { $0.suspectDone() }
        } catch {
            claimFailed(error)
        }
    }

    /// Nothing is claimed meanwhile, so what is held and not known is held by nobody's run.
    private func releaseUnknown() async throws {
        guard let known = pace.withLock({ $0.mayHoldUnknown ? $0.conversations : nil }) else { return }
        let freed = try await queue.releaseUnknown(of: worker, except: known)
        pace.withLock { $0.releasedUnknown() }
        if freed > 0 {
            logger.notice("Claims whose end was not known are free again", metadata: ["conversations": .int(freed)])
        }
    }

    private func claimFailed(_ error: any Error) {
        pace.withLock { $0.claimFailed() }
        if !(error is CancellationError) { claiming.failed(error) }
    }

    // MARK: One conversation

    private func handle(_ work: ClaimedWork) async {
        let log = logger.with(["conversation.id": .uuid(work.conversation.id.uuid)])
        let received = clock.now()
        // This host's clock may be wrong, and times of failures and retries are the database's.
        let now: @Sendable () -> Date = { [clock] in work.claimedAt + clock.now().timeIntervalSince(received) }
        let batch =
            work.claim.isAlone
            ? Array(work.pending.prefix(1)) : settings.retry.batch(work.pending, at: work.claimedAt)
        do {
            if let killer = batch.first(where: { $0.crashes >= 3 }) {
                let cause = FailureCause(kind: "crash", detail: "The process died three times while this ran alone.")
                try await giveUp(on: killer, of: work, cause: cause, log: log)
                return
            }
            let outcome = try await responder.respond(to: work, covering: batch)
            try await queue.commit(outcome, under: work.claim)
            figures.answered(work, outcome: outcome, batch: batch, at: now())
            traced(outcome.trace)
            log.debug("Message processed", metadata: ["messages": .int(batch.count)])
            if let escalation = outcome.escalation {
                log.notice(
                    "Ticket escalated",
                    metadata: ["reason": .string(escalation.reason), "team": .string(escalation.team)])
            }
        } catch is ClaimLost {
            figures.discarded()
            log.notice("Answer discarded: the claim was lost")
        } catch is CancellationError {
            await release(work.claim, log: log)
        } catch let error as any Outage where error.isOutage {
            strand(work.claim)
            log.warning("Run cut off by an outage, to be begun again", metadata: ["error": .failure(error)])
        } catch {
            await recover(from: error, work: work, batch: batch, at: now(), log: log)
        }
    }

    private func recover(
        from error: any Error, work: ClaimedWork, batch: [PendingMessage], at now: Date, log: Logger
    ) async {
        let cause = FailureCause(kind: "run_failed", detail: String(describing: type(of: error)))
        figures.failed()
        do {
            switch settings.retry.step(afterFailureOf: batch, at: now, jitter: clock.random()) {
            case .retry(let due):
                log.warning("Run failed, to be tried again", metadata: ["error": .failure(error)])
                try await queue.retryLater(batch.map(\.inbound), at: due, cause: cause, under: work.claim)
            case .giveUp:
                try await giveUp(on: batch[0], of: work, cause: cause, log: log)
            }
        } catch is ClaimLost {
            log.notice("Failure not recorded: the claim was lost")
        } catch {
            strand(work.claim)
            log.error("Failure could not be recorded", metadata: ["error": .failure(error)])
        }
    }

    private func giveUp(on failed: PendingMessage, of work: ClaimedWork, cause: FailureCause, log: Logger) async throws
    {
        let (apology, team) = await responder.apology(for: work)
        let record = DeadLetterRecord(inbound: failed.inbound, cause: cause, apology: apology, team: team)
        try await queue.deadLetter(record, under: work.claim)
        figures.deadLettered(work)
        log.error("Message dead-lettered", metadata: ["cause": .string(cause.kind)])
    }

    private func release(_ claim: Claim, log: Logger) async {
        do { try await finishing { try await self.queue.release(claim) } } catch is ClaimLost {} catch {
            strand(claim)
            log.warning("Claim could not be released", metadata: ["error": .failure(error)])
        }
    }

    /// Keeps a claim that could not be ended, to be released with a later heartbeat.
    private func strand(_ claim: Claim) {
        pace.withLock { _ = $0.stranded.insert(claim) }
    }

    /// Carries an act through although this task may be cancelled: a cancelled task can't store anything any more.
    private func finishing(_ act: @escaping @Sendable () async throws -> Void) async throws {
        try await Task { try await act() }.value
    }

    // MARK: Wake-ups

    private func wake() {
        pace.withLock { $0.woken() }
        lookAgain.yield()
    }

    /// Beats until cancelled. After each beat the queue is looked at: a retry may be due, a dead worker's claims free.
    private func keepBeating() async {
        var beats = 0
        while !Task.isCancelled {
            do { try await clock.sleep(settings.heartbeat) } catch { return }
            beats += 1
            await beat()
            if beats.isMultiple(of: settings.beatsPerSweep) { await sweep() }
            wake()
        }
    }

    private func beat() async {
        do {
            _ = try await queue.heartbeat(of: worker)
            for claim in pace.withLock({ $0.stranded }) { try await releaseStranded(claim) }
            beating.succeeded()
        } catch is CancellationError {} catch {
            beating.failed(error)
        }
    }

    private func releaseStranded(_ claim: Claim) async throws {
        do { try await queue.release(claim) } catch is ClaimLost {}
        pace.withLock { _ = $0.stranded.remove(claim) }
    }

    private func sweep() async {
        do {
            let found = try await queue.sweep()
            sweeping.succeeded()
            if found > 0 { logger.warning("Forgotten messages found", metadata: ["conversations": .int(found)]) }
        } catch is CancellationError {} catch {
            sweeping.failed(error)
        }
    }
}
