import COpenSSL

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
    package static func digest(of bytes: [UInt8]) -> Digest {
        bytes.withUnsafeBytes { digest(of: $0) }
    }

    /// Of the text's UTF-8.
    package static func digest(of text: String) -> Digest {
        var text = text
        return text.withUTF8 { digest(of: UnsafeRawBufferPointer($0)) }
    }

    /// `EVP_Digest`, which keeps its context to itself. It fails only where libcrypto can't allocate.
    package static func digest(of bytes: UnsafeRawBufferPointer) -> Digest {
        Digest { out in
            let done = EVP_Digest(bytes.baseAddress, bytes.count, out, nil, method, nil)
            precondition(done == 1, "libcrypto could not compute SHA-256")
        }
    }

    /// Fetched once, since `EVP_sha256()` is looked up again on each use (OpenSSL 3.0, crypto(7), "Performance").
    /// Never written after that, and libcrypto lets threads share it.
    nonisolated(unsafe) static let method: OpaquePointer = {
        guard let method = EVP_MD_fetch(nil, "SHA256", nil) else {
            preconditionFailure("libcrypto offers no SHA-256; is its configuration (openssl.cnf) whole?")
        }
        return method
    }()
}
