import Crypto
import FoundationEssentials
import Testing

@Suite struct NamedUUIDTests {
    private let names = UUID(uuidString: "6BA7B810-9DAD-11D1-80B4-00C04FD430C8")!

    @Test func `a name gives the example of RFC 9562`() {
        #expect(
            UUID(named: "www.example.com", in: names).uuidString == "5C146B14-3C52-8AFD-938A-375D0DF1FBF6")
    }

    @Test func `another name or namespace gives another`() {
        let one = UUID(named: "airline", in: names)
        #expect(one == UUID(named: "airline", in: names))
        #expect(one != UUID(named: "airline ", in: names))
        #expect(one != UUID(named: "airline", in: one))
    }
}
