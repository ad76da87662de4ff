import Foundation

@testable import SupportDesk

/// A company's folder of its own for one test, removed with it.
final class TemporaryWorkspace {
    let folder: String

    init(_ files: [String: String] = [:]) throws {
        folder = NSTemporaryDirectory() + "workspace-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (path, text) in files { try write(text, to: path) }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

    func write(_ data: Data, to path: String) throws {
        let file = URL(fileURLWithPath: folder + "/" + path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    func load() throws -> Workspace { try WorkspaceLoader.load(folder) }

    /// The problems as they are shown, none when the folder is good.
    func problems() -> [String] {
        do throws(WorkspaceError) {
            _ = try WorkspaceLoader.load(folder)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    static let article = """
        ---
        title: Passwords
        category: account
        ---

        ## How do I reset my password?
        You reset a password with a link that we send you.

        1. Open the sign-in page and select **Forgot password?**
        2. Enter your address.

        The link is valid for 60 minutes.
        """
}
