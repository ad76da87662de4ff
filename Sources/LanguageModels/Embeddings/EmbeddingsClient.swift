package import AgentRuntime
package import FoundationEssentials

/// Turns texts into vectors at an OpenAI-compatible server (POST /embeddings).
package struct EmbeddingsClient: Sendable {
    package let server: ModelServer
    package let model: String
    /// What every vector's length has to be; `nil` takes the first one's.
    package let dimensions: Int?
    package var prices: ModelPrices?
    let clock: any RunClock
    let now: @Sendable () -> Date

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
        throw LanguageModelError.timedOut
    }
}

package struct Embeddings: Equatable, Sendable {
    package let vectors: [[Float]]
    package let usage: Usage
}
