import Glibc

/// Which process this is, for logs and for who holds a claim.
package struct ProcessIdentity: Hashable, Sendable, CustomStringConvertible {
    package let host: String
    package let pid: Int
    /// Tells this process from an earlier one with the same host and pid, which is ordinary in containers.
    package let nonce: UInt32

    package init(host: String, pid: Int, nonce: UInt32) {
        self.host = host
        self.pid = pid
        self.nonce = nonce
    }

    package static let current: ProcessIdentity = {
        var name = [CChar](repeating: 0, count: 256)
        let known = gethostname(&name, name.count - 1) == 0
        let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return ProcessIdentity(
            host: known && !bytes.isEmpty ? String(decoding: bytes, as: UTF8.self) : "localhost",
            pid: Int(getpid()), nonce: .random(in: .min ... .max))
    }()

    /// `host:pid:nonce`.
    package var description: String { "\(host):\(pid):\(String(nonce, radix: 16))" }
}
