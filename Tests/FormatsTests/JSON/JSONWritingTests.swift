import Formats
import Testing

struct JSONWritingTests {
    private static let written: [(JSONValue, String)] = [
        (JSONValue.null, "null"), (true, "true"), (-5, "-5"), (1.5, "1.5"), (.number(1), "1.0"),
        (.number(1e300), "1e+300"),
        (.number(.nan), "null"), (.number(-.infinity), "null"), ("", "\"\""), ([], "[]"), ([:], "{}"),
        ("a\"\\/\n\r\t\u{8}\u{1f}\u{7f}é😀", "\"a\\\"\\\\/\\n\\r\\t\\u0008\\u001f\u{7f}é😀\""),
        ([1, [nil, "a"], ["b": [:]]], #"[1,[null,"a"],{"b":{}}]"#), (["b": 1, "a": [2]], #"{"b":1,"a":[2]}"#),
    ]

    @Test(arguments: written)
    func `values are written compactly, members in their order`(value: JSONValue, expected: String) {
        #expect(value.text == expected)
    }

    @Test
    func `sorted keys give equal values equal bytes`() {
        let a: JSONValue = ["b": ["z": 1, "é": 2, "y": 3], "a": 0]
        let b: JSONValue = ["a": 0, "b": ["é": 2, "y": 3, "z": 1]]

        #expect(a.serialized(sortedKeys: true) == b.serialized(sortedKeys: true))
        #expect(String(decoding: a.serialized(sortedKeys: true), as: UTF8.self) == #"{"a":0,"b":{"y":3,"z":1,"é":2}}"#)
    }

    @Test
    func `pretty text has a line for each value`() {
        let value: JSONValue = ["name": "x", "list": [1, ["a": nil]], "empty": [], "none": [:]]

        #expect(
            value.prettyText == """
                {
                  "name": "x",
                  "list": [
                    1,
                    {
                      "a": null
                    }
                  ],
                  "empty": [],
                  "none": {}
                }
                """)
    }

    @Test
    func `constant parts stand around values, with commas between what they make`() {
        var json = JSONWriter()

        json.array { json in
            for text in ["a\"", "b"] {
                json.open(#"{"role":"user","content":"#)
                json.value(text)
                json.resume(#","tags":"#)
                json.array { json in
                    json.value(1)
                    json.value(2)
                }
                json.close("}")
            }
            json.value(true)
        }

        #expect(
            json.text
                == #"[{"role":"user","content":"a\"","tags":[1,2]},{"role":"user","content":"b","tags":[1,2]},true]"#)
    }

    @Test
    func `a writer sets commas and escapes`() {
        enum Status: String, JSONEncodable { case open }
        var json = JSONWriter()

        json.object { json in
            json.member("id", "a\"b")
            json.member("count", 3)
            json.member("status", Status.open)
            json.member("owner", String?.none)
            json.member("tags", ["x", "y"])
            json.member("messages") { json in
                json.array { json in
                    json.object { $0.member("score", 0.5) }
                    json.value(true)
                    json.null()
                }
            }
            json.member("extra", ["k": 1] as JSONValue)
        }

        #expect(
            json.text == #"{"id":"a\"b","count":3,"status":"open","owner":null,"tags":["x","y"],"#
                + #""messages":[{"score":0.5},true,null],"extra":{"k":1}}"#)
        #expect(json.bytes == Array(json.text.utf8))
    }

    @Test(arguments: 0..<20)
    func `what must be escaped is found wherever it stands`(length: Int) throws {
        let text = String(repeating: "a", count: length) + "\"" + String(repeating: "é", count: length) + "\0"

        #expect(try JSONValue(parsing: JSONValue.string(text).text) == .string(text))
    }
}
