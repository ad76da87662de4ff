/// How long a request's body is.
enum BodyFraming: Equatable {
    case length(Int)
    case chunked
}

/// The fields that decide where a request ends and what becomes of its connection (RFC 9112, section 6). Whatever
/// could be read in two ways is refused, since a proxy in front might read it the other way.
struct FramingFields {
    private let isHTTP10: Bool
    private var length: Int?
    private var isChunked = false
    private var hostCount = 0
    private var asksToClose = false
    private var asksToKeepAlive = false
    private(set) var expectsContinue = false

    init(isHTTP10: Bool) {
        self.isHTTP10 = isHTTP10
    }

    var keepsAlive: Bool {
        !asksToClose && (!isHTTP10 || asksToKeepAlive)
    }

    mutating func note(name: Span<UInt8>, value: Span<UInt8>) throws(Refusal) {
        switch name.count {
        case 4 where name.equalsIgnoringCase("host"): try noteHost(value)
        case 6 where name.equalsIgnoringCase("expect"): try noteExpectation(value)
        case 10 where name.equalsIgnoringCase("connection"): noteConnection(value)
        case 14 where name.equalsIgnoringCase("content-length"): try noteLength(value)
        case 17 where name.equalsIgnoringCase("transfer-encoding"): try noteTransferCoding(value)
        default: break
        }
    }

    /// To be called after the last field.
    func bodyFraming() throws(Refusal) -> BodyFraming {
        guard hostCount == 1 || (isHTTP10 && hostCount == 0) else { throw .malformed(.host) }
        guard !isChunked || length == nil else { throw .malformed(.length) }
        return isChunked ? .chunked : .length(length ?? 0)
    }

    private mutating func noteHost(_ value: Span<UInt8>) throws(Refusal) {
        hostCount += 1
        guard value.count > 0, value.count <= 255 + 6 else { throw .malformed(.host) }
        for index in 0..<value.count {
            guard ByteClass.isAuthority(value[index]) else { throw .malformed(.host) }
        }
    }

    private mutating func noteExpectation(_ value: Span<UInt8>) throws(Refusal) {
        guard value.equalsIgnoringCase("100-continue") else { throw .unknownExpectation }
        expectsContinue = !isHTTP10
    }

    private mutating func noteConnection(_ value: Span<UInt8>) {
        var start = 0
        while start < value.count {
            var end = start
            while end < value.count && value[end] != UInt8(ascii: ",") { end += 1 }
            let option = value.extracting(value.trimmed(start..<end))
            if option.equalsIgnoringCase("close") { asksToClose = true }
            if option.equalsIgnoringCase("keep-alive") { asksToKeepAlive = true }
            start = end + 1
        }
    }

    private mutating func noteLength(_ value: Span<UInt8>) throws(Refusal) {
        guard length == nil, value.count > 0, value.count <= 15 else { throw .malformed(.length) }
        var number = 0
        for index in 0..<value.count {
            guard let digit = ByteClass.digitValue(value[index]) else { throw .malformed(.length) }
            number = number * 10 + digit
        }
        length = number
    }

    private mutating func noteTransferCoding(_ value: Span<UInt8>) throws(Refusal) {
        guard !isChunked, !isHTTP10 else { throw .malformed(.length) }
        guard value.equalsIgnoringCase("chunked") else { throw .unknownTransferCoding }
        isChunked = true
    }
}
