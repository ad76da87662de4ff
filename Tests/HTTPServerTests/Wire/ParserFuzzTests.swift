import Glibc
import Testing

@testable import HTTPServer

@Suite struct ParserFuzzTests {
    /// `HTTP_FUZZ_CASES` asks for more than a test run's worth.
    static let cases = getenv("HTTP_FUZZ_CASES").flatMap { Int(String(cString: $0)) } ?? 200_000

    @Test(arguments: 0..<4)
    func `spoiled requests are refused or read, the same however they are cut`(part: Int) async {
        var mutator = RequestMutator(seed: UInt64(part))
        var readCount = 0
        for number in 0..<(Self.cases / 4) {
            // Others want the threads too.
            if number.isMultiple(of: 500) { await Task.yield() }
            let bytes = mutator.next()
            let cut = mutator.cut(bytes)

            let whole = parse(bytes)
            let pieces = parse(bytes, cutAt: [cut])

            // The same fault may be found under another name, since a piece is judged before the rest is there.
            if whole != pieces && !(whole.isRefused && pieces.isRefused) {
                Issue.record("cut at \(cut), \(bytes): \(whole) is not \(pieces)")
                return
            }
            if case .request(_, _, let headers, let body, let used) = whole {
                readCount += 1
                guard used <= bytes.count, body.count <= 1_000, headers.flaw == nil else {
                    Issue.record("read wrongly: \(bytes)")
                    return
                }
            }
        }
        #expect(readCount > Self.cases / 40, "the mutations spoil too much to test anything")
    }
}
