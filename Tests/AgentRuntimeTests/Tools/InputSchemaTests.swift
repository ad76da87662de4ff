import AgentRuntime
import Formats
import Testing

struct InputSchemaTests {
    enum Category: String, CaseIterable, Sendable { case billing, technical }

    struct SearchInput: Equatable {
        let query: String
        let maxResults: Int
        let category: Category?

        static let schema = InputSchema(
            SearchInput.init(query:maxResults:category:),
            InputField("query", .string(length: 1...20), "What to look for."),
            InputField("max_results", .defaulting(.integer(1...5), to: 5), "How many sections to return."),
            InputField("category", .optional(.oneOf()), "Only sections of this category."))
    }

    @Test func `a full set of arguments becomes the input`() throws {
        let input = try SearchInput.schema.decode(["query": "refund", "max_results": 2, "category": "billing"])

        #expect(input == SearchInput(query: "refund", maxResults: 2, category: .billing))
    }
}
