import AgentRuntime
import Formats
import Foundation
import HTTPClient
import Testing

@testable import LanguageModels

@Suite(.timeLimit(.minutes(2)))
struct RetryTests {
    @Test(arguments: [408, 409, 429, 500, 503, 529])
    func `what passes is tried again`(status: Int) async throws {
        let clock = JumpingClock()
        try await withModel(.chat, .error(status), .error(status), .chatHello, clock: clock) { model, server in
            let response = try await model.respond(to: .hello())

            #expect(response.text == "Hello")
            #expect(response.metadata["retries"] == 2)
            #expect(response.usage.requests == 1)
            #expect(server.requests.count == 3)
            let waits = clock.waits
            #expect(waits.count == 2)
            #expect(waits[0] <= .milliseconds(500) && waits[0] >= .milliseconds(375))
            #expect(waits[1] <= .milliseconds(1_000) && waits[1] >= .milliseconds(750))
        }
    }

    @Test func `three calls are the end of it`() async throws {
        try await withModel(.chat, .error(500, message: "1 validation error: input should be 'system'")) {
            model, server in
            let error = await failure { try await model.respond(to: .hello()) }

            #expect((error as? LanguageModelError)?.kind == "server_error")
            #expect(server.requests.count == 3)
        }
    }

    @Test(arguments: [
        (400, "bad_request"), (401, "unauthorized"), (402, "quota_exhausted"), (403, "unauthorized"),
        (404, "not_found"), (301, "not_found"), (422, "bad_request"),
    ])
    func `what doesn't pass isn't`(status: Int, kind: String) async throws {
        try await withModel(.responses, .error(status)) { model, server in
            let error = await failure { try await model.respond(to: .hello()) }

            #expect((error as? LanguageModelError)?.kind == kind)
            #expect(server.requests.count == 1)
        }
    }

    @Test func `an account without credit is no busy one`() async throws {
        try await withModel(.chat, .error(429, code: "insufficient_quota")) { model, server in
            let error = await failure { try await model.respond(to: .hello()) }

            #expect((error as? LanguageModelError)?.kind == "quota_exhausted")
            #expect(server.requests.count == 1)
        }
    }

    @Test func `the server has the last word on retries`() async throws {
        try await withModel(
            .chat, .error(400, fields: ["x-should-retry: true"]), .error(500, fields: ["x-should-retry: false"])
        ) { model, server in
            let error = await failure { try await model.respond(to: .hello()) }

            #expect((error as? LanguageModelError)?.kind == "server_error")
            #expect(server.requests.count == 2)
        }
    }

    @Test(arguments: [
        (["retry-after-ms: 1500", "retry-after: 7"], 1_500), (["retry-after: 7"], 7_000),
        (["Retry-After: 2.5"], 2_500), (["Retry-After: Sun, 06 Nov 1994 08:49:47 GMT"], 10_000),
    ])
    func `a delay that the server names is kept`(fields: [String], milliseconds: Int) async throws {
        let clock = JumpingClock()
        try await withModel(.chat, .error(429, fields: fields), .chatHello, clock: clock) { model, _ in
            _ = try await model.respond(to: .hello())

            #expect(clock.waits == [.milliseconds(milliseconds)])
        }
    }

    @Test(arguments: ["retry-after: 0", "retry-after: soon", "retry-after: -3", "retry-after: nan"])
    func `a delay that is none leaves ours`(field: String) async throws {
        let clock = JumpingClock()
        try await withModel(.chat, .error(503, fields: [field]), .chatHello, clock: clock) { model, _ in
            _ = try await model.respond(to: .hello())

            #expect(clock.waits.count == 1 && clock.waits[0] <= .milliseconds(500))
        }
    }

    @Test func `nobody waits for longer than two minutes, or beyond the deadline`() async throws {
        for (seconds, limit) in [(121, 600), (100, 90)] {
            let clock = JumpingClock()
            try await withModel(.chat, .error(429, fields: ["retry-after: \(seconds)"]), clock: clock) {
                model, server in
                let error = await failure { try await model.respond(to: .hello(within: .seconds(limit))) }

                guard case .rateLimited(_, retryAfter: .seconds(seconds)) = error as? LanguageModelError else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(clock.waits.isEmpty)
                #expect(server.requests.count == 1)
            }
        }
    }

    @Test func `a lost connection is made again`() async throws {
        try await withModel(.chat, .closes, .chatHello) { model, server in
            let response = try await model.respond(to: .hello())

            #expect(response.text == "Hello")
            #expect(server.requests.count >= 2)
        }
    }

    @Test func `nobody listening is a connection that failed`() async throws {
        let client = try WebClient()
        let model = OpenAIModel(
            server: ModelServer(baseURL: "http://127.0.0.1:1/v1", key: nil, client: client),
            options: OpenAIModelOptions(model: "m", wire: .chat), clock: JumpingClock())

        let error = await failure { try await model.respond(to: .hello()) }

        #expect((error as? LanguageModelError)?.kind == "connection_failed")
        await client.shutdown()
    }

    @Test func `delays double up to the longest, and a quarter goes at random`() {
        let policy = RetryPolicy(limit: 9)
        let failure = AttemptFailure(.streamCut)

        let delays = (1...9).map { policy.delay(before: $0, after: failure, random: 0) }

        #expect(delays == [0.5, 1, 2, 4, 8, 8, 8, 8, 8].map { .seconds($0) })
        #expect(policy.delay(before: 10, after: failure, random: 0) == nil)
        #expect(policy.delay(before: 1, after: failure, random: 1) == .milliseconds(375))
    }
}
