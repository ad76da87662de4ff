import Foundation
import Testing

/// The company's folder, broken and mended, at start and while the program runs.
@Suite(.ownThreads) final class CompanyChangeTests {
    private let company: URL

    init() throws { company = try companyFolder() }

    deinit { try? FileManager.default.removeItem(at: company.deletingLastPathComponent()) }

    @Test func `a broken workspace is refused at start with file, line and column`() throws {
        try change("workspace.yaml") { $0.replacing("retention_days: 90", with: "retention_days: [90") }
        let desk = try Desk(workspace: company)

        let refused = try desk.launch("serve")
        let code = try refused.waitForExit()

        #expect(code == 1)
        #expect(refused.log.contains(#/workspace\.yaml:\d+:\d+: /#))
        #expect(!refused.log.contains("listening"))
    }

    @Test func `a word that is not known is refused with what is allowed`() throws {
        try change("workspace.yaml") { $0.replacing("retention_days: 90", with: "retention_dayz: 90") }
        let desk = try Desk(workspace: company)

        let refused = try desk.launch("serve")
        let code = try refused.waitForExit()

        #expect(code == 1)
        #expect(refused.log.contains(#/workspace\.yaml:\d+:\d+: .*retention_dayz/#))
        #expect(refused.log.contains("retention_days"))
    }

    @Test func `while the program runs a broken change is told and the last good company stays`() throws {
        let desk = try Desk(workspace: company)
        let running = try desk.start("serve")

        try change("workspace.yaml") { $0.replacing("retention_days: 90", with: "retention_days: soon") }
        let line = try running.process.waitForLine("Workspace is broken; the last good one stays")
        let receipt = try running.client.submit()
        let page = try running.client.ticket(receipt.ticketId) { $0.count(of: "agent") > 0 }
        try change("workspace.yaml") { $0.replacing("retention_days: soon", with: "retention_days: 30") }
        try running.process.waitForLine("Workspace read again")

        #expect(line.contains(#/workspace\.yaml:\d+:\d+: /#))
        #expect(page.messages.map(\.role) == ["customer", "agent"])
    }

    @Test(arguments: ProgramBackend.allCases)
    func `a new document is used by every process without a restart`(backend: ProgramBackend) async throws {
        try await backend.withDesk(workspace: company) { desk in
            let api = try desk.start("api")
            let worker = try desk.start("worker")
            let question = ["subject": "Glimmer boards", "message": "How do I switch on the glimmer board?"]

            let text = """
                ## How do I switch on the glimmer board?
                Open **Settings > Glimmer** and select **Light it up**. The glimmer board is lit at once.
                """
            try Data(text.utf8).write(to: company.appending(path: "docs/work/glimmer.md"))
            try api.process.waitForLine("Workspace read again")
            try worker.process.waitForLine("Workspace read again")
            let receipt = try api.client.submit(question)
            let page = try api.client.ticket(receipt.ticketId) { $0.count(of: "agent") > 0 }

            #expect(page.messages.last?.content.contains("Light it up") == true)
        }
    }

    private func change(_ file: String, _ edit: (String) -> String) throws {
        let url = company.appending(path: file)
        let text = try String(contentsOf: url, encoding: .utf8)
        let changed = edit(text)
        try #require(changed != text)
        try Data(changed.utf8).write(to: url, options: .atomic)
    }
}
