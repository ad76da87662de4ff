import Crypto
import Testing

@Suite struct DigestTests {
    /// FIPS 180-4, examples of the Secure Hashing Algorithm page (one block, two blocks, empty).
    @Test(arguments: [
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 gives the standard's answers`(text: String, expected: String) {
        let digest = SHA256.digest(of: text)

        #expect(digest.hex == expected)
        #expect(SHA256.digest(of: Array(text.utf8)) == digest)
    }

    @Test func `SHA-256 of a million letters a is the standard's`() {
        let digest = SHA256.digest(of: [UInt8](repeating: 0x61, count: 1_000_000))

        #expect(digest.hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    /// RFC 4231, test cases 1 to 4, 6 and 7 (5 is about truncated codes).
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            Array(1...25), [UInt8](repeating: 0xCD, count: 50),
            "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            Array(
                ("This is a test using a larger than block-size key and a larger than block-size data. "
                    + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func `HMAC-SHA-256 gives the answers of RFC 4231`(key: [UInt8], message: [UInt8], expected: String) {
        let code = HMACSHA256.code(for: message, key: key)

        #expect(code.hex == expected)
        #expect(HMACSHA256.isValid(code.bytes, for: message, key: key))
    }

    /// The code of RFC 2104's function for the empty key and message, as published with the algorithm.
    @Test func `HMAC takes an empty key and an empty message`() {
        let code = HMACSHA256.code(for: [], key: [])

        #expect(code.hex == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }

    @Test func `a code with one bit changed, or cut short, is not valid`() {
        let message = Array("order 7".utf8)
        var forged = HMACSHA256.code(for: message, key: [1, 2, 3]).bytes
        let short = Array(forged.dropLast())
        forged[31] ^= 1

        #expect(!HMACSHA256.isValid(forged, for: message, key: [1, 2, 3]))
        #expect(!HMACSHA256.isValid(short, for: message, key: [1, 2, 3]))
        #expect(!HMACSHA256.isValid([], for: message, key: [1, 2, 3]))
    }

    @Test func `a digest comes back from its bytes and its digits, and only from 32 bytes`() {
        let digest = SHA256.digest(of: "abc")

        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(Digest(hex: digest.hex.uppercased()) == digest)
        #expect(Digest(bytes: Array(digest.bytes.dropLast())) == nil)
        #expect(Digest(hex: "zz") == nil)
        #expect(Set([digest, SHA256.digest(of: "abc")]).count == 1)
    }

    @Test func `equality looks at every byte and at the length`() {
        #expect(ConstantTime.areEqual([1, 2, 3], [1, 2, 3]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [1, 2, 4]))
        #expect(!ConstantTime.areEqual([1, 2, 3], [0, 2, 3]))
        #expect(!ConstantTime.areEqual([1, 2], [1, 2, 3]))
        #expect(ConstantTime.areEqual("", ""))
        #expect(!ConstantTime.areEqual("é", "e\u{301}"))
    }

    @Test func `many threads digest at once and agree`() async {
        let expected = (0..<50).map { SHA256.digest(of: "text \($0)") }

        let results = await withTaskGroup(of: [Digest].self, returning: [[Digest]].self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<50).map { SHA256.digest(of: "text \($0)") } }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(results.count == 8)
        #expect(results.allSatisfy { $0 == expected })
    }
}
