import CCurl
import Glibc
import Synchronization

/// Carries out all calls of a client on one thread (libcurl-multi(3), `curl_multi_socket_action`).
final class CallLoop: @unchecked Sendable {
    // Sendable: handed to its thread once; after that it is that thread's alone.
    private let engine: Engine
    private let options: WebClientOptions
    private let clock: @Sendable () -> Int
    private let multi: UnsafeMutableRawPointer
    private let poller: SocketPoller

    var busy: [EasyHandle] = []
    private var spare: [EasyHandle] = []
    private var touched: [EasyHandle] = []
    var gate = HostGate()
    private var letters: [Mailbox.Letter] = []
    private var isStopping = false
    private var isClosed = false

    /// When this round began, by the client's clock.
    private(set) var now: Int
    var nextCheck = Int.max
    /// When curl wants to be called, by the system's clock.
    private var curlTimer: Int?

    /// libcurl's own set-up, which must happen once and before all else (curl_global_init(3)).
    private static let library: CURLcode = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

    static let second = 1_000_000_000

    init(_ options: WebClientOptions, _ engine: Engine, clock: @escaping @Sendable () -> Int) throws(HTTPError) {
        guard Self.library == CURLE_OK, let multi = curl_multi_init() else {
            throw .other(code: Int(CURLE_FAILED_INIT.rawValue), reason: "libcurl does not start")
        }
        self.options = options
        self.engine = engine
        self.clock = clock
        self.multi = multi
        now = clock()
        do {
            poller = try SocketPoller(engine.wakeUp)
        } catch {
            curl_multi_cleanup(multi)
            throw error
        }
        setUp()
    }

    deinit { if !isClosed { curl_multi_cleanup(multi) } }

