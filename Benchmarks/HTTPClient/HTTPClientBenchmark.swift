import Foundation
import HTTPClient

/// What a call costs. `Benchmarks/http-client` starts the servers and runs it.
///
///     http-client-bench posts URL CONCURRENCY SECONDS      POSTs a second, CPU for each, latency
///     http-client-bench waiting URL COUNT [CA]             memory for each call that waits for its answer
@main struct HTTPClientBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        var options = WebClientOptions()
        switch arguments.dropFirst().first {
        case "posts" where arguments.count == 5:
            try await posts(
                WebClient(options), arguments[2], concurrency: Int(arguments[3]) ?? 1,
                seconds: Double(arguments[4]) ?? 1)
        case "waiting" where arguments.count >= 4:
            if arguments.count > 4 { options.caFile = arguments[4] }
            try await waiting(WebClient(options), arguments[2], count: Int(arguments[3]) ?? 1)
        default:
            print("usage: http-client-bench posts URL CONCURRENCY SECONDS | waiting URL COUNT [CA]")
        }
    }

    private static func posts(_ client: WebClient, _ url: String, concurrency: Int, seconds: Double) async throws {
        let request = HTTPRequest(
            .post, url,
            headers: [
                "Content-Type": "application/json", "Authorization": "Bearer key-0123456789abcdef",
                "X-Request-Id": "0123456789abcdef",
            ], body: [UInt8](repeating: UInt8(ascii: "x"), count: 2_000))
        for _ in 0..<200 { _ = try await client.collect(request) }
        let cpu = cpuSeconds()
        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        let durations = try await withThrowingTaskGroup(of: [Duration].self) { group in
            for _ in 0..<concurrency {
                group.addTask {
                    var durations: [Duration] = []
                    var now = ContinuousClock.now
                    while now < end {
                        _ = try await client.collect(request)
                        let then = ContinuousClock.now
                        durations.append(now.duration(to: then))
                        now = then
                    }
                    return durations
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }.sorted()
        let elapsed = start.duration(to: .now) / .seconds(1)
        let count = Double(durations.count)
        let microseconds = { (part: Double) in Int(durations[Int(count * part)] / .microseconds(1)) }
        print(
            "POST, \(concurrency) at once: \(Int(count / elapsed))/s, "
                + "\(tenths((cpuSeconds() - cpu) / count * 1_000_000)) µs CPU each, "
                + "p50 \(microseconds(0.5)) µs, p99 \(microseconds(0.99)) µs")
        await client.shutdown()
    }

    private static func waiting(_ client: WebClient, _ url: String, count: Int) async throws {
        var limits = rlimit()
        getrlimit(__rlimit_resource_t(7), &limits)
        limits.rlim_cur = limits.rlim_max
        setrlimit(__rlimit_resource_t(7), &limits)
        var request = HTTPRequest(.post, url, body: Array("{}".utf8))
        request.limits.connectTimeout = .seconds(60)
        let before = residentBytes()
        let tasks = (0..<count).map { _ in Task { [request] in _ = try await client.collect(request) } }
        while client.statistics.connectionsMade < count { try await Task.sleep(for: .milliseconds(50)) }
        try await Task.sleep(for: .seconds(2))
        let cpu = cpuSeconds()
        try await Task.sleep(for: .seconds(2))
        let idle = cpuSeconds() - cpu
        let after = residentBytes()
        print(
            "\(client.statistics.openCalls) waiting calls: \((after - before) / 1_000_000) MB more, "
                + "\(tenths(Double(after - before) / Double(count) / 1_000)) kB each, \(after / 1_000_000) MB in all, "
                + "\(tenths(idle / 2 * 1_000)) ms CPU a second")
        let start = ContinuousClock.now
        for task in tasks { task.cancel() }
        for task in tasks { _ = await task.result }
        await client.shutdown()
        print("all cancelled in \(Int(start.duration(to: .now) / .milliseconds(1))) ms")
    }

    private static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }

    private static func cpuSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static func residentBytes() -> Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return (pages.flatMap { $0.count > 1 ? Int($0[1]) : nil } ?? 0) * 4_096
    }
}
