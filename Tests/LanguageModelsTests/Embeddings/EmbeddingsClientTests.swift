import AgentRuntime
import Formats
import HTTPClient
import LanguageModels
import Testing

@Suite(.timeLimit(.minutes(1)))
struct EmbeddingsClientTests {
    private func withEmbeddings(
        _ replies: Reply..., dimensions: Int? = nil, change: (inout EmbeddingsClient) -> Void = { _ in },
        _ body: (EmbeddingsClient, StandInServer) async throws -> Void
    ) async throws {
        let server = try StandInServer(replies)
        let client = try WebClient()
        var embeddings = EmbeddingsClient(
            server: ModelServer(baseURL: server.baseURL, key: "sk-1", client: client), model: "embed-test",
            dimensions: dimensions, prices: ModelPrices(input: 20_000, output: 0), clock: JumpingClock())
        change(&embeddings)
        let result: Result<Void, any Error>
        do { result = .success(try await body(embeddings, server)) } catch { result = .failure(error) }
        server.stop()
        await client.shutdown()
        for request in server.requests { try Schemas.check(request) }
        try result.get()
    }

    private func answer(_ vectors: [(index: Int, vector: JSONValue)], tokens: Int64 = 4) -> Reply {
        .json([
            "object": "list", "model": "embed-test",
            "data": .array(
                vectors.map { ["object": "embedding", "index": .integer(Int64($0.index)), "embedding": $0.vector] }),
            "usage": ["prompt_tokens": .integer(tokens), "total_tokens": .integer(tokens)],
        ])
    }

    private var deadline: ContinuousClock.Instant { .now + .seconds(60) }

    @Test func `vectors are matched by index`() async throws {
        try await withEmbeddings(answer([(1, [0.5, 2]), (0, [1, -1])], tokens: 1_000)) { client, server in
            let found = try await client.embed(["a", "b"], deadline: deadline)

            #expect(found.vectors == [[1, -1], [0.5, 2]])
            #expect(found.usage == Usage(requests: 1, inputTokens: 1_000, costMicroUSD: 20))
            let body = try server.requests[0].json
            #expect(body == ["model": "embed-test", "input": ["a", "b"], "encoding_format": "float"])
        }
    }

    @Test func `many texts go in batches, and no batch is empty`() async throws {
        let one = answer([(0, [1])])
        func inSmallBatches(_ client: inout EmbeddingsClient) {
            client.batchSize = 2
            client.batchBytes = 10
        }
        try await withEmbeddings(answer([(0, [1]), (1, [2])]), one, one, change: inSmallBatches) { client, server in
            let found = try await client.embed(["a", "b", String(repeating: "c", count: 50), "d"], deadline: deadline)

            #expect(found.vectors.count == 4 && found.usage.requests == 3)
            #expect(server.requests.count == 3)
        }
        try await withEmbeddings(one) { client, server in
            let none = try await client.embed([], deadline: deadline)
            #expect(none.vectors.isEmpty)
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `an empty text is refused before anything is sent`() async throws {
        try await withEmbeddings(answer([])) { client, server in
            let error = await failure { try await client.embed(["a", " "], deadline: deadline) }

            #expect(error as? EmbeddingsError == .emptyText(index: 1))
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `what is no vector for each text is refused`() async throws {
        let cases: [(Reply, EmbeddingsError)] = [
            (answer([(0, [[0.1, 0.2], [0.3, 0.4]]), (1, [[0.1, 0.2]])]), .vectorPerToken),
            (answer([(0, [1, 2])]), .wrongCount(expected: 2, found: 1)),
            (answer([(0, [1, 2]), (0, [1, 2])]), .wrongCount(expected: 2, found: 1)),
            (answer([(0, [1, 2]), (7, [1, 2])]), .wrongCount(expected: 2, found: 1)),
            (answer([(0, [1, 2]), (1, [1])]), .wrongDimensions(expected: 2, found: 1)),
            (answer([(0, [1, nil]), (1, [1, 2])]), .notFinite(index: 0)),
            (answer([(0, [1, 1e300]), (1, [1, 2])]), .notFinite(index: 0)),
        ]
        for (reply, expected) in cases {
            try await withEmbeddings(reply) { client, _ in
                let error = await failure { try await client.embed(["a", "b"], deadline: deadline) }
                #expect(error as? EmbeddingsError == expected)
            }
        }
    }

    @Test(.enabled(if: SharedFiles.canRun, "not run: FTE_SHARED_DATA names no folder with specs/openai"))
    func `what compatible servers answered is refused for the right reason`() async throws {
        let servers = try SharedFiles.load("compatible-server-transcript.json")["servers"]!.array!
        let exchanges = servers.flatMap { $0["exchanges"]!.array! }
            .filter { $0["request"]?["path"] == "/v1/embeddings" }
        #expect(exchanges.count == 3)
        for exchange in exchanges {
            let status = Int(exchange["response"]!["status"]!.integer!)
            try await withEmbeddings(.json(exchange["response"]!["body"]!, status: status)) { client, _ in
                let texts = exchange["request"]!["body"]!["input"]!.array?.map { $0.string! } ?? ["Hello"]
                let error = await failure { try await client.embed(texts, deadline: deadline) }

                if status == 404 {
                    #expect((error as? LanguageModelError)?.kind == "not_found")
                } else {
                    #expect(error as? EmbeddingsError == .vectorPerToken)
                }
            }
        }
    }

    @Test func `a length that was agreed on is kept`() async throws {
        try await withEmbeddings(answer([(0, [1, 2])]), dimensions: 3) { client, _ in
            let error = await failure { try await client.embed(["a"], deadline: deadline) }
            #expect(error as? EmbeddingsError == .wrongDimensions(expected: 3, found: 2))
        }
    }

    @Test func `texts for an answer that was sent otherwise are unreadable`() async throws {
        try await withEmbeddings(answer([(0, "AACAPw==")])) { client, _ in
            let error = await failure { try await client.embed(["a"], deadline: deadline) }
            #expect((error as? LanguageModelError)?.kind == "unreadable_answer")
        }
    }

    @Test func `an ill server is asked again`() async throws {
        try await withEmbeddings(.error(500), answer([(0, [1])])) { client, server in
            let found = try await client.embed(["a"], deadline: deadline)
            #expect(found.vectors == [[1]])
            #expect(server.requests.count == 2)
        }
    }
}
