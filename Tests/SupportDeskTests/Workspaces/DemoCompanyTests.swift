import Foundation
import Testing

@testable import SupportDesk

/// The company that comes with the product.
struct DemoCompanyTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../../workspaces/techcorp").standardizedFileURL.path

    @Test func `the demo company loads without a problem`() throws {
        let workspace = try WorkspaceLoader.load(Self.folder)
        #expect(workspace.profile.name == "TechCorp")
        #expect(workspace.passages.count > 100)
        #expect(Set(workspace.passages.map(\.citation)).count == workspace.passages.count)
        #expect(workspace.skills.skills.count == 5)
        #expect(workspace.style(of: .whatsapp).preferredCharacters == 160)
        #expect(workspace.zone.name == "UTC")
    }
}
