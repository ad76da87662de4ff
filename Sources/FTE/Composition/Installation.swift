import FoundationEssentials

/// Where the program's own files are: the demo company and the pages.
enum Installation {
    /// The nearest folder around the executable that holds `web` and `workspaces`, or the folder beside its `bin`:
    /// `share/fte`.
    static func root() throws -> String {
        let files = FileManager.default
        var folder = URL(fileURLWithPath: try executable()).deletingLastPathComponent()
        while true {
            for candidate in [folder, folder.appendingPathComponent("share/fte")] {
                let path = candidate.path
                if files.fileExists(atPath: path + "/web/pages"), files.fileExists(atPath: path + "/workspaces") {
                    return path
                }
            }
            guard folder.path != "/" else {
                throw StartError("the folders 'web' and 'workspaces' are not found beside the program")
            }
            folder.deleteLastPathComponent()
        }
    }

    private static func executable() throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }
}
