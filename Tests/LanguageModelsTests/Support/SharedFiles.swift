import Formats
import Foundation

/// OpenAI's schemas and recorded answers, kept outside the repository in the folder `FTE_SHARED_DATA` names (`../shared` by
/// default).
enum SharedFiles {
    /// In CI they must be there, so tests run and fail without them.
    static var canRun: Bool {
        FileManager.default.fileExists(atPath: folder.path) || ProcessInfo.processInfo.environment["CI"] != nil
    }

    static func load(_ name: String) throws -> JSONValue {
        try JSONValue(parsing: [UInt8](Data(contentsOf: folder.appending(path: name))))
    }

    private static var folder: URL {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let given = ProcessInfo.processInfo.environment["FTE_SHARED_DATA"] ?? "../shared"
        let base = given.hasPrefix("/") ? URL(filePath: given) : root.appending(path: given)
        return base.appending(path: "specs/openai")
    }
}
