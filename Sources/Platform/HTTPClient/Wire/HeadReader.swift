/// Puts an answer's head together from its lines.
struct HeadReader {
    enum Step {
        case more
        case end
        case malformed
    }

    private(set) var head = HTTPHead(status: 0)

    /// - Parameter line: with its line end. An interim head (1xx) is forgotten when the next status line comes.
    mutating func read(_ line: UnsafeRawBufferPointer) -> Step {
        let line = withoutLineEnd(line)
        if line.isEmpty { return 200...999 ~= head.status ? .end : .more }
        if let status = Self.status(line) {
            head = HTTPHead(status: status)
            head.headers.reserve(bytes: 512, fields: 12)
            return .more
        }
        guard head.status > 0 else { return .malformed }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return .malformed }
        let isSound = head.headers.append(
            name: UnsafeRawBufferPointer(rebasing: line[..<colon]),
            value: UnsafeRawBufferPointer(rebasing: line[(colon + 1)...]))
        return isSound ? .more : .malformed
    }

    private func withoutLineEnd(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var end = line.count
        if end > 0, line[end - 1] == 10 { end -= 1 }
        if end > 0, line[end - 1] == 13 { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: line[..<end])
    }

    /// `HTTP/1.1 200 OK`, `HTTP/2 200`.
    private static func status(_ line: UnsafeRawBufferPointer) -> Int? {
        let prefix: StaticString = "HTTP/"
        guard line.count >= 10, (0..<5).allSatisfy({ line[$0] == prefix.utf8Start[$0] }),
            let space = line.firstIndex(of: 32), line.count >= space + 4
        else { return nil }
        let digits = line[(space + 1)...(space + 3)]
        guard digits.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}
