/// The path and query that a request asks for (RFC 9112, section 3.2), checked when made: every `%` begins two hex
/// digits, nothing decodes to NUL, and what is decoded is UTF-8.
package struct RequestTarget: Hashable, Sendable {
    /// The path as it came, `*` for `OPTIONS *`. Split this, not `path`, where `%2F` must not act as a slash.
    package let rawPath: String
    /// What follows `?`, as it came. `nil` without a question mark.
    package let rawQuery: String?
    /// The path, decoded.
    package let path: String

    /// - Parameter text: the origin form, as in `/tickets/7?full=yes`.
    /// - Returns: `nil` when it isn't one.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        self.init(origin: bytes.span)
    }

    /// The path's segments, split before they are decoded: `/a%2Fb/c` has two. A trailing slash leaves an empty one.
    package var segments: [String] {
        rawPath.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
            PercentCoding.decode(Array($0).span) ?? ""
        }
    }

    /// The query's fields, decoded; a name without `=` has an empty value.
    package var query: FormFields {
        guard let rawQuery else { return FormFields() }
        return (try? FormFields(urlEncoded: Array(rawQuery.utf8).span)) ?? FormFields()
    }

    init?(origin bytes: Span<UInt8>) {
        guard bytes.count > 0, bytes[0] == UInt8(ascii: "/") || (bytes.count == 1 && bytes[0] == UInt8(ascii: "*"))
        else { return nil }
        var pathEnd = bytes.count
        var isPlain = true
        for index in 0..<bytes.count {
            guard ByteClass.isTarget(bytes[index]) else { return nil }
            if bytes[index] == UInt8(ascii: "%") { isPlain = false }
            if bytes[index] == UInt8(ascii: "?") && pathEnd == bytes.count { pathEnd = index }
        }
        let pathBytes = bytes.extracting(0..<pathEnd)
        rawPath = String(ascii: pathBytes)
        rawQuery = pathEnd < bytes.count ? String(ascii: bytes.extracting((pathEnd + 1)..<bytes.count)) : nil
        if isPlain {
            path = rawPath
        } else {
            guard let decoded = PercentCoding.decode(pathBytes) else { return nil }
            path = decoded
            if pathEnd < bytes.count {
                guard (try? FormFields(urlEncoded: bytes.extracting((pathEnd + 1)..<bytes.count))) != nil else {
                    return nil
                }
            }
        }
    }
}
