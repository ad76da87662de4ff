import Formats
import FoundationEssentials

/// Reads a company's folder.
///
/// Only `docs/` with a Markdown file must be there. Refused are links that lead out of the folder, files that are not
/// UTF-8, and what is larger than the limits.
package enum WorkspaceLoader {
    package static let maxArticles = 5_000
    /// All articles together.
    private static let maxBytes = 256 << 20
    private static let maxTextBytes = 256 << 10

    /// - Throws: all problems of all files at once.
    package static func load(_ folder: String) throws(WorkspaceError) -> Workspace {
        try read(folder).workspace
    }

    /// - Returns: besides the workspace the state of the files it was read from.
    static func read(_ folder: String) throws(WorkspaceError) -> (workspace: Workspace, files: [FolderFiles.Entry]) {
        let problems = ProblemList()
        guard let files = FolderFiles(folder, problems) else { throw WorkspaceError(problems: problems.problems) }
        var reading = WorkspaceReading(files: files, problems: problems)
        reading.workspace.profile.name = Self.name(of: folder)
        reading.readSettings()
        reading.readArticles()
        guard problems.problems.isEmpty else { throw WorkspaceError(problems: problems.problems) }
        return (reading.workspace, files.entries)
    }

    /// A folder `acme-tools` without a name of its own is the company "Acme Tools".
    private static func name(of folder: String) -> String {
        let last = URL(fileURLWithPath: folder, isDirectory: true).standardizedFileURL.lastPathComponent
        let words = last.split { "-_ ".contains($0) }.map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return words.isEmpty ? CompanyProfile().name : words.joined(separator: " ")
    }

    private struct WorkspaceReading {
        let files: FolderFiles
        let problems: ProblemList
        var workspace = Workspace()

        mutating func readSettings() {
            var profile = ProfileReading(zoneFile: WorkspaceLoader.zoneFile)
            workspace.profile.product = workspace.profile.name
            if let node = yaml("workspace.yaml") { profile.read(node, into: &workspace, problems) }
            if let about = text("company-profile.md") { workspace.profile.about = about }
            if let voice = text("brand-voice.md") { workspace.profile.voice = voice }
            if let node = yaml("templates/phrases.yaml") {
                PhraseReading.read(node, into: &workspace.phrases, problems)
            }
            workspace.templates = TemplateReading(files: files, problems: problems).templates(named: profile.templates)
            readAgents()
            workspace.escalationRules = EscalationRule.standard(teams: workspace.teams, rules: workspace.limits)
            if let node = yaml("escalation-rules.yaml") {
                workspace.escalationRules = RuleReading(workspace: workspace, problems: problems).rules(node)
            }
            for channel in Channel.allCases { checkRoom(on: channel) }
        }

        private mutating func readAgents() {
            let reading = AgentReading(problems: problems)
            if let node = yaml("agents.yaml") {
                let agents = reading.agents(node)
                if !agents.isEmpty { workspace.agents = agents }
            } else {
                workspace.agents[0].displayName = "\(workspace.profile.name) support assistant"
            }
            if let node = yaml("skills.yaml") { workspace.skills = reading.skills(node) }
        }

        mutating func readArticles() {
            let articles = files.entries.filter { $0.path.hasPrefix("docs/") && $0.path.hasSuffix(".md") }
            guard !articles.isEmpty else {
                let hasLoose = files.entries.contains { !$0.path.contains("/") && $0.path.hasSuffix(".md") }
                return problems.add(
                    "no Markdown file is there; at least one article is needed"
                        + (hasLoose ? " (move those beside it into docs/)" : ""), in: "docs/")
            }
            guard articles.count <= WorkspaceLoader.maxArticles else {
                return problems.add("more than \(WorkspaceLoader.maxArticles) articles", in: "docs/")
            }
            guard articles.reduce(0, { $0 + $1.size }) <= WorkspaceLoader.maxBytes else {
                return problems.add(
                    "the articles are larger than \(WorkspaceLoader.maxBytes) bytes together", in: "docs/")
            }
            for article in articles {
                guard let bytes = files.bytes(of: article.path, upTo: KnowledgeImport.maxArticleBytes, problems) else {
                    continue
                }
                do throws(WorkspaceProblem) {
                    workspace.passages += try KnowledgeImport.passages(path: article.path, markdown: bytes)
                } catch {
                    problems.add(error)
                }
            }
        }

        /// A template that fills its channel's limits by itself would leave no room for an answer.
        private func checkRoom(on channel: Channel) {
            let room = ReplyFormatter(workspace).room(on: channel)
            guard room.characters < 60 || room.words < 10 else { return }
            problems.add(
                "the template leaves room for \(max(0, room.characters)) characters and \(max(0, room.words)) words of an "
                    + "answer; 60 and 10 are needed", in: "templates/\(channel.rawValue).mustache")
        }

        private func yaml(_ path: String) -> YAMLNode? {
            guard let bytes = files.bytes(of: path, upTo: YAMLLimits().bytes, problems) else { return nil }
            return problems.attempt { () throws(YAMLError) in try YAMLNode(parsing: bytes, file: path) }
        }

        private func text(_ path: String) -> String? {
            guard let bytes = files.bytes(of: path, upTo: WorkspaceLoader.maxTextBytes, problems) else { return nil }
            guard let text = String(validating: bytes, as: UTF8.self) else {
                problems.add("the file is not UTF-8", in: path)
                return nil
            }
            return text
        }
    }

    /// The system's compiled zone (tzfile(5)); `name` is known to be a plain path.
    private static func zoneFile(_ name: String) -> [UInt8]? {
        FileManager.default.contents(atPath: "/usr/share/zoneinfo/" + name).map { [UInt8]($0) }
    }
}
