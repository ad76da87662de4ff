import Formats
import Testing

struct YAMLParsingTests {
    private static let documents: [(String, JSONValue)] = [
        ("", nil), ("# only a comment\n", nil), ("---\n", nil), ("a: 1", ["a": 1]), ("\u{feff}a: 1", ["a": 1]),
        ("- 1\n- -2\n- +3\n- 0\n", [1, -2, 3, 0]), ("[1.5, -2e3, .5, 1., 1e2]", [1.5, -2000.0, 0.5, 1.0, 100.0]),
        ("[true, false, null, ~, ]", [true, false, nil, nil]),
        ("[yes, no, on, off, True, NULL]", ["yes", "no", "on", "off", "True", "NULL"]),
        ("['1', \"true\", 'null', '']", ["1", "true", "null", ""]),
        (
            "[007, 0x1F, 0o7, 1_000, 12:30, .inf, .nan, 1e999]",
            ["007", "0x1F", "0o7", "1_000", "12:30", ".inf", ".nan", "1e999"]
        ),
        ("[9223372036854775807, 9223372036854775808]", [.integer(.max), .number(9_223_372_036_854_775_808)]),
        ("a: |\n  x\n  y\nb: >\n  x\n  y\n", ["a": "x\ny\n", "b": "x y\n"]), ("a: \"x\\u00e9\\n\"", ["a": "xé\n"]),
        ("a: &x [1, 2]\nb: *x\n", ["a": [1, 2], "b": [1, 2]]), ("1: a\ntrue: b\n", ["1": "a", "true": "b"]),
        ("%YAML 1.2\n---\na: 2024-01-01\n...\n", ["a": "2024-01-01"]), ("a: b # c\r\nd: e\r\n", ["a": "b", "d": "e"]),
        ("a:\n  - b: {c: [d]}\n", ["a": [["b": ["c": ["d"]]]]]),
    ]

    @Test(arguments: documents)
    func `plain scalars are what YAML 1.2 says and quoted ones text`(text: String, expected: JSONValue) throws {
        let node = try YAMLNode(parsing: text, file: "a.yaml")

        #expect(node.json == expected)
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3:1: the key 'a' is already in line 1"),
        ("a: {b: 1, 'b': 2}\n", "a.yaml:1:11: the key 'b' is already in line 1"),
        ("a: &x {b: 1}\nc:\n  <<: *x\n", "a.yaml:3:3: merge keys (<<) are not supported"),
        ("a: *x\n", "a.yaml:1:4: unknown alias *x"), ("a: &x [*x]\n", "a.yaml:1:8: unknown alias *x"),
        ("a: 1\n---\nb: 2\n", "a.yaml:2:1: a file holds one document, and a second one begins here"),
        ("a: !!int '1'\n", "a.yaml:1:4: tags such as tag:yaml.org,2002:int are not supported"),
        ("a: !secret b\n", "a.yaml:1:4: tags such as !secret are not supported"),
        ("[a, b]: c\n", "a.yaml:1:1: a key must be text, not a list"),
        ("a: \"\\0\"\n", "a.yaml:1:4: the text has a NUL character"),
        ("a: b: c\n", "a.yaml:1:5: mapping values are not allowed in this context"),
        (
            "a:\n  b: 1\n c: 2\n",
            "a.yaml:3:2: did not find expected key while parsing a block mapping that begins in line 1"
        ),
        (
            "a: [1, 2\n",
            "a.yaml:2:1: did not find expected ',' or ']' while parsing a flow sequence that begins in line 1"
        ),
        (
            "a:\n\t- b\n",
            "a.yaml:2:1: found character that cannot start any token while scanning for the next token that begins in line 2"
        ),
        ("a: \"b\n", "a.yaml:2:1: found unexpected end of stream while scanning a quoted scalar that begins in line 1"),
        ("a: b\u{0}c\n", "a.yaml:1:5: control characters are not allowed"),
        ("é: b\nc: \u{1}\n", "a.yaml:2:4: control characters are not allowed"),
    ])
    func `what is refused is named with its place`(text: String, expected: String) {
        let error = #expect(throws: YAMLError.self) { try YAMLNode(parsing: text, file: "a.yaml") }

        #expect(error?.description == expected)
    }

    @Test(
        arguments: [[0xff, 0xfe, 0x61, 0x00], [0x61, 0x3a, 0x20, 0xe9], [0x61, 0x3a, 0x20, 0xc0, 0x80]] as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        let error = #expect(throws: YAMLError.self) { try YAMLNode(parsing: bytes, file: "a.yaml") }

        #expect(error?.problem == "the file is not UTF-8")
    }

    @Test
    func `nesting is limited`() {
        #expect(throws: Never.self) {
            try YAMLNode(parsing: String(repeating: "[", count: 64) + String(repeating: "]", count: 64), file: "a.yaml")
        }
        for open in ["[", "{a: ", "- ", "? ", "[{a: "] {
            let error = #expect(throws: YAMLError.self) {
                try YAMLNode(parsing: String(repeating: open, count: 20_000), file: "a.yaml")
            }
            #expect(error?.problem == "nested deeper than 64 levels")
        }
    }

    @Test
    func `aliases cannot multiply without end`() {
        let bomb =
            "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
            + (1..<12).map { level in
                "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", "))]\n"
            }.joined()
        let many = "a: &a x\nb: [\(Array(repeating: "*a", count: 101).joined(separator: ", "))]\n"

        #expect(throws: YAMLError.self) { try YAMLNode(parsing: bomb, file: "a.yaml") }
        #expect(throws: YAMLError.self) { try YAMLNode(parsing: many, file: "a.yaml") }
    }

    @Test
    func `size is limited`() {
        var limits = YAMLLimits()
        limits.bytes = 10
        limits.nodes = 3

        #expect(throws: Never.self) { try YAMLNode(parsing: "[1, 2]", file: "a.yaml", limits: limits) }
        #expect(throws: YAMLError.self) { try YAMLNode(parsing: "[1, 2, 3]", file: "a.yaml", limits: limits) }
        #expect(throws: YAMLError.self) { try YAMLNode(parsing: "[1, 222222]", file: "a.yaml", limits: limits) }
    }

    @Test(arguments: [
        "[", "{", "- ", "? ", ": ", "a: ", "&a ", "*a ", "!a ", "'", "\"", "|\n", "a\n", "\"\\", "#", ",", "[,", "{a",
        "\n", "%", "---\n", "<<: ",
    ])
    func `a megabyte of one thing ends`(piece: String) {
        let text = String(repeating: piece, count: 1_000_000 / piece.utf8.count)

        _ = try? YAMLNode(parsing: text, file: "a.yaml")
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `changed bytes are refused or read`(seed: UInt64) {
        let source = Array(
            "name: \"TechCorp\"\nhours: &h {open: 9, close: '17'}\nlist:\n  - a: *h\n    b: |\n      text\n  - [1, ~]\n"
                .utf8)
        let pieces = [
            "- ", ": ", "\n", "  ", "[", "{", "*h", "&h ", "'", "\"", "|", "!", "\t", "#", "<<: ", "\u{0}", "---\n",
            "é",
        ]
        var random = Seeded(seed)
        for _ in 0..<1000 {
            let bytes = random.mutate(source, inserting: pieces)

            if let node = try? YAMLNode(parsing: bytes, file: "a.yaml") { _ = node.json }
        }
    }
}
