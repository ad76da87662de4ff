import Foundation
import LanguageModels

/// What the command line asks for. Options are those that every peer has; `--uvloop` says nothing to us.
struct PeerArguments: Sendable {
    enum Command: String, Sendable { case conform, bench, wait }
    enum SessionPlace: String, Sendable { case file, memory, none }
    enum Tracing: String, Sendable { case count, jsonl, off }
    enum ModelPlace: String, Sendable { case http, loop }

    struct Problem: Error {
        let description: String
    }

    let command: Command
    var base = "http://127.0.0.1:18080/v1"
    var scenarios = Self.sharedScenarios
    var out = "conform_swift.json"
    var only: Set<String>?
    var scenario = "plain"
    var wire = ModelWire.responses
    var streams = false
    var session = SessionPlace.file
    var tracing = Tracing.count
    var model = ModelPlace.http
    var concurrency = 1
    var runs = 500
    var warmup = 20
    var preload = 0
    /// How long the model takes that `wait` calls.
    var seconds = 15
    var folder = NSTemporaryDirectory()
    var caFile: String?

    private static var sharedScenarios: String {
        (ProcessInfo.processInfo.environment["FTE_SHARED_DATA"] ?? "../shared") + "/agents-peer/scenarios.json"
    }

    init(_ words: some Sequence<String>) throws {
        var words = Array(words)[...]
        guard let command = words.popFirst().flatMap(Command.init) else {
            throw Problem(description: "usage: agent-peer conform|bench|wait [--base URL] …")
        }
        self.command = command
        while let name = words.popFirst() {
            switch name {
            case "--stream": streams = true
            case "--uvloop": break
            default:
                guard let value = words.popFirst() else { throw Problem(description: "\(name) needs a value") }
                try take(name, value)
            }
        }
    }

    private mutating func take(_ name: String, _ value: String) throws {
        switch name {
        case "--base": base = value
        case "--scenarios": scenarios = value
        case "--out": out = value
        case "--only": only = Set(value.split(separator: ",").map(String.init))
        case "--scenario": scenario = value
        case "--wire": wire = try Self.word(name, value)
        case "--session": session = try Self.word(name, value)
        case "--tracing": tracing = try Self.word(name, value)
        case "--model": model = try Self.word(name, value)
        case "--mcp":
            guard value == "none" else { throw Problem(description: "--mcp \(value): there are no MCP tools here") }
        case "--concurrency": concurrency = try Self.number(name, value)
        case "--runs": runs = try Self.number(name, value)
        case "--warmup": warmup = try Self.number(name, value)
        case "--preload": preload = try Self.number(name, value)
        case "--seconds": seconds = try Self.number(name, value)
        case "--tmp": folder = value
        case "--ca": caFile = value
        default: throw Problem(description: "\(name) is not known")
        }
    }

    private static func word<Word: RawRepresentable<String>>(_ name: String, _ value: String) throws -> Word {
        guard let word = Word(rawValue: value) else { throw Problem(description: "\(name) can't be \(value)") }
        return word
    }

    private static func number(_ name: String, _ value: String) throws -> Int {
        guard let number = Int(value), number >= 0 else { throw Problem(description: "\(name) needs a number") }
        return number
    }
}
