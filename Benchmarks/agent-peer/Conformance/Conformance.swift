import AgentRuntime
import Formats
import Foundation
import HTTPClient
import LanguageModels

/// All scenarios, over both wires, whole and streamed: what the server saw and what came of it.
struct Conformance {
    private let arguments: PeerArguments
    private let scenarios: Scenarios
    private let client: WebClient

    init(_ arguments: PeerArguments) throws {
        self.arguments = arguments
        scenarios = try Scenarios(file: arguments.scenarios)
        client = try WebClient()
    }

    func run() async throws {
        var rows: [JSONValue] = []
        var number = 0
        for scenario in scenarios.all where arguments.only?.contains(scenario.name) ?? true {
            for wire in [ModelWire.responses, .chat] {
                for streams in [false, true] {
                    number += 1
                    rows.append(try await row(scenario, wire, streams: streams, number: number))
                }
            }
        }
        let result: JSONValue = ["peer": "fte", "rows": .array(rows)]
        try Data(result.serialized()).write(to: URL(filePath: arguments.out))
        print(rows.count, "rows")
        await client.shutdown()
    }

    private func row(
        _ scenario: Scenario, _ wire: ModelWire, streams: Bool, number: Int
    ) async throws -> JSONValue {
        _ = try await server(.post, "/reset")
        let log = ScenarioLog()
        let model = OpenAIModel(
            server: ModelServer(baseURL: arguments.base, key: "sk-fake", client: client),
            options: OpenAIModelOptions(model: "fake:\(scenario.name):\(number)", wire: wire))
        let team = try scenario.team(tools: scenarios.tools, model: model, log: log)
        var conversation = ScenarioConversation(scenario, team, wire: wire, streams: streams, log: log)
        await conversation.hold()

        var row: JSONObject = [
            "scenario": .string(scenario.name), "wire": .string(wire.rawValue), "stream": .bool(streams),
        ]
        for (key, value) in conversation.outcome.members { row[key] = value }
        row["log"] = log.json
        row["session"] = conversation.session.peerItems
        if streams { row["events"] = .array(conversation.events.map { .string($0) }) }
        row["requests"] = try await server(.get, "/record")
        row["spans"] = .array(conversation.spans)
        return .object(row)
    }

    private func server(_ method: HTTPMethod, _ path: String) async throws -> JSONValue {
        let root = arguments.base.hasSuffix("/v1") ? String(arguments.base.dropLast(3)) : arguments.base
        let answer = try await client.collect(HTTPRequest(method, root + path))
        return try JSONValue(parsing: answer.body)
    }
}