    private func setUp() {
        let me = Unmanaged.passUnretained(self).toOpaque()
        _ = curl_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, me)
        _ = curl_multi_set_socket_function(multi) { easy, descriptor, what, loop, _ in
            Unmanaged<CallLoop>.fromOpaque(loop!).takeUnretainedValue().watch(descriptor, what, for: easy)
            return 0
        }
        _ = curl_multi_set_pointer(multi, CURLMOPT_TIMERDATA, me)
        _ = curl_multi_set_timer_function(multi) { _, milliseconds, loop in
            let loop = Unmanaged<CallLoop>.fromOpaque(loop!).takeUnretainedValue()
            loop.curlTimer = milliseconds < 0 ? nil : MonotonicClock.now() + milliseconds * 1_000_000
            return 0
        }
        _ = curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, max(1, options.maxIdleConnections))
        _ = curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, options.maxConnectionsPerHost)
    }

    // MARK: Running

    /// Serves until it is told to stop, then fails whatever is left.
    func run() {
        while !isStopping {
            let wait = engine.mailbox.prepareToWait() ? waitLimit : 0
            var isAwake = false
            poller.wait(milliseconds: wait) { descriptor, readiness in
                if !isAwake { now = clock() }
                isAwake = true
                act(descriptor, readiness)
            }
            if isAwake { settle() }
            now = clock()
            readLetters()
            if let curlTimer, curlTimer <= MonotonicClock.now() {
                self.curlTimer = nil
                act(CURL_SOCKET_TIMEOUT, 0)
            }
            settle()
            if now >= nextCheck { checkLimits() }
        }
        close()
    }

    private func close() {
        for letter in letters + engine.mailbox.close() {
            switch letter {
            case .start(let call): call.fail(.closed)
            case .proceed(let call): fail(waiting: call, .closed)
            case .checkLimits(let continuation): continuation.resume()
            case .resume, .abandon, .stop: break
            }
        }
        for call in gate.removeAll() { fail(waiting: call, .closed) }
        for handle in busy {
            handle.call?.fail(.closed)
            release(handle)
        }
        spare = []
        curl_multi_cleanup(multi)
        isClosed = true
    }

    /// In milliseconds, rounded up; -1 while nothing will happen by itself.
    private var waitLimit: Int32 {
        var wait = Int.max
        if let curlTimer { wait = max(0, curlTimer - MonotonicClock.now()) }
        if nextCheck < .max { wait = min(wait, max(0, nextCheck - now)) }
        return wait == .max ? -1 : Int32(min(60_000, (wait + 999_999) / 1_000_000))
    }

    private func readLetters() {
        engine.mailbox.take(into: &letters)
        for (index, letter) in letters.enumerated() {
            switch letter {
            case .start(let call): start(call)
            case .proceed(let call): proceed(call)
            case .resume(let call): call.handle?.resume()
            case .abandon(let call): if let handle = call.handle { release(handle) }
            case .checkLimits(let continuation):
                checkLimits()
                continuation.resume()
            case .stop:
                isStopping = true
                letters.removeFirst(index + 1)
                return
            }
        }
        letters.removeAll(keepingCapacity: true)
    }

    private func act(_ descriptor: Int32, _ readiness: Int32) {
        var running: Int32 = 0
        curl_multi_socket_action(multi, descriptor, readiness, &running)
    }

    /// Tells callers what the last action brought: an answer's head, first piece and end together.
    private func settle() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            var pointer: UnsafeMutableRawPointer?
            _ = curl_get_pointer(message.pointee.easy_handle, CURLINFO_PRIVATE, &pointer)
            end(EasyHandle.from(pointer), curl_message_result(message))
        }
        // Delivering may bring more, when it lets a call go on that was paused.
        var index = 0
        while index < touched.count {
            if touched[index].isTouched { touched[index].deliver() }
            index += 1
        }
        touched.removeAll(keepingCapacity: true)
    }

    // MARK: Calls

    private func start(_ call: Call) {
        guard !call.hasEnded else { return }
        engine.callsStarted.wrappingAdd(1, ordering: .relaxed)
        engine.openCalls.wrappingAdd(1, ordering: .relaxed)
        call.times = CallTimes(call.request.limits, now: now)
        nextCheck = min(nextCheck, now + Self.second, call.times.deadline ?? .max)
        proceed(call)
    }

    private func proceed(_ call: Call) {
        guard !call.hasEnded else { return fail(waiting: call, .closed) }
        guard options.proxy == nil, let host = call.hostName else { return begin(call, isLookingUp: false) }
        switch gate.admit(call, to: host, now: now) {
        case .open: begin(call, isLookingUp: false)
        case .lookUp: begin(call, isLookingUp: true)
        case .wait: break
        }
    }

    private func begin(_ call: Call, isLookingUp: Bool) {
        do {
            let handle = try takeHandle(hasLargeBuffer: call.request.expectsLargeBody)
            handle.begin(call)
            handle.isLookingUp = isLookingUp
            handle.position = busy.count
            busy.append(handle)
            call.handle = handle
            let code = curl_multi_add_handle(multi, handle.pointer)
            if code != CURLM_OK {
                call.fail(.other(code: Int(code.rawValue), reason: String(cString: curl_multi_strerror(code))))
                release(handle)
            }
        } catch {
            fail(waiting: call, error)
        }
    }

    private func takeHandle(hasLargeBuffer: Bool) throws(HTTPError) -> EasyHandle {
        if !hasLargeBuffer, let handle = spare.popLast() { return handle }
        return try EasyHandle(options, hasLargeBuffer: hasLargeBuffer, loop: self)
    }

    private func end(_ handle: EasyHandle, _ code: CURLcode) {
        guard let call = handle.call else { return }
        let answer = handle.takeAnswer()
        let failure = handle.failure(code)
        if handle.isLookingUp, failure == .resolve, let host = call.hostName {
            handle.isLookingUp = false
            for other in gate.notFound(host) { fail(waiting: other, .resolve) }
        }
        // A head that came is an answer, though what follows is broken.
        if failure != nil { handle.deliver() }
        release(handle)
        if let failure {
            call.fail(failure)
        } else if let answer {
            call.finish(head: answer.head, body: answer.body)
        } else {
            call.fail(.malformedResponse)
        }
    }

    /// Takes a handle from curl, which closes the connection of a transfer that is under way.
    func release(_ handle: EasyHandle) {
        guard let call = handle.call else { return }
        curl_multi_remove_handle(multi, handle.pointer)
        let last = busy.removeLast()
        if last !== handle {
            last.position = handle.position
            busy[handle.position] = last
        }
        call.handle = nil
        let abandoned = handle.isLookingUp ? call.hostName : nil
        let isReusable = handle.isReusable
        handle.end()
        if isReusable, spare.count < 256 { spare.append(handle) }
        engine.openCalls.wrappingSubtract(1, ordering: .relaxed)
        // It went before it could tell: another takes its turn.
        if let abandoned { for other in gate.notFound(abandoned) { proceed(other) } }
    }

    /// Ends a call that curl doesn't have, unless it has ended by itself.
    private func fail(waiting call: Call, _ error: HTTPError) {
        call.fail(error)
        engine.openCalls.wrappingSubtract(1, ordering: .relaxed)
    }

    // MARK: What curl tells

    func touch(_ handle: EasyHandle) {
        guard !handle.isTouched else { return }
        handle.isTouched = true
        touched.append(handle)
    }

    func openSocket(for handle: EasyHandle, _ address: UnsafePointer<curl_sockaddr>) -> Int32 {
        lookedUp(handle)
        if options.addresses == .publicOnly, !AddressRules.isPublic(curl_address(address)) {
            handle.metForbiddenAddress = true
            return -1
        }
        if !handle.madeConnection {
            handle.madeConnection = true
            engine.connectionsMade.wrappingAdd(1, ordering: .relaxed)
        }
        return poller.open(address.pointee)
    }

    func isOnWire(_ handle: EasyHandle) {
        lookedUp(handle)
        guard let call = handle.call else { return }
        if call.times.isOnWire { handle.hasRetried = true }
        if !handle.madeConnection { engine.connectionsReused.wrappingAdd(1, ordering: .relaxed) }
        call.times.isOnWire = true
        call.times.lastActivity = now
    }

    private func lookedUp(_ handle: EasyHandle) {
        guard handle.isLookingUp, let host = handle.call?.hostName else { return }
        handle.isLookingUp = false
        // They begin in the next round: curl takes no new transfers inside a callback.
        for call in gate.found(host, now: now) { engine.post(.proceed(call)) }
    }

    private func watch(_ descriptor: Int32, _ what: Int32, for easy: UnsafeMutableRawPointer?) {
        guard what != CURL_POLL_REMOVE else { return poller.unwatch(descriptor) }
        var pointer: UnsafeMutableRawPointer?
        _ = curl_get_pointer(easy, CURLINFO_PRIVATE, &pointer)
        let isOnWire = pointer.map { EasyHandle.from($0).call?.times.isOnWire ?? false } ?? false
        poller.watch(descriptor, what, isOnWire: isOnWire)
    }
}
