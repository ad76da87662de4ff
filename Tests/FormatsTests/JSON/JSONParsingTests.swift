import Formats
import Testing

struct JSONParsingTests {
    private static let wellFormed: [(String, JSONValue)] = [
        ("null", JSONValue.null), (" \t\r\n true ", true), ("false", false), ("0", 0), ("-0", 0), ("-12", -12),
        ("1.5", 1.5), ("1e3", .number(1000)), ("1E+2", .number(100)), ("25e-1", 2.5), ("-0.0", .number(-0.0)),
        (#""""#, ""), (#""a\"b\\c\/d\b\f\n\r\t""#, "a\"b\\c/d\u{8}\u{c}\n\r\t"), (#""\u00e9\u20AC""#, "é€"),
        (#""\ud83d\ude00""#, "😀"),
        (#""😀 and text that is longer than eight bytes""#, "😀 and text that is longer than eight bytes"),
        (#""\u0000""#, "\0"), ("\"\u{7f}\u{2028}\"", "\u{7f}\u{2028}"), ("[]", []), ("[ ]", []), ("{}", [:]),
        ("{ }", [:]),
        ("[1, [2, []], {\"a\": null}]", [1, [2, []], ["a": nil]]), (#"{"":0}"#, ["": 0]),
        (#"{"a" : {"b" : [true , false]}, "c":"d"}"#, ["a": ["b": [true, false]], "c": "d"]),
    ]

    @Test(arguments: wellFormed)
    func `well-formed text is read`(text: String, expected: JSONValue) throws {
        let value = try JSONValue(parsing: text)

        #expect(value == expected)
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "True", "NaN", "Infinity", "-", "+1", "01", "-01", "00", ".5", "1.", "1.e2", "1e",
        "1e+", "0x1",
        "1e999", "-1e400", "1 2", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "]", "{", "{\"a\"", "{\"a\":", "{\"a\":1",
        "{\"a\":1,}",
        "{a:1}", "{'a':1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "{1:2}", "{,}", "[}", "{]", "\"", "\"abc", "\"abc\\",
        "\"\\x\"",
        "\"\\u12\"", "\"\\u12g4\"", "\"\\ud800\"", "\"\\ud800x\"", "\"\\ud800\\n\"", "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"a\nb\"", "\"a\tb\"", "\"\u{1}\"", "\"\0\"", "\u{feff}1", "/* c */ 1", "1 // c", "'a'", "\u{a0}1", "[1]]",
        "{}{}",
        "\"a\" \"b\"", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "tru\u{65}e",
    ])
    func `malformed text is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
    }

    @Test(
        arguments: [
            [0xff], [0x22, 0x80, 0x22], [0x22, 0xc0, 0xaf, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22],
            [0x22, 0xe2, 0x82, 0x22],
            [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], [0xff, 0xfe, 0x31, 0x00], [0x31, 0x00],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: bytes) }
    }

    @Test(arguments: [
        ("9223372036854775807", JSONValue.integer(.max)), ("-9223372036854775808", .integer(.min)),
        ("9223372036854775808", .number(9_223_372_036_854_775_808)),
        ("-9223372036854775809", .number(-9_223_372_036_854_775_808)),
        ("18446744073709551616", .number(18_446_744_073_709_551_616)),
        ("123456789012345678901234567890", .number(1.2345678901234568e29)),
        ("9007199254740993.0", .number(9_007_199_254_740_992)), ("0.1", .number(0.1)), ("1e22", .number(1e22)),
        ("1e23", .number(1e23)),
        ("1.7976931348623157e308", .number(.greatestFiniteMagnitude)), ("5e-324", .number(.leastNonzeroMagnitude)),
        ("1e-999999999999999999999", .number(0)), ("0.00000000000000000000000000000000000001", .number(1e-38)),
        ("2.2250738585072014e-308", .number(.leastNormalMagnitude)), ("0e99999", .number(0)),
    ])
    func `integers of 64 bits are exact and other numbers the nearest`(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == expected)
    }

    @Test
    func `an error names byte, line, column and what was expected`() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "{\n  \"é\": 1,\n  \"é2\" x\n}") }

        #expect(error?.offset == 21)
        #expect(error?.line == 3)
        #expect(error?.column == 8)
        #expect(error?.description == "line 3, column 8: expected ':', found 'x'")
    }

    @Test
    func `a repeated key is named where it is repeated`() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: #"{"a":1, "a":2}"#) }

        #expect(error?.problem == "the key \"a\" is there twice")
        #expect(error?.offset == 8)
    }

    @Test
    func `a key is found again among many members`() throws {
        let members = (0..<5000).map { "\"key\($0)\":\($0)" }
        let text = "{\(members.joined(separator: ","))}"

        #expect(try JSONValue(parsing: text)["key4321"] == 4321)
        #expect(throws: JSONError.self) { try JSONValue(parsing: text.dropLast() + ",\"key17\":0}") }
    }

    @Test
    func `nesting is limited`() throws {
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }

        #expect(throws: Never.self) { try JSONValue(parsing: nested(64)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: nested(65)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: String(repeating: "{\"a\":", count: 1_000_000)) }
        #expect(throws: Never.self) { try JSONValue(parsing: nested(512), limits: JSONLimits(depth: 512)) }
    }

    @Test
    func `length is limited`() {
        #expect(throws: Never.self) { try JSONValue(parsing: "[1, 2]", limits: JSONLimits(bytes: 6)) }
        #expect(throws: JSONError.self) { try JSONValue(parsing: "[1, 23]", limits: JSONLimits(bytes: 6)) }
    }

    @Test
    func `any collection of bytes can be parsed`() throws {
        let bytes = Array("xx[1]".utf8)

        #expect(try JSONValue(parsing: bytes[2...]) == [1])
        #expect(try JSONValue(parsing: bytes.lazy.filter { $0 != UInt8(ascii: "x") }) == [1])
    }

    /// The scan reads eight bytes at a time, so each place within eight is tried.
    @Test(arguments: 0..<20)
    func `what ends or breaks a string is found wherever it stands`(length: Int) throws {
        let plain = String(repeating: "a", count: length)

        #expect(try JSONValue(parsing: "\"\(plain)\"") == .string(plain))
        #expect(try JSONValue(parsing: "\"\(plain)\\n\(plain)é\"") == .string(plain + "\n" + plain + "é"))
        #expect(throws: JSONError.self) { try JSONValue(parsing: "\"\(plain)\u{1f}\(plain)\"") }
        #expect(throws: JSONError.self) { try JSONValue(parsing: "\"\(plain)") }
    }
}
