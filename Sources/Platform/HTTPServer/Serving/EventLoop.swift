import Glibc
import Synchronization

/// One thread that serves its share of the connections, and runs their handlers as their task executor.
final class EventLoop: TaskExecutor, @unchecked Sendable {
    // Sendable: `mailbox`, `thread` and `load` may be used anywhere; all else belongs to the loop's thread, which other
    // threads reach through `perform` only.
    let shared: ServerParts
    let timeouts: Timeouts
    let parser: HeadParser
    let poller: Poller
    private let mailbox = Mailbox()
    private let thread = Atomic<UInt>(0)
    /// How many connections the loop has, for the others to compare.
    let load = Atomic<Int>(0)

    var siblings: [EventLoop] = []
    var listener: Listener?
    var spare = SpareDescriptor()
    /// By descriptor.
    var connections: [Connection?] = []
    var generation: UInt32 = 0
    var handlersRunning = 0
    var drain: Drain?
    var drainWaiters: [CheckedContinuation<Void, Never>] = []

    /// When this round of the loop began, in nanoseconds.
    private(set) var now = 0
    private(set) var dateLine: [UInt8] = []
    private var dateSeconds = Int.min
    private var nextDeadlineCheck = 0

    /// Enqueued on the loop's own thread, which needs no lock for them.
    private var ownJobs: [UnownedJob] = []
    private var jobs: [UnownedJob] = []
    private var letters: [Mailbox.Letter] = []
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
    /// Heads and small bodies are put together here.
    private var scratch: [UInt8] = []

    init(_ shared: ServerParts, listener: Listener) throws(ServerError) {
        self.shared = shared
        self.listener = listener
        timeouts = Timeouts(shared.configuration)
        parser = HeadParser(shared.configuration)
        poller = try Poller()
        scratch.reserveCapacity(32 * 1024)
    }

    deinit {
        input.deallocate()
        spare.close()
    }

    // MARK: On any thread

    var isCurrent: Bool {
        thread.load(ordering: .relaxed) == UInt(pthread_self())
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            ownJobs.append(job)
        } else if case .needsWakeUp = mailbox.post(.job(job)) {
            poller.wake()
        }
    }

    /// Runs the action on the loop's thread: at once when that is the caller's.
    ///
    /// - Returns: `false` when the loop has ended and won't run it.
    func perform(_ action: @escaping @Sendable () -> Void) -> Bool {
        if isCurrent {
            action()
            return true
        }
        switch mailbox.post(.action(action)) {
        case .refused: return false
        case .needsWakeUp:
            poller.wake()
            return true
        case .delivered: return true
        }
    }

    // MARK: On the loop's thread

    /// Serves until a drain is over and the last handler has returned.
    func run() {
        thread.store(UInt(pthread_self()), ordering: .relaxed)
        updateTime()
        if let listener { poller.add(listener.descriptor, [.readable, .exclusive], generation: 0) }
        while !isOver || !ownJobs.isEmpty || !mailbox.close() {
            let mayWait = ownJobs.isEmpty && mailbox.prepareToWait()
            poller.wait(milliseconds: mayWait ? waitLimit : 0, handle)
            updateTime()
            runLetters()
            if now >= nextDeadlineCheck { checkDeadlines() }
            advanceDrain()
        }
        siblings = []
        thread.store(0, ordering: .relaxed)
    }

    /// A second while something may expire; without connections nothing does.
    private var waitLimit: Int32 {
        load.load(ordering: .relaxed) > 0 || drain != nil ? 1_000 : -1
    }

    private func handle(_ event: Poller.Event) {
        if event.descriptor == listener?.descriptor {
            acceptArrivals(atMost: 64)
        } else if let connection = connection(event.descriptor), connection.generation == event.generation {
            connection.became(event.readiness)
        }
    }

    private func connection(_ descriptor: Int32) -> Connection? {
        connections.indices.contains(Int(descriptor)) ? connections[Int(descriptor)] : nil
    }

    func updateTime() {
        now = shared.clock.monotonic()
        let seconds = shared.clock.unixSeconds()
        if seconds != dateSeconds {
            dateSeconds = seconds
            dateLine = Array("Date: \(HTTPDate(unixSeconds: seconds).text)\r\n".utf8)
        }
    }

    /// Runs what tasks and other threads ask for, a few rounds at most, so that sockets get their turn.
    private func runLetters() {
        for _ in 0..<16 {
            mailbox.take(into: &letters)
            swap(&ownJobs, &jobs)
            guard !letters.isEmpty || !jobs.isEmpty else { return }
            for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
            jobs.removeAll(keepingCapacity: true)
            for letter in letters {
                switch letter {
                case .job(let job): job.runSynchronously(on: asUnownedTaskExecutor())
                case .action(let action): action()
                }
            }
            letters.removeAll(keepingCapacity: true)
        }
    }

    func checkDeadlines() {
        updateTime()
        nextDeadlineCheck = now + 1_000_000_000
        for case let connection? in connections where connection.deadline <= now { connection.expired() }
    }

    /// Receives into the loop's own buffer, so that a connection at rest needs none.
    func receive(from descriptor: Int32, _ handle: (Received) -> Void) {
        let count = recv(descriptor, input.baseAddress, input.count, 0)
        if count > 0 {
            shared.hooks.observe(.bytesReceived(count))
            handle(.bytes(UnsafeRawBufferPointer(rebasing: input[..<count])))
        } else if count == 0 {
            handle(.end)
        } else if errno != EAGAIN && errno != EINTR {
            handle(.failed)
        }
    }

    enum Received {
        /// Valid during the call.
        case bytes(UnsafeRawBufferPointer)
        case end
        case failed
    }

    /// Lends the loop's buffer for output, empty.
    func withScratch(_ body: (inout [UInt8]) -> Void) {
        scratch.removeAll(keepingCapacity: true)
        body(&scratch)
    }
}
