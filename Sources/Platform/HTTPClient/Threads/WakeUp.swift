import CLinux
import Glibc

/// A descriptor that becomes readable when another thread wants the loop (eventfd(2)).
final class WakeUp: Sendable {
    let descriptor: Int32

    init() throws(HTTPError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
        guard descriptor >= 0 else { throw .other(code: Int(errno), reason: "no eventfd") }
    }

    deinit { close(descriptor) }

    func signal() {
        var one: UInt64 = 1
        write(descriptor, &one, 8)
    }
}
