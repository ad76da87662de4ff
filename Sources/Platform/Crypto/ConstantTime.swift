import COpenSSL

/// Comparisons whose duration tells nothing about where two secrets differ; only their lengths may be learned.
package enum ConstantTime {
    package static func areEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        one.count == other.count && (one.isEmpty || CRYPTO_memcmp(one, other, one.count) == 0)
    }

    package static func areEqual(_ one: String, _ other: String) -> Bool {
        areEqual(Array(one.utf8), Array(other.utf8))
    }
}
