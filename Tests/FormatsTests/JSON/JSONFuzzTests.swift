import Formats
import Testing

struct JSONFuzzTests {
    @Test(arguments: 0..<8 as Range<UInt64>)
    func `what is written reads back equal`(seed: UInt64) throws {
        var random = Seeded(seed)
        for _ in 0..<500 {
            let value = Self.value(depth: 0, using: &random)

            #expect(try JSONValue(parsing: value.serialized()) == value)
            #expect(try JSONValue(parsing: value.prettyText) == value)
        }
    }

    /// Whatever is done to the bytes, they are refused or make a value that survives the round trip.
    @Test(arguments: 100..<108 as Range<UInt64>)
    func `changed bytes are refused or read consistently`(seed: UInt64) throws {
        let pieces = [
            "\"", "\\", "\\u", "\\ud83d", "{", "}", "[", "]", ",", ":", "e", "-", "0", "9999999999", "\u{0}", "é",
            "tru",
        ]
        var random = Seeded(seed)
        for _ in 0..<1000 {
            let bytes = random.mutate(Self.value(depth: 0, using: &random).serialized(), inserting: pieces)
            guard let value = try? JSONValue(parsing: bytes) else { continue }

            #expect(try JSONValue(parsing: value.serialized()) == value)
        }
    }

    private static func value(depth: Int, using random: inout Seeded) -> JSONValue {
        switch Int.random(in: 0..<(depth < 5 ? 9 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64(bitPattern: random.next() >> UInt64.random(in: 0..<64, using: &random)))
        case 3:
            let number = Double(bitPattern: random.next())
            return .number(number.isFinite ? number : 0.5)
        case 4, 5: return .string(text(using: &random))
        case 6:
            return .array(
                (0..<Int.random(in: 0..<6, using: &random)).map { _ in value(depth: depth + 1, using: &random) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<24, using: &random) {
                object[text(using: &random)] = value(depth: depth + 3, using: &random)
            }
            return .object(object)
        }
    }

    private static func text(using random: inout Seeded) -> String {
        let characters: [Character] = [
            "a", "b", "z", " ", "\"", "\\", "\n", "\0", "\u{1f}", "é", "€", "😀", "e\u{301}", "/", "\u{feff}",
        ]
        return String(
            (0..<Int.random(in: 0..<30, using: &random)).map { _ in characters.randomElement(using: &random)! })
    }
}
