import Crypto
import Testing

@Suite struct SecureTokenTests {
    @Test func `a token is its prefix and 160 random bits, and is stored as a hash`() {
        let token = SecureToken(prefix: "fte_live_") { [UInt8](repeating: 0xFF, count: $0) }

        #expect(token.reveal() == "fte_live_" + String(repeating: "z", count: 32))
        #expect(token.hash == SHA256.digest(of: token.reveal()))
        #expect(SecureToken.hash(of: token.reveal()) == token.hash)
        #expect(SecureToken.hash(of: token.reveal() + " ") != token.hash)
    }

    @Test func `a token in a log, a dump or a description shows its hint alone`() {
        let token = SecureToken(prefix: "fte_test_")
        let secret = token.reveal().dropFirst("fte_test_".count + 4)
        var dumped = ""
        dump(["key": token], to: &dumped)

        for shown in ["\(token)", String(reflecting: token), "\([token])", dumped] {
            #expect(!shown.contains(secret))
            #expect(shown.contains(token.hint))
        }
    }

    @Test func `no two tokens are the same`() {
        let tokens = (0..<1000).map { _ in SecureToken(prefix: "k_").reveal() }

        #expect(Set(tokens).count == 1000)
    }
}
