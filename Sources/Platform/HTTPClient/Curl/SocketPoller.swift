import CCurl
import CLinux
import Glibc

/// The sockets that curl wants watched (epoll(7)).
///
/// Curl stops watching a connection after each answer and begins again with the next request. A connection stays in the
/// epoll set between the two, which saves both system calls: it is taken out only if it becomes ready while nobody wants
/// it, which is when the server closes it.
final class SocketPoller {
    private struct Watch {
        /// What the epoll set holds for the descriptor: 0 if it isn't there.
        var registered: UInt32 = 0
        /// What curl wants to know.
        var wanted: UInt32 = 0
        /// Opened by curl for a connection: it may stay in the set when unwanted.
        var isConnection = false
    }

    private let epoll: Int32
    private let wakeUp: Int32
    private let events: UnsafeMutableBufferPointer<epoll_event>
    /// By descriptor.
    private var watches: [Watch] = []

    init(_ wakeUp: WakeUp) throws(HTTPError) {
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        guard epoll >= 0 else { throw .other(code: Int(errno), reason: "no epoll set") }
        events = .allocate(capacity: 256)
        events.initialize(repeating: epoll_event())
        self.wakeUp = wakeUp.descriptor
        // Edge-triggered: each write is one event, so the counter never has to be read.
        control(EPOLL_CTL_ADD, self.wakeUp, EPOLLIN.rawValue | EPOLLET.rawValue)
    }

    deinit {
        close(epoll)
        events.deallocate()
    }

    /// Waits at most so long, or without end if negative; then tells each descriptor with curl's bits for it
    /// (curl_multi_socket_action(3)).
    func wait(milliseconds: Int32, _ handle: (_ descriptor: Int32, _ readiness: Int32) -> Void) {
        let count = epoll_wait(epoll, events.baseAddress, Int32(events.count), milliseconds)
        guard count > 0 else { return }
        for index in 0..<Int(count) {
            let descriptor = events[index].data.fd
            guard descriptor != wakeUp else { continue }
            guard watches[Int(descriptor)].wanted != 0 else {
                forget(descriptor)
                continue
            }
            let ready = events[index].events
            var readiness: Int32 = 0
            if ready & (EPOLLIN.rawValue | EPOLLHUP.rawValue) != 0 { readiness |= CURL_CSELECT_IN }
            if ready & EPOLLOUT.rawValue != 0 { readiness |= CURL_CSELECT_OUT }
            if ready & EPOLLERR.rawValue != 0 { readiness |= CURL_CSELECT_ERR }
            handle(descriptor, readiness)
        }
    }

    /// Opens a socket for a connection. Whatever had its number before has left the epoll set by being closed.
    func open(_ address: curl_sockaddr) -> Int32 {
        let descriptor = socket(
            address.family, address.socktype | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue),
            address.protocol)
        if descriptor >= 0 {
            makeRoom(descriptor)
            watches[Int(descriptor)] = Watch(isConnection: true)
        }
        return descriptor
    }

    /// - Parameter what: `CURL_POLL_IN` and its like.
    /// - Parameter isOnWire: whether a connection is established, so that what is known of its descriptor still holds.
    func watch(_ descriptor: Int32, _ what: Int32, isOnWire: Bool) {
        makeRoom(descriptor)
        var watch = watches[Int(descriptor)]
        if !isOnWire && watch.wanted == 0 && watch.registered != 0 {
            // A connection of that number was closed at rest; this is another descriptor, perhaps a resolver's.
            watch = Watch()
        }
        watch.wanted = 0
        if what & CURL_POLL_IN != 0 { watch.wanted |= EPOLLIN.rawValue }
        if what & CURL_POLL_OUT != 0 { watch.wanted |= EPOLLOUT.rawValue }
        if watch.registered != watch.wanted {
            if watch.registered == 0 || !control(EPOLL_CTL_MOD, descriptor, watch.wanted) {
                if !control(EPOLL_CTL_ADD, descriptor, watch.wanted) {
                    control(EPOLL_CTL_MOD, descriptor, watch.wanted)
                }
            }
            watch.registered = watch.wanted
        }
        watches[Int(descriptor)] = watch
    }

    func unwatch(_ descriptor: Int32) {
        makeRoom(descriptor)
        watches[Int(descriptor)].wanted = 0
        let watch = watches[Int(descriptor)]
        if !watch.isConnection || watch.registered != EPOLLIN.rawValue { forget(descriptor) }
    }

    private func forget(_ descriptor: Int32) {
        if watches[Int(descriptor)].registered != 0 { control(EPOLL_CTL_DEL, descriptor, 0) }
        watches[Int(descriptor)].registered = 0
    }

    private func makeRoom(_ descriptor: Int32) {
        let missing = Int(descriptor) + 1 - watches.count
        if missing > 0 { watches.append(contentsOf: repeatElement(Watch(), count: missing)) }
    }

    @discardableResult
    private func control(_ operation: Int32, _ descriptor: Int32, _ interest: UInt32) -> Bool {
        var event = epoll_event(events: interest, data: epoll_data_t(fd: descriptor))
        return epoll_ctl(epoll, operation, descriptor, &event) == 0
    }
}
