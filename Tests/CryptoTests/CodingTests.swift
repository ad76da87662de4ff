import Crypto
import Testing

@Suite struct CodingTests {
    /// The bits of RFC 4648's section 10 vectors, in Crockford's alphabet.
    @Test(arguments: [
        ("", ""), ("f", "cr"), ("fo", "csqg"), ("foo", "csqpy"), ("foob", "csqpyrg"), ("fooba", "csqpyrk1"),
        ("foobar", "csqpyrk1e8"),
    ])
    func `base32 is written in Crockford's letters`(text: String, coded: String) {
        #expect(Base32.encode(Array(text.utf8)) == coded)
        #expect(Base32.decode(coded) == Array(text.utf8))
        #expect(Base32.decode(coded.uppercased()) == Array(text.utf8))
    }

    @Test func `base32 reads the letters that people confuse`() {
        let written = Base32.decode("00110000")

        #expect(written != nil)
        for typed in ["oOI10000", "00Ii0o0O", "OolL0000"] { #expect(Base32.decode(typed) == written) }
    }

    @Test(arguments: ["u", "U", "cu", "cs!g", "c", "csq", "cz", "cs-g"])
    func `base32 refuses other letters, impossible lengths and stray bits`(text: String) {
        #expect(Base32.decode(text) == nil)
    }

    @Test(arguments: [("", ""), ("f", "66"), ("foobar", "666f6f626172")])
    func `hexadecimal gives the answers of RFC 4648`(text: String, coded: String) {
        #expect(Hex.encode(Array(text.utf8)) == coded)
        #expect(Hex.decode(coded) == Array(text.utf8))
        #expect(Hex.decode(coded.uppercased()) == Array(text.utf8))
    }

    @Test(arguments: ["6", "6g", "0x66", " 66", "66\n"])
    func `hexadecimal refuses what is none`(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test func `random bytes of any length come back from each coding`() {
        for length in 0..<100 {
            let bytes = SecureRandom.bytes(length)

            #expect(bytes.count == length)
            #expect(Base32.decode(Base32.encode(bytes)) == bytes)
            #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        }
    }
}
