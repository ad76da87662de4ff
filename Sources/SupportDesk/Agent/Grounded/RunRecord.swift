import AgentRuntime
import Formats

/// What a run has done so far, as its items tell.
struct RunRecord: Sendable {
    struct Call: Sendable {
        let name: String
        let arguments: JSONValue
        /// `nil` until it was answered.
        var output: JSONValue?

        var failed: Bool { output?["error"] != nil }
        var succeeded: Bool { output != nil && !failed }
    }

    private(set) var calls: [Call] = []

    /// - Parameter items: of the whole conversation; the run is what follows the customer's last message.
    init(_ items: [Item]) {
        var places: [String: Int] = [:]
        for item in items {
            switch item {
            case .user:
                calls = []
                places = [:]
            case .toolCall(let call):
                places[call.id] = calls.count
                calls.append(Call(name: call.name, arguments: (try? JSONValue(parsing: call.arguments)) ?? .null))
            case .toolOutput(let id, let output):
                guard let place = places[id] else { continue }
                calls[place].output = (try? JSONValue(parsing: output)) ?? ["error": ["code": "unreadable"]]
            case .assistant, .developer, .reasoning: continue
            }
        }
    }

    func success(_ name: String) -> JSONValue? { calls.first { $0.name == name && $0.succeeded }?.output }
    func failures(_ name: String) -> Int { calls.count { $0.name == name && $0.failed } }
    func wasCalled(_ name: String) -> Bool { calls.contains { $0.name == name } }

    /// What each search came to, by its query. One that failed found nothing.
    var searches: [String: SearchReport?] {
        var searches: [String: SearchReport?] = [:]
        for call in calls where call.name == DeskTools.searchName && call.output != nil {
            guard let query = call.arguments["query"]?.string else { continue }
            searches[query] = call.output.flatMap { try? SearchReport(json: $0) }
        }
        return searches
    }
}
