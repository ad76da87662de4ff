import FoundationEssentials
import Glibc

/// What this machine could do at best, for benchmarks to compare with: a bare handler on the HTTP server, and the
/// statements of one submission in a plain loop.
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
        default: usage()
        }
    }

    private static func usage() {
        print("usage: desk-limits http PORT | desk-limits sql DATABASE GROUP SECONDS")
        exit(2)
    }
}
