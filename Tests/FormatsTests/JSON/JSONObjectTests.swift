import Formats
import Testing

struct JSONObjectTests {
    /// Above a few members look-up is hashed; both sides of that are tried.
    @Test(arguments: [3, 16, 17, 40])
    func `members are read, replaced in place and removed`(count: Int) {
        var object = JSONObject()
        for index in 0..<count { object["key\(index)"] = .integer(Int64(index)) }

        object["key1"] = "new"
        object["key0"] = nil
        object["missing"] = nil

        #expect(object.count == count - 1)
        #expect(object.keys == (1..<count).map { "key\($0)" })
        #expect(object["key1"] == "new")
        #expect(object["key0"] == nil)
        #expect(object["key\(count - 1)"] == .integer(Int64(count - 1)))
    }

    @Test
    func `objects are equal whatever the order of their members`() {
        #expect(JSONValue.object(["a": 1, "b": 2]) == ["b": 2, "a": 1])
        #expect(JSONValue.object(["a": 1, "b": 2]) != ["a": 1, "b": 3])
        #expect(JSONValue.object(["a": 1]) != ["a": 1, "b": 3])
    }

    @Test
    func `a value of another kind has no members and no elements`() {
        let value: JSONValue = ["list": [1, 2]]

        #expect(value["list"]?[1] == 2)
        #expect(value["list"]?[2] == nil)
        #expect(value["list"]?[-1] == nil)
        #expect(value["list"]?["a"] == nil)
        #expect(value[0] == nil)
        #expect(JSONValue.null.isNull)
    }
}
