package import AgentRuntime
import Formats
package import FoundationEssentials
import HTTPClient

/// Turns texts into vectors at an OpenAI-compatible server (POST /embeddings).
package struct EmbeddingsClient: Sendable {
    package let server: ModelServer
    package let model: String
    /// What every vector's length has to be; `nil` takes the first one's.
    package let dimensions: Int?
    package var prices: ModelPrices?
    /// Texts of one call; providers allow 2,048.
    package var batchSize = 2_048
    /// Bytes of one call's texts. Providers allow 300,000 tokens, and hardly any token is a single byte.
    package var batchBytes = 600_000
    /// Of one call's answer.
    package var maxAnswerBytes = 128 << 20
    /// Sends `dimensions`, which only newer models at OpenAI know.
    package var asksForDimensions = false
    private let clock: any RunClock
    private let now: @Sendable () -> Date

    package init(
        server: ModelServer, model: String, dimensions: Int? = nil, prices: ModelPrices? = nil,
        clock: any RunClock = SystemClock.shared, now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.server = server
        self.model = model
        self.dimensions = dimensions
        self.prices = prices
        self.clock = clock
        self.now = now
    }

    /// One vector for each text, in their order. All are of one length and finite, and not scaled.
    ///
    /// - Parameter texts: any number, none of them empty; they are sent in batches, one after another.
    /// - Throws: `EmbeddingsError`, `LanguageModelError`, `CancellationError`.
    package func embed(_ texts: [String], deadline: ContinuousClock.Instant) async throws -> Embeddings {
        if let index = texts.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) {
            throw EmbeddingsError.emptyText(index: index)
        }
        var vectors: [[Float]] = []
        var usage = Usage()
        while vectors.count < texts.count {
            let batch = batch(of: texts[vectors.count...])
            let answer = try await embed(batch, deadline: deadline)
            for vector in answer.vectors {
                let expected = dimensions ?? vectors.first?.count ?? vector.count
                guard vector.count == expected else {
                    throw EmbeddingsError.wrongDimensions(expected: expected, found: vector.count)
                }
                vectors.append(vector)
            }
            usage += answer.usage
        }
        usage.costMicroUSD = prices?.cost(of: usage) ?? 0
        return Embeddings(vectors: vectors, usage: usage)
    }

    /// As many of the texts as one call takes, at least one.
    private func batch(of texts: ArraySlice<String>) -> ArraySlice<String> {
        var bytes = 0
        var end = texts.startIndex
        while end < texts.endIndex, end - texts.startIndex < batchSize {
            bytes += texts[end].utf8.count
            if bytes > batchBytes, end > texts.startIndex { break }
            end += 1
        }
        return texts[..<end]
    }

    private func embed(
        _ texts: ArraySlice<String>, deadline: ContinuousClock.Instant
    ) async throws -> (vectors: [[Float]], usage: Usage) {
        var json = JSONWriter(capacity: texts.reduce(256) { $0 + $1.utf8.count + 16 })
        json.object { json in
            json.member("model", model)
            json.key("input")
            json.array { json in for text in texts { json.value(text) } }
            json.member("encoding_format", "float")
            if let dimensions, asksForDimensions { json.member("dimensions", dimensions) }
        }
        let call = ModelServer.Call(path: "/embeddings", body: json.bytes, streams: false, deadline: deadline)
        let answer = try await server.answer(to: call, clock: clock, now: now) { response in
            var bytes: [UInt8] = []
            for try await piece in response.body {
                bytes += piece
                guard bytes.count <= maxAnswerBytes else { throw LanguageModelError.outputTooLong }
            }
            guard let json = try? repairedJSON(bytes) else {
                throw LanguageModelError.unreadableAnswer(problem: "it is no JSON")
            }
            return json
        }
        return try EmbeddingsAnswer.read(answer.answer, count: texts.count)
    }
}

package struct Embeddings: Equatable, Sendable {
    package let vectors: [[Float]]
    package let usage: Usage
}
