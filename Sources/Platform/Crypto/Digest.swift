import COpenSSL

/// 32 bytes that stand for others. Two are compared in constant time.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
    package static let byteCount = 32

    package let bytes: [UInt8]

    /// Takes back what was stored. Nil unless it is 32 bytes.
    package init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Takes back 64 hexadecimal digits.
    package init?(hex: String) {
        guard let bytes = Hex.decode(hex) else { return nil }
        self.init(bytes: bytes)
    }

    /// - Parameter fill: writes all 32 bytes.
    init(filledBy fill: (UnsafeMutablePointer<UInt8>) -> Void) {
        bytes = [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
            buffer.baseAddress.map(fill)
            count = Self.byteCount
        }
    }

    package var hex: String { Hex.encode(bytes) }
    package var description: String { hex }

    package static func == (one: Digest, other: Digest) -> Bool { ConstantTime.areEqual(one.bytes, other.bytes) }
}
