import Formats
import FoundationEssentials
import Process

/// `fte.yaml` as the flat tree that settings are read from.
enum SettingsFile {
    /// The file's leaves by their path, each with its place. A file that isn't there says nothing.
    static func read(_ path: String) throws -> [String: SettingValue] {
        guard let data = FileManager.default.contents(atPath: path) else { return [:] }
        let root = try YAMLNode(parsing: data, file: "fte.yaml")
        var leaves: [String: SettingValue] = [:]
        flatten(root, at: "", into: &leaves)
        return leaves
    }

    private static func flatten(_ node: YAMLNode, at path: String, into leaves: inout [String: SettingValue]) {
        let prefix = path.isEmpty ? "" : path + "."
        switch node.content {
        case .scalar(let text, _):
            if !path.isEmpty { leaves[path] = SettingValue(text, origin: "\(node.file):\(node.line):\(node.column)") }
        case .sequence(let items):
            for (index, item) in items.enumerated() { flatten(item, at: prefix + String(index), into: &leaves) }
        case .mapping(let members):
            for member in members { flatten(member.value, at: prefix + member.key, into: &leaves) }
        }
    }
}
