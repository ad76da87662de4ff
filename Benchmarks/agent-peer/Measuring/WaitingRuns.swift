import AgentRuntime
import Foundation
import HTTPClient
import LanguageModels

/// Memory of runs that all wait for a slow model at once.
struct WaitingRuns {
    private let arguments: PeerArguments

    init(_ arguments: PeerArguments) { self.arguments = arguments }

    func run() async throws {
        ProcessMeter.raiseFileLimit()
        var options = WebClientOptions()
        options.caFile = arguments.caFile
        let client = try WebClient(options)
        let model = OpenAIModel(
            server: ModelServer(baseURL: arguments.base, key: "sk-fake", client: client),
            options: OpenAIModelOptions(model: "fake:slow:1", wire: arguments.wire))
        let agent = try Agent<Scripted>(name: "Support Agent", instructions: .text("Be brief."), model: model)
        var settings = RunSettings()
        settings.timeLimit = .seconds(arguments.seconds + 120)
        let before = ProcessMeter.memory
        let count = arguments.runs
        let complete = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<count {
                group.addTask { [settings] in
                    let result = await Runner.run(
                        agent, input: [InputMessage(id: "1", text: "Hello, I cannot log in to my account.")],
                        session: Session(context: Scripted.Context()),
                        trace: Trace(groupID: "conv\(number)", startedAt: Date(), origin: .now), settings: settings)
                    return result.ending.isComplete
                }
            }
            while client.statistics.connectionsMade < count { try await Task.sleep(for: .milliseconds(20)) }
            let cpu = ProcessMeter.cpuSeconds
            try await Task.sleep(for: .seconds(1))
            let idle = ProcessMeter.cpuSeconds - cpu
            let during = ProcessMeter.memory
            print(
                "\(client.statistics.openCalls) runs wait: \(Int(before)) MB before, \(Int(during)) MB now, "
                    + "\(((during - before) / Double(count) * 1_000).rounded(places: 1)) kB each, "
                    + "\((idle * 1_000).rounded(places: 1)) ms CPU a second")
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        print(
            "\(complete) of \(count) answered: \(Int(ProcessMeter.memory)) MB after, "
                + "\(Int(ProcessMeter.peakMemory)) MB at the peak")
        await client.shutdown()
        if complete != count { exit(1) }
    }
}
