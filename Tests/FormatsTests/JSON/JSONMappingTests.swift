import Formats
import Testing

struct JSONMappingTests {
    private enum Priority: String, CaseIterable, JSONDecodable { case low, high }

    private struct Item: JSONDecodable, Equatable {
        let name: String
        let price: Double
        let priority: Priority?

        init(json: JSONValue) throws(JSONMismatch) {
            name = try json.required("name")
            price = try json.required("price")
            priority = try json.optional("priority")
        }
    }

    private struct Order: JSONDecodable {
        let items: [Item]
        let count: Int
        let note: String?

        init(json: JSONValue) throws(JSONMismatch) {
            items = try json.required("items")
            count = try json.optional("count") ?? 1
            note = try json.optional("note", as: String.self)
        }
    }

    @Test
    func `known shapes are read`() throws {
        let json = try JSONValue(
            parsing: #"{"items": [{"name": "a", "price": 2, "priority": "high"}], "note": null, "other": 1}"#)

        let order = try Order(json: json)

        #expect(order.items.map(\.name) == ["a"])
        #expect(order.items.first?.price == 2)
        #expect(order.items.first?.priority == .high)
        #expect(order.count == 1)
        #expect(order.note == nil)
    }

    @Test(arguments: [
        (#"{}"#, "items: is missing"), (#"[]"#, "expected an object, found an array"),
        (#"{"items": null}"#, "items: expected an array, found null"),
        (#"{"items": [1]}"#, "items[0]: expected an object, found a number"),
        (
            #"{"items": [{"name": "a", "price": 1}, {"name": "b", "price": "2"}]}"#,
            "items[1].price: expected a number, found a string"
        ),
        (#"{"items": [{"name": true, "price": 1}]}"#, "items[0].name: expected a string, found a boolean"),
        (
            #"{"items": [{"name": "a", "price": 1, "priority": "urgent"}]}"#,
            "items[0].priority: expected one of low, high, found \"urgent\""
        ),
        (#"{"items": [], "count": 1.5}"#, "count: expected an integer, found a number"),
        (#"{"items": [], "note": {}}"#, "note: expected a string, found an object"),
    ])
    func `another shape is named with its path`(text: String, expected: String) throws {
        let json = try JSONValue(parsing: text)

        let error = #expect(throws: JSONMismatch.self) { try Order(json: json) }

        #expect(error?.description == expected)
    }

    @Test
    func `Codable types pass through`() throws {
        struct Coded: Codable, Equatable {
            var name: String
            var big: Int64
            var list: [Double]
        }
        let coded = Coded(name: "é\"", big: .max, list: [0.1, -2])

        let json = try JSONValue(encoding: coded)

        #expect(json["big"] == .integer(.max))
        #expect(try json.decode(Coded.self) == coded)
        #expect(throws: (any Error).self) { try JSONValue.null.decode(Coded.self) }
    }
}
