@testable import HTTPServer

/// What became of an input that was parsed by itself.
enum ParseOutcome: Equatable {
    case incomplete
    case refused(Refusal)
    case request(method: Method, target: RequestTarget, headers: Headers, body: [UInt8], used: Int)

    var isRefused: Bool {
        if case .refused = self { true } else { false }
    }
}

/// Parses one request, in pieces that end at the given offsets.
func parse(_ bytes: [UInt8], cutAt cuts: [Int] = [], bodyLimit: Int = 1_000) -> ParseOutcome {
    let parser = HeadParser(ServerConfiguration())
    var searched = 0
    var head: RequestHead?
    var body: BodyDecoder?
    var position = 0
    do throws(Refusal) {
        for end in cuts.sorted() + [bytes.count] {
            if head == nil {
                let piece = bytes[..<end]
                head = try parser.parse(piece.span, from: .loopback, searched: &searched)
                guard let head else { continue }
                position = head.size
                body = try BodyDecoder(head.framing, limit: bodyLimit)
            }
            let piece = bytes[position..<max(position, end)]
            position += try body?.decode(piece.span) ?? 0
            if let head, let body, body.isComplete {
                return .request(
                    method: head.request.method, target: head.request.target, headers: head.request.headers,
                    body: body.bytes, used: position)
            }
        }
        return .incomplete
    } catch {
        return .refused(error)
    }
}
