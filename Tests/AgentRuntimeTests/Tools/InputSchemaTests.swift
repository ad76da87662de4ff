import AgentRuntime
import Formats
import Testing

struct InputSchemaTests {
    enum Category: String, CaseIterable, Sendable { case billing, technical }

    struct Search: Equatable {
        let query: String
        let maxResults: Int
        let category: Category?

        static let schema = InputSchema(
            Search.init(query:maxResults:category:),
            InputField("query", .string(length: 1...20), "What to look for."),
            InputField("max_results", .defaulting(.integer(1...5), to: 5), "How many sections to return."),
            InputField("category", .optional(.oneOf()), "Only sections of this category."))
    }

    struct Passenger: Equatable {
        let name: String
        let weight: Double?
        static let schema = InputSchema(
            Passenger.init(name:weight:), InputField("name", .string(), "Full name."),
            InputField("weight", .optional(.number(0...200)), "In kilograms."))
    }

    struct Booking: Equatable {
        let passengers: [Passenger]
        let cabin: String
        let isFlexible: Bool
        static let schema = InputSchema(
            Booking.init(passengers:cabin:isFlexible:),
            InputField("passengers", .array(of: .object(Passenger.schema), count: 1...3), "Who flies."),
            InputField("cabin", .string(oneOf: ["economy", "business"]), "Where they sit."),
            InputField("flexible", .boolean, "Whether dates may move."))
    }

    @Test func `the schema is strict: closed, everything required, optional values nullable`() throws {
        let expected = try JSONValue(
            parsing: """
                {"type": "object", "additionalProperties": false, "required": ["query", "max_results", "category"],
                 "properties": {
                  "query": {"type": "string", "minLength": 1, "maxLength": 20, "description": "What to look for."},
                  "max_results": {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 5}, {"type": "null"}],
                                  "description": "How many sections to return."},
                  "category": {"anyOf": [{"type": "string", "enum": ["billing", "technical"]}, {"type": "null"}],
                               "description": "Only sections of this category."}}}
                """)

        #expect(Search.schema.json == expected)
    }

    @Test func `a nested schema is strict at every level`() throws {
        let passengers = try #require(Booking.schema.json["properties"]?["passengers"])

        #expect(passengers["minItems"] == 1)
        #expect(passengers["maxItems"] == 3)
        #expect(passengers["items"]?["additionalProperties"] == false)
        #expect(passengers["items"]?["required"] == ["name", "weight"])
    }

    @Test func `an input without fields is an empty object`() throws {
        let schema = InputSchema(Nothing.init)

        #expect(
            schema.json == ["type": "object", "properties": [:], "required": [], "additionalProperties": false])
        #expect(try schema.decode([:]) == Nothing())
    }

    @Test func `a full set of arguments becomes the input`() throws {
        let input = try Search.schema.decode(["query": "refund", "max_results": 2, "category": "billing"])

        #expect(input == Search(query: "refund", maxResults: 2, category: .billing))
    }

    @Test(
        arguments: [
            ["query": "refund", "max_results": nil, "category": nil], ["query": "refund"],
        ] as [JSONValue])
    func `null and a missing member mean the same`(arguments: JSONValue) throws {
        let input = try Search.schema.decode(arguments)

        #expect(input == Search(query: "refund", maxResults: 5, category: nil))
    }

    @Test func `nested arguments become nested inputs`() throws {
        let input = try Booking.schema.decode([
            "passengers": [["name": "Ada", "weight": 60.5], ["name": "Bob", "weight": nil]], "cabin": "economy",
            "flexible": true,
        ])

        #expect(
            input
                == Booking(
                    passengers: [Passenger(name: "Ada", weight: 60.5), Passenger(name: "Bob", weight: nil)],
                    cabin: "economy", isFlexible: true))
    }

    @Test(
        arguments: [
            (#"[]"#, nil, "must be an object"),
            (#"{}"#, "query", "must be a string, not null"),
            (#"{"query": null}"#, "query", "must be a string, not null"),
            (#"{"query": 7}"#, "query", "must be a string, not a number"),
            (#"{"query": ""}"#, "query", "must not be empty"),
            (#"{"query": "123456789012345678901"}"#, "query", "must have at most 20 characters but has 21"),
            (#"{"query": "a", "max_results": 0}"#, "max_results", "must be at least 1"),
            (#"{"query": "a", "max_results": 6}"#, "max_results", "must be at most 5"),
            (#"{"query": "a", "max_results": 2.5}"#, "max_results", "must be a whole number, not a number"),
            (#"{"query": "a", "max_results": 1e300}"#, "max_results", "must be a whole number, not a number"),
            (#"{"query": "a", "max_results": "3"}"#, "max_results", "must be a whole number, not a string"),
            (#"{"query": "a", "category": "Billing"}"#, "category", "must be one of: billing, technical"),
            (#"{"query": "a", "category": ["billing"]}"#, "category", "must be a string, not an array"),
            (#"{"query": "a", "sql": "DROP"}"#, "sql", "is not known; allowed: query, max_results, category"),
        ] as [(String, String?, String)])
    func `arguments that don't fit are refused with field and reason`(
        text: String, field: String?, problem: String
    ) throws {
        let arguments = try JSONValue(parsing: text)

        #expect(throws: InputError(problem, field: field)) { try Search.schema.decode(arguments) }
    }

    @Test(arguments: [
        (#"[]"#, "passengers", "must have 1 to 3 entries but has 0"),
        (#"[{"name": "A"}, {"name": 3}]"#, "passengers[1].name", "must be a string, not a number"),
        (#"[{"name": "A", "weight": 900}]"#, "passengers[0].weight", "must be at most 200.0"),
        (#"["A"]"#, "passengers[0]", "must be an object"),
        (#"{"name": "A"}"#, "passengers", "must be an array, not an object"),
    ])
    func `an error inside tells the whole path`(passengers: String, field: String, problem: String) throws {
        let arguments: JSONValue = [
            "passengers": try JSONValue(parsing: passengers), "cabin": "economy", "flexible": true,
        ]

        #expect(throws: InputError(problem, field: field)) { try Booking.schema.decode(arguments) }
    }

    @Test func `a whole number may be written with a fraction of zero`() throws {
        let input = try Search.schema.decode(["query": "a", "max_results": 3.0])

        #expect(input.maxResults == 3)
    }

    @Test func `length counts Unicode scalars, as JSON schema does`() throws {
        let family = "👨‍👩‍👧‍👦"  // one character, seven scalars

        #expect(throws: InputError("must have at most 20 characters but has 21", field: "query")) {
            try Search.schema.decode(["query": .string(family + family + family)])
        }
    }
}
