import COpenSSL

/// A keyed digest (RFC 2104 with SHA-256): it shows that who wrote a message knows the key.
package enum HMACSHA256 {
    package static func code(for message: [UInt8], key: [UInt8]) -> Digest {
        message.withUnsafeBytes { message in
            key.withUnsafeBytes { key in
                Digest { out in
                    var length: UInt32 = 0
                    let code = HMAC(
                        SHA256.method, key.baseAddress, CInt(key.count),
                        message.bindMemory(to: UInt8.self).baseAddress, message.count, out, &length)
                    precondition(code != nil && length == 32, "libcrypto could not compute HMAC-SHA-256")
                }
            }
        }
    }

    package static func code(for message: String, key: [UInt8]) -> Digest {
        code(for: Array(message.utf8), key: key)
    }

    /// Compares in constant time.
    package static func isValid(_ code: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        ConstantTime.areEqual(code, self.code(for: message, key: key).bytes)
    }
}
