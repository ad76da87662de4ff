import Foundation

/// Our agents under the two commands by which agent runtimes are compared with each other, and a third for memory.
///
///     agent-peer conform --base URL --out FILE [--scenarios FILE] [--only NAME,…]
///     agent-peer bench --base URL --scenario NAME --wire responses|chat …      prints one line of JSON
///     agent-peer wait --base URL --seconds S [--runs N] [--ca FILE]            memory of runs that wait for a slow model
@main struct AgentPeer {
    static func main() async {
        do {
            let arguments = try PeerArguments(CommandLine.arguments.dropFirst())
            switch arguments.command {
            case .conform: try await Conformance(arguments).run()
            case .bench: try await Benchmark(arguments).run()
            case .wait: try await WaitingRuns(arguments).run()
            }
        } catch let error as PeerArguments.Problem {
            FileHandle.standardError.write(Data("agent-peer: \(error.description)\n".utf8))
            exit(2)
        } catch {
            FileHandle.standardError.write(Data("agent-peer: \(error)\n".utf8))
            exit(1)
        }
    }
}
