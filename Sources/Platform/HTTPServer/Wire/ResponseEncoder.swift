/// How a response's end is told to the client (RFC 9112, section 6.3).
enum ResponseFraming {
    case length(Int)
    case chunked
    /// HTTP/1.0 knows no chunks: the end of the connection ends the body.
    case untilClose
    /// A status without content.
    case none
}

/// What a response says of its connection. HTTP/1.0 has to be told that it stays open, HTTP/1.1 that it doesn't.
enum ConnectionField {
    case unsaid, close, keepAlive
}

/// Writes a response's head and chunks.
enum ResponseEncoder {
    /// - Parameter date: the Date field's line, its line break included.
    static func writeHead(
        _ response: Response, framing: ResponseFraming, connection: ConnectionField, date: [UInt8],
        to output: inout [UInt8]
    ) {
        append("HTTP/1.1 ", to: &output)
        append(decimal: response.status.code, to: &output)
        output.append(UInt8(ascii: " "))
        append(response.status.reason, to: &output)
        append("\r\n", to: &output)
        output.append(contentsOf: date)
        response.headers.write(to: &output)
        switch connection {
        case .unsaid: break
        case .close: append("Connection: close\r\n", to: &output)
        case .keepAlive: append("Connection: keep-alive\r\n", to: &output)
        }
        switch framing {
        case .length(let length):
            append("Content-Length: ", to: &output)
            append(decimal: length, to: &output)
            append("\r\n\r\n", to: &output)
        case .chunked: append("Transfer-Encoding: chunked\r\n\r\n", to: &output)
        case .untilClose, .none: append("\r\n", to: &output)
        }
    }

    /// - Parameter chunk: not empty, since an empty one would end the body.
    static func writeChunk(_ chunk: [UInt8], to output: inout [UInt8]) {
        output.append(contentsOf: String(chunk.count, radix: 16).utf8)
        append("\r\n", to: &output)
        output.append(contentsOf: chunk)
        append("\r\n", to: &output)
    }

    static func append(_ text: StaticString, to output: inout [UInt8]) {
        text.withUTF8Buffer { output.append(contentsOf: $0) }
    }

    private static func append(decimal number: Int, to output: inout [UInt8]) {
        var divisor = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            output.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
