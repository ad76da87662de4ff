import Testing

@testable import SupportDesk

struct WorkspaceSourceTests {
    private let folder: TemporaryWorkspace
    private let source: WorkspaceSource

    init() throws {
        folder = try TemporaryWorkspace(["docs/a.md": "Text.", "workspace.yaml": "name: Acme"])
        source = try WorkspaceSource(folder.folder)
    }

    @Test func `nothing is read again while no file changed`() {
        #expect(source.reload() == .unchanged)
    }

    @Test func `a changed file makes a new workspace`() throws {
        try folder.write("name: Acme Limited", to: "workspace.yaml")

        let result = source.reload()

        #expect(result == .changed)
        #expect(source.workspace.profile.name == "Acme Limited")
        #expect(source.reload() == .unchanged)
    }

    @Test func `a broken change keeps the last good workspace and is told once`() throws {
        try folder.write("name: Acme\nbudgte: {}", to: "workspace.yaml")

        let result = source.reload()

        guard case .broken(let error) = result else {
            Issue.record("expected a broken workspace, got \(result)")
            return
        }
        #expect(error.problems.map(\.line) == [2])
        #expect(source.workspace.profile.name == "Acme")
        #expect(source.reload() == .unchanged)

        try folder.write("name: Acme again", to: "workspace.yaml")
        #expect(source.reload() == .changed)
        #expect(source.workspace.profile.name == "Acme again")
    }

    @Test func `a new article is in the workspace`() throws {
        try folder.write("More.", to: "docs/b.md")
        #expect(source.reload() == .changed)
        #expect(source.workspace.passages.count == 2)
    }
}
