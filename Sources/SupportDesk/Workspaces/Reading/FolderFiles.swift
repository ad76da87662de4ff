import FoundationEssentials

/// The files of a company's folder as they lie on disk, without what hides behind a dot.
struct FolderFiles {
    /// What tells one state of a file from another.
    struct Entry: Equatable, Sendable {
        /// Relative to the folder, with `/`.
        let path: String
        let size: Int
        let changedAt: Date
    }

    /// By path.
    let entries: [Entry]

    private static let maxFiles = 20_000
    private static let maxDepth = 16

    private let root: String

    /// Lists the folder. Links are followed to files within it, so that a folder of links to its own files (as Kubernetes
    /// mounts settings) can be read; a link that leads out, or to a folder, is noted.
    init?(_ folder: String, _ problems: ProblemList) {
        let root = URL(fileURLWithPath: folder, isDirectory: true).resolvingSymlinksInPath().path
        self.root = root.count > 1 && root.hasSuffix("/") ? String(root.dropLast()) : root
        guard Self.type(at: self.root) == .typeDirectory else {
            problems.add("the workspace folder is not there", in: folder)
            return nil
        }
        var found: [Entry] = []
        Self.list("", below: self.root, depth: 0, into: &found, problems)
        entries = found.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    }

    func entry(_ path: String) -> Entry? { entries.first { $0.path == path } }

    /// A file's bytes; `nil` where it isn't there, is larger than allowed or can't be read, of which the last two are
    /// noted.
    func bytes(of path: String, upTo limit: Int, _ problems: ProblemList) -> [UInt8]? {
        guard let entry = entry(path) else { return nil }
        guard entry.size <= limit else {
            problems.add("the file is larger than \(limit) bytes", in: path)
            return nil
        }
        guard let bytes = FileManager.default.contents(atPath: root + "/" + path), bytes.count <= limit else {
            problems.add("the file can't be read", in: path)
            return nil
        }
        return [UInt8](bytes)
    }

    private static func list(
        _ path: String, below root: String, depth: Int, into found: inout [Entry], _ problems: ProblemList
    ) {
        let folder = path.isEmpty ? root : root + "/" + path
        guard depth <= maxDepth, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            problems.add(depth > maxDepth ? "folders are nested too deep" : "the folder can't be read", in: path)
            return
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            let inner = path.isEmpty ? name : path + "/" + name
            guard found.count < maxFiles else {
                if found.count == maxFiles { problems.add("the folder has more than \(maxFiles) files", in: inner) }
                return
            }
            switch type(at: root + "/" + inner) {
            case .typeDirectory: list(inner, below: root, depth: depth + 1, into: &found, problems)
            case .typeRegular: if let entry = entry(at: root + "/" + inner, path: inner) { found.append(entry) }
            case .typeSymbolicLink: if let entry = linked(inner, below: root, problems) { found.append(entry) }
            default: problems.add("neither a file nor a folder", in: inner)
            }
        }
    }

    private static func linked(_ path: String, below root: String, _ problems: ProblemList) -> Entry? {
        let target = URL(fileURLWithPath: root + "/" + path).resolvingSymlinksInPath().path
        guard target.hasPrefix(root + "/") else {
            problems.add("a link that leads out of the workspace folder", in: path)
            return nil
        }
        guard type(at: target) == .typeRegular else {
            problems.add("a link to something that is no file", in: path)
            return nil
        }
        return entry(at: target, path: path)
    }

    private static func entry(at file: String, path: String) -> Entry? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: file),
            let size = attributes[.size] as? UInt, let changedAt = attributes[.modificationDate] as? Date
        else { return nil }
        return Entry(path: path, size: Int(clamping: size), changedAt: changedAt)
    }

    private static func type(at path: String) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.type] as? FileAttributeType
    }
}
