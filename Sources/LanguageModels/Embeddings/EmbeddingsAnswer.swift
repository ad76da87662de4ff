import AgentRuntime
import Formats

/// Reads the answer of POST /embeddings.
enum EmbeddingsAnswer {
    /// - Parameter count: how many texts were sent. Vectors are matched by `index`; servers that leave it out keep the order.
    static func read(_ json: JSONValue, count: Int) throws -> (vectors: [[Float]], usage: Usage) {
        if json.has("error") { throw ErrorBody(json).failure(status: 200) }
        guard let data = json["data"]?.array else {
            throw LanguageModelError.unreadableAnswer(problem: "it has no data")
        }
        guard data.count == count else { throw EmbeddingsError.wrongCount(expected: count, found: data.count) }
        var vectors = [[Float]?](repeating: nil, count: count)
        for (position, element) in data.enumerated() {
            let index = element.count("index") ?? position
            guard index < count, vectors[index] == nil else {
                throw EmbeddingsError.wrongCount(expected: count, found: vectors.count { $0 != nil })
            }
            vectors[index] = try vector(element["embedding"] ?? .null, index: index)
        }
        let tokens = json["usage"]?.count("prompt_tokens") ?? 0
        return (vectors.compactMap(\.self), Usage(requests: 1, inputTokens: tokens))
    }

    private static func vector(_ json: JSONValue, index: Int) throws -> [Float] {
        guard let numbers = json.array, let first = numbers.first else {
            throw LanguageModelError.unreadableAnswer(problem: "an embedding is no array of numbers")
        }
        if first.array != nil { throw EmbeddingsError.vectorPerToken }
        return try numbers.map { number in
            guard let number = number.number, Float(number).isFinite else {
                throw EmbeddingsError.notFinite(index: index)
            }
            return Float(number)
        }
    }
}
