import Crypto
import FoundationEssentials
import Synchronization
import Testing

@Suite struct UUIDGeneratorTests {
    /// RFC 9562, appendix A.6: 1645557742000 ms, rand_a CC3, rand_b 18C4DC0C0C07398F. The fraction that yields CC3 is
    /// 0.7976 of a millisecond.
    @Test func `version 7 gives the example of RFC 9562`() {
        let generator = UUIDGenerator(
            nanosecondsSince1970: { 1_645_557_742_000_797_700 },
            randomBytes: { count in
                let word: [UInt8] = [0x18, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F]
                return (0..<count).map { word[$0 % 8] }
            })

        #expect(generator.v7().uuidString == "017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
    }

    /// RFC 9562, appendix A.3: the random bits are 919108F752D133205BACF847DB4148A8 with version and variant set.
    @Test func `version 4 gives the example of RFC 9562`() {
        let generator = UUIDGenerator(
            nanosecondsSince1970: { 0 },
            randomBytes: { count in
                let word: [UInt8] = [
                    0x91, 0x91, 0x08, 0xF7, 0x52, 0xD1, 0x33, 0x20, 0x5B, 0xAC, 0xF8, 0x47, 0xDB, 0x41, 0x48, 0xA8,
                ]
                return (0..<count).map { word[$0 % 16] }
            })

        #expect(generator.v4().uuidString == "919108F7-52D1-4320-9BAC-F847DB4148A8")
    }

    @Test func `version 7 rises while the clock stands still and when it is set back`() {
        let clock = Atomic<UInt64>(1_700_000_000_000_000_000)
        let generator = UUIDGenerator(nanosecondsSince1970: { clock.load(ordering: .relaxed) })
        var ids = (0..<10_000).map { _ in generator.v7().uuidString }
        clock.store(1_600_000_000_000_000_000, ordering: .relaxed)
        ids += (0..<10).map { _ in generator.v7().uuidString }
        clock.store(1_700_000_001_000_000_000, ordering: .relaxed)
        ids.append(generator.v7().uuidString)

        #expect(zip(ids, ids.dropFirst()).allSatisfy { $0 < $1 })
        #expect(ids.last?.hasPrefix("018BCFE5-6BE8-7000") == true)
    }

    @Test func `version and variant are always set`() {
        let generator = UUIDGenerator()

        for _ in 0..<1000 {
            let seven = generator.v7().uuid
            let four = generator.v4().uuid

            #expect(seven.6 >> 4 == 7 && seven.8 >> 6 == 2)
            #expect(four.6 >> 4 == 4 && four.8 >> 6 == 2)
        }
    }

    @Test func `many threads never get the same id, and each gets rising ones`() async {
        let generator = UUIDGenerator()

        let lists = await withTaskGroup(of: [String].self, returning: [[String]].self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<2000).map { _ in generator.v7().uuidString } }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(Set(lists.joined()).count == 16_000)
        #expect(lists.allSatisfy { list in zip(list, list.dropFirst()).allSatisfy { $0 < $1 } })
    }
}
