import Testing

@testable import HTTPServer

@Suite struct ChunkedDecoderTests {
    @Test func `chunks are joined, extensions and trailers dropped`() {
        let outcome = decode("5\r\nhello\r\n1;a=\"b\"\r\n \r\n00005\r\nworld\r\n0\r\nExpires: now\r\n\r\nGET")

        #expect(outcome == .body("hello world", used: 55))
    }

    @Test func `any two cuts leave the body the same`() {
        let bytes = Array("5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nA: b\r\n\r\n".utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                #expect(decode(bytes, cutAt: [first, second]) == .body("hello world", used: bytes.count))
            }
        }
    }

    @Test(arguments: [
        "\r\n", "x\r\n", "-1\r\n", "+1\r\n", "0x1\r\nA\r\n", "1 \r\nA\r\n", "1\nA\r\n", "1\r\nAB\r\n", "1\r\nA\n",
        "1\rA", "123456789\r\n", "1;\0\r\nA\r\n", ";\r\n", "0\r\n Folded: x\r\n\r\n", "0\r\nA\r\n\r\n",
        "0\r\nA : b\r\n\r\n", "0\r\nA: b\n\r\n", "0\r\n\rX",
    ])
    func `a chunk that breaks the grammar is refused`(text: String) {
        #expect(decode(text) == .refused(.malformed(.chunk)))
    }

    @Test func `a chunk beyond the limit is refused when its size is read`() {
        #expect(decode("65\r\n", limit: 100) == .refused(.bodyTooLarge(limit: 100)))
        #expect(decode("64\r\n", limit: 100) == .incomplete)
        #expect(decode("FFFFFFFF\r\n", limit: 100) == .refused(.bodyTooLarge(limit: 100)))
    }

    @Test func `long extensions and trailers are refused`() {
        #expect(decode("1;" + String(repeating: "a", count: 300)) == .refused(.malformed(.chunk)))
        #expect(decode("0\r\nA:" + String(repeating: "a", count: 5_000)) == .refused(.malformed(.chunk)))
    }

    @Test func `much framing around little content is refused`() {
        let chunk = "1;" + String(repeating: "a", count: 250) + "\r\nA\r\n"

        let outcome = decode(String(repeating: chunk, count: 200), limit: 100_000)

        #expect(outcome == .refused(.malformed(.chunk)))
    }

    @Test func `single octets in chunks of their own are taken`() {
        let body = String(repeating: "1\r\nA\r\n", count: 50_000) + "0\r\n\r\n"

        let outcome = decode(body, limit: 100_000)

        #expect(outcome == .body(String(repeating: "A", count: 50_000), used: body.utf8.count))
    }

    enum Outcome: Equatable {
        case incomplete
        case refused(Refusal)
        case body(String, used: Int)
    }

    private func decode(_ text: String, limit: Int = 1_000) -> Outcome {
        decode(Array(text.utf8), limit: limit)
    }

    private func decode(_ bytes: [UInt8], cutAt cuts: [Int] = [], limit: Int = 1_000) -> Outcome {
        var decoder = ChunkedDecoder()
        var body: [UInt8] = []
        var position = 0
        do throws(Refusal) {
            for end in cuts + [bytes.count] where end > position {
                let piece = bytes[position..<end]
                position += try decoder.decode(piece.span, into: &body, limit: limit)
            }
        } catch {
            return .refused(error)
        }
        return decoder.isComplete ? .body(String(decoding: body, as: UTF8.self), used: position) : .incomplete
    }
}
