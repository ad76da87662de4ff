import COpenSSL

/// Random bytes that nobody can guess, from libcrypto's generator (`RAND_bytes`, one generator a thread).
package enum SecureRandom {
    /// The kernel's source failing is the one way this can fail; the program stops, since no secret could be made.
    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            precondition(RAND_bytes(buffer.baseAddress, CInt(count)) == 1, "no random bytes to be had")
            filled = count
        }
    }
}
