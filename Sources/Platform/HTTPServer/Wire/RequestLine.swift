/// `GET /tickets?page=2 HTTP/1.1` (RFC 9112, section 3).
struct RequestLine {
    let method: Method
    let target: RequestTarget
    let version: Request.Version
    /// Where the absolute form (`GET http://host/path`) names a host, which must then be the Host field's.
    var authority: Range<Int>?
    /// The line's octets, its line break included.
    let size: Int

    /// - Parameter bytes: whole lines, each with its line break.
    init(_ bytes: Span<UInt8>, maxTargetBytes: Int) throws(Refusal) {
        var position = 0
        while position < bytes.count && ByteClass.isToken(bytes[position]) { position += 1 }
        guard position > 0, position <= 24, position < bytes.count, bytes[position] == UInt8(ascii: " ") else {
            throw .malformed(.requestLine)
        }
        method = Method(bytes.extracting(0..<position))
        let targetStart = position + 1
        position = targetStart
        while position < bytes.count && bytes[position] > 32 && bytes[position] != 127 { position += 1 }
        let targetEnd = position
        // " HTTP/1.1" and the line break
        guard targetEnd + 11 <= bytes.count, bytes[targetEnd] == UInt8(ascii: " ") else {
            throw .malformed(.requestLine)
        }
        version = try Self.version(bytes.extracting((targetEnd + 1)..<(targetEnd + 11)))
        size = targetEnd + 11
        guard targetEnd - targetStart <= maxTargetBytes else { throw .targetTooLong }
        let (origin, authority) = try Self.split(bytes, targetStart..<targetEnd)
        self.authority = authority
        guard
            let target = origin.isEmpty ? RequestTarget("/") : RequestTarget(origin: bytes.extracting(origin)),
            target.rawPath != "*" || method == .options
        else { throw .malformed(.target) }
        self.target = target
    }

    /// - Parameter bytes: the ten octets of version and line break.
    private static func version(_ bytes: Span<UInt8>) throws(Refusal) -> Request.Version {
        guard bytes.extracting(0..<5).equals("HTTP/"), bytes[6] == UInt8(ascii: "."), bytes[8] == 13, bytes[9] == 10,
            let major = ByteClass.digitValue(bytes[5]), let minor = ByteClass.digitValue(bytes[7])
        else { throw .malformed(.requestLine) }
        switch (major, minor) {
        case (1, 0): return .http10
        case (1, 1): return .http11
        default: throw .unknownVersion
        }
    }

    /// Finds the origin form within the absolute form, which servers must take too (section 3.2.2).
    private static func split(
        _ bytes: Span<UInt8>, _ target: Range<Int>
    ) throws(Refusal) -> (origin: Range<Int>, authority: Range<Int>?) {
        for scheme: StaticString in ["http://", "https://"] {
            let start = target.lowerBound + scheme.utf8CodeUnitCount
            guard start < target.upperBound,
                bytes.extracting(target.lowerBound..<start).equalsIgnoringCase(scheme)
            else { continue }
            var end = start
            while end < target.upperBound && bytes[end] != UInt8(ascii: "/") { end += 1 }
            return (end..<target.upperBound, start..<end)
        }
        guard target.lowerBound < target.upperBound else { throw .malformed(.requestLine) }
        return (target, nil)
    }
}

extension Method {
    /// - Parameter name: octets that were checked to be a token.
    fileprivate init(_ name: Span<UInt8>) {
        if name.equals("GET") {
            self = .get
        } else if name.equals("POST") {
            self = .post
        } else {
            self.init(String(ascii: name))
        }
    }
}
