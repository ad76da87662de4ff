import CLinux
import Glibc

/// What a descriptor is watched for, or was found to be.
struct Readiness: OptionSet {
    let rawValue: UInt32

    static let readable = Readiness(rawValue: EPOLLIN.rawValue)
    static let writable = Readiness(rawValue: EPOLLOUT.rawValue)
    /// The peer sends no more; it may still read.
    static let peerFinished = Readiness(rawValue: EPOLLRDHUP.rawValue)
    /// Reset, or closed in both directions. Always reported.
    static let gone = Readiness(rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue)
    /// Of several loops that watch one listener, only some are woken.
    static let exclusive = Readiness(rawValue: EPOLLEXCLUSIVE.rawValue)
    static let edge = Readiness(rawValue: EPOLLET.rawValue)
}

/// An epoll set with a way to end its wait from another thread (epoll(7), eventfd(2)).
final class Poller {
    struct Event {
        let descriptor: Int32
        /// What the descriptor was added with. Descriptors are reused, so an event may be for one closed since.
        let generation: UInt32
        let readiness: Readiness
    }

    private let epoll: Int32
    private let wakeDescriptor: Int32
    private let events: UnsafeMutableBufferPointer<epoll_event>

    init() throws(ServerError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw .system(call: "epoll_create1", errno: errno) }
        wakeDescriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard wakeDescriptor >= 0 else {
            let error = errno
            close(epoll)
            throw .system(call: "eventfd", errno: error)
        }
        events = .allocate(capacity: 256)
        events.initialize(repeating: epoll_event())
        // Edge-triggered: each write is one event, so the counter never has to be read.
        add(wakeDescriptor, [.readable, .edge], generation: 0)
    }

    deinit {
        close(wakeDescriptor)
        close(epoll)
        events.deallocate()
    }

    func add(_ descriptor: Int32, _ readiness: Readiness, generation: UInt32) {
        control(EPOLL_CTL_ADD, descriptor, readiness, generation)
    }

    func modify(_ descriptor: Int32, _ readiness: Readiness, generation: UInt32) {
        control(EPOLL_CTL_MOD, descriptor, readiness, generation)
    }

    func remove(_ descriptor: Int32) {
        control(EPOLL_CTL_DEL, descriptor, [], 0)
    }

    /// Waits at most so long, or without end if negative, and tells each event but wake-ups.
    func wait(milliseconds: Int32, _ handle: (Event) -> Void) {
        let count = epoll_wait(epoll, events.baseAddress, Int32(events.count), milliseconds)
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            let token = events[index].data.u64
            let descriptor = Int32(truncatingIfNeeded: token)
            guard descriptor != wakeDescriptor else { continue }
            handle(
                Event(
                    descriptor: descriptor, generation: UInt32(truncatingIfNeeded: token >> 32),
                    readiness: Readiness(rawValue: events[index].events)))
        }
    }

    /// May be called on any thread.
    func wake() {
        var one: UInt64 = 1
        write(wakeDescriptor, &one, 8)
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ readiness: Readiness, _ generation: UInt32) {
        let token = UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor))
        var event = epoll_event(events: readiness.rawValue, data: epoll_data_t(u64: token))
        epoll_ctl(epoll, operation, descriptor, &event)
    }
}
