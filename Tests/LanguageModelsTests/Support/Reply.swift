import Formats

/// What a server sends for one request: bytes in the pieces in which they are written.
struct Reply: Sendable {
    enum Ending: Sendable {
        case keepsOpen, closes, waits
        /// Closes once the test says so.
        case closesBehind(Gate)
    }

    var pieces: [[UInt8]]
    var ending = Ending.keepsOpen
    /// Sent again and again until the client goes.
    var endlessPiece: [UInt8]?

    static func text(
        _ body: String, status: Int = 200, type: String = "text/plain", fields: [String] = []
    ) -> Reply {
        let head =
            ["HTTP/1.1 \(status) Whatever", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)"] + fields
        return Reply(pieces: [Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)])
    }

    static func json(_ body: JSONValue, status: Int = 200, fields: [String] = []) -> Reply {
        text(body.text, status: status, type: "application/json", fields: fields)
    }

    /// An event stream, in chunks of so many bytes; the last chunk follows unless the connection closes.
    static func stream(
        _ body: [UInt8], pieceSize: Int = 4_096, ending: Ending = .keepsOpen, type: String = "text/event-stream"
    ) -> Reply {
        var pieces = [Array("HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)]
        for start in stride(from: 0, to: body.count, by: pieceSize) {
            let piece = body[start..<min(start + pieceSize, body.count)]
            pieces.append(Array("\(String(piece.count, radix: 16))\r\n".utf8) + piece + Array("\r\n".utf8))
        }
        if case .keepsOpen = ending { pieces.append(Array("0\r\n\r\n".utf8)) }
        return Reply(pieces: pieces, ending: ending)
    }

    static func stream(_ body: String, pieceSize: Int = 4_096, ending: Ending = .keepsOpen) -> Reply {
        stream(Array(body.utf8), pieceSize: pieceSize, ending: ending)
    }

    static let closes = Reply(pieces: [], ending: .closes)
    static let silent = Reply(pieces: [], ending: .waits)

    static let chatHello = json([
        "id": "c1",
        "choices": [["index": 0, "message": ["role": "assistant", "content": "Hello"], "finish_reason": "stop"]],
        "usage": ["prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 12],
    ])

    static func error(_ status: Int, code: JSONValue = nil, message: String = "No.", fields: [String] = []) -> Reply {
        json(
            ["error": ["message": .string(message), "type": "some_error", "code": code]], status: status, fields: fields
        )
    }
}
