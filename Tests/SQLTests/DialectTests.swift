import SQL
import Testing

@Test func `a dialect picks its own text`() {
    let texts = Dialect.allCases.map { $0.text(sqlite: "json_each", postgres: "jsonb_array_elements").description }
    #expect(texts == ["json_each", "jsonb_array_elements"])
}
