import Glibc

/// A descriptor held back, so that a connection which came when none was left can still be taken and closed. Else it
/// would stay in the kernel's queue and keep the loop awake.
struct SpareDescriptor {
    private var descriptor = Self.open()

    /// Gives the descriptor up while `body` runs.
    mutating func lend(_ body: () -> Void) {
        close()
        body()
        descriptor = Self.open()
    }

    mutating func close() {
        if descriptor >= 0 { Glibc.close(descriptor) }
        descriptor = -1
    }

    private static func open() -> Int32 {
        Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
    }
}
