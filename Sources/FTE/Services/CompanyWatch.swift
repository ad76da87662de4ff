import EventBus
import Storage
import SupportDesk
import Telemetry

/// Keeps the company's folder and documents current: looks at the files every few seconds, and at the database when
/// another process changed the documents.
struct CompanyWatch: Sendable {
    let company: Company
    let changes: any WakeUps
    let pause: Duration
    private let reading: RecurringFailure

    init(company: Company, changes: any WakeUps, pause: Duration, logger: Logger) {
        self.company = company
        self.changes = changes
        self.pause = pause
        reading = RecurringFailure("Documents could not be read", over: "Documents are read again", logger: logger)
    }

    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in changes.wakeUps() { await refresh() } }
            group.addTask {
                while (try? await Task.sleep(for: pause)) != nil { await refresh() }
            }
            await group.waitForAll()
        }
    }

    private func refresh() async {
        do {
            try await company.refresh()
            reading.succeeded()
        } catch is CancellationError {} catch {
            reading.failed(error)
        }
    }
}
