import FoundationEssentials
import Glibc

/// What this machine could do at best, for benchmarks to compare with: a bare handler on the HTTP server, the statements
/// of one submission in a plain loop, and the search of vectors one by one and by index.
@main
struct DeskLimits {
    static func main() async throws {
        let arguments = CommandLine.arguments
        switch arguments.dropFirst().first {
        case "http" where arguments.count == 3:
            guard let port = Int(arguments[2]) else { return usage() }
            try await BareServer.run(port: port)
        case "sql" where arguments.count == 5:
            guard let group = Int(arguments[3]), let seconds = Double(arguments[4]) else { return usage() }
            let rate = try await RawSubmissions.run(path: arguments[2], group: group, seconds: seconds)
            print("\(Int(rate))")
        case "vectors" where arguments.count == 5:
            guard let count = Int(arguments[3]), let dimension = Int(arguments[4]) else { return usage() }
            try await VectorSearch.run(url: arguments[2], count: count, dimension: dimension)
        default: usage()
        }
    }

    private static func usage() {
        print("usage: desk-limits http PORT | sql DATABASE GROUP SECONDS | vectors URL COUNT DIMENSION")
        exit(2)
    }
}
