import CLinux

/// A request's head as it was read.
struct RequestHead {
    /// Without its body.
    var request: Request
    var framing: BodyFraming
    var keepsAlive: Bool
    var expectsContinue: Bool
    /// How many octets the head took, its empty line included.
    var size: Int
}

/// Reads a request line and its fields (RFC 9112, sections 2 to 5), and refuses whatever two readers might
/// understand differently.
struct HeadParser {
    var maxBytes: Int
    var maxTargetBytes: Int
    var maxFields: Int

    init(_ configuration: ServerConfiguration) {
        maxBytes = configuration.maxHeadBytes
        maxTargetBytes = configuration.maxTargetBytes
        maxFields = configuration.maxFields
    }

    /// - Parameter searched: how much of the input was seen in earlier calls without finding the head's end; kept
    ///   here so that a head which drips in isn't searched from its start each time.
    /// - Returns: `nil` while the head's end hasn't come.
    func parse(
        _ input: Span<UInt8>, from remoteAddress: RemoteAddress, searched: inout Int
    ) throws(Refusal) -> RequestHead? {
        var start = 0
        // An empty line before the request line is to be ignored (section 2.2); two are let pass.
        while start < 4 && start + 1 < input.count && input[start] == 13 && input[start + 1] == 10 { start += 2 }
        guard let end = Self.endOfHead(input, from: max(start, searched - 3)) else {
            try refuseHopeless(input.extracting(start..<input.count))
            searched = input.count
            return nil
        }
        searched = 0
        guard end - start <= maxBytes else { throw .headTooLarge }
        var head = try parseWhole(input.extracting(start..<end), from: remoteAddress)
        head.size = end + 2
        return head
    }

    /// The offset of the empty line that ends a head.
    private static func endOfHead(_ input: Span<UInt8>, from start: Int) -> Int? {
        guard start < input.count else { return nil }
        return input.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress,
                let found = linux_memmem(base + start, bytes.count - start, "\r\n\r\n", 4)
            else { return nil }
            return UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found)) + 2
        }
    }

    /// Ends the wait for a head that can't become valid.
    private func refuseHopeless(_ input: Span<UInt8>) throws(Refusal) {
        var firstLineEnd: Int?
        for index in 0..<input.count where input[index] == 10 {
            guard index > 0, input[index - 1] == 13 else {
                throw .malformed(firstLineEnd == nil ? .requestLine : .field)
            }
            if firstLineEnd == nil { firstLineEnd = index }
        }
        if input.count > maxBytes { throw firstLineEnd == nil ? .targetTooLong : .headTooLarge }
    }

    /// - Parameter bytes: the head up to the line break of its last field.
    private func parseWhole(
        _ bytes: Span<UInt8>, from remoteAddress: RemoteAddress
    ) throws(Refusal) -> RequestHead {
        var line = try RequestLine(bytes, maxTargetBytes: maxTargetBytes)
        var headers = Headers()
        headers.reserve(bytes: bytes.count - line.size + 8, fields: 12)
        var framing = FramingFields(isHTTP10: line.version == .http10)
        var position = line.size
        while position < bytes.count {
            let field = try FieldLine(bytes, at: position)
            let name = bytes.extracting(field.name)
            let value = bytes.extracting(field.value)
            try framing.note(name: name, value: value)
            name.withUnsafeBufferPointer { name in
                value.withUnsafeBufferPointer { value in headers.appendLine(name: name, value: value) }
            }
            guard headers.count <= maxFields else { throw .headTooLarge }
            if let authority = line.authority, name.equalsIgnoringCase("host") {
                guard value.equalsIgnoringCase(bytes.extracting(authority)) else { throw .malformed(.host) }
                line.authority = nil
            }
            position = field.end
        }
        let request = Request(
            line.method, line.target, headers: headers, version: line.version, remoteAddress: remoteAddress)
        return RequestHead(
            request: request, framing: try framing.bodyFraming(), keepsAlive: framing.keepsAlive,
            expectsContinue: framing.expectsContinue, size: 0)
    }
}
