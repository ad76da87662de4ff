/// Spoils requests in the ways that attackers and broken programs do.
struct RequestMutator {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    static let samples: [String] = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /tickets/7?full=yes&x=%C3%A4+b HTTP/1.1\r\nHost: a.example:80\r\nAccept: */*\r\n\r\n",
        "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nContent-Type: text/plain\r\n\r\nhello world",
        "POST /up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nA: b\r\n\r\n",
        "PUT /a%20b HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc",
        "HEAD http://a/x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: [::1]:8000\r\n\r\n",
    ]

    private static let fragments: [String] = [
        "\r", "\n", "\r\n", "\r\n\r\n", " ", "\t", "\0", ":", ";", "%", "%00", "%zz", "\u{7F}", "é", "0", "-1", "+5",
        "0x10", "99999999999999999999", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Host: b\r\n",
        "HTTP/1.1", "HTTP/2.0", "chunked", "ffffffff\r\n", "0\r\n\r\n", "Connection: close\r\n",
    ]

    mutating func next() -> [UInt8] {
        var bytes = sample()
        if chance(8) { bytes += sample() }
        for _ in 0..<Int.random(in: 0...4, using: &generator) { mutate(&bytes) }
        return bytes
    }

    /// Where to cut an input in two.
    mutating func cut(_ bytes: [UInt8]) -> Int {
        Int.random(in: 0...bytes.count, using: &generator)
    }

    private mutating func sample() -> [UInt8] {
        Array((Self.samples.randomElement(using: &generator) ?? "").utf8)
    }

    private mutating func chance(_ odds: Int) -> Bool {
        Int.random(in: 0..<odds, using: &generator) == 0
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let position = Int.random(in: 0...bytes.count, using: &generator)
        let end = min(bytes.count, position + Int.random(in: 1...12, using: &generator))
        switch Int.random(in: 0..<6, using: &generator) {
        case 0 where position < bytes.count: bytes[position] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.removeSubrange(position..<end)
        case 2:
            bytes.insert(contentsOf: Array((Self.fragments.randomElement(using: &generator) ?? "").utf8), at: position)
        case 3: bytes.insert(contentsOf: Array(bytes[position..<end]), at: position)
        case 4: bytes.removeSubrange(position...)
        default:
            for _ in 0..<Int.random(in: 1...300, using: &generator) {
                bytes.insert(UInt8.random(in: 0...255, using: &generator), at: position)
            }
        }
    }
}
