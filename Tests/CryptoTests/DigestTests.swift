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
