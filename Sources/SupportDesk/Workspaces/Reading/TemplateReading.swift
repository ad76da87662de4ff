import Formats

/// The templates of the channels: `templates/email.mustache`, for a language `templates/email.de.mustache`.
struct TemplateReading {
    static let maxBytes = 64 << 10

    let files: FolderFiles
    let problems: ProblemList

    /// - Parameter named: paths that `workspace.yaml` gives, in place of the usual ones.
    func templates(named: [Channel: YAMLNode]) -> ReplyTemplates {
        var templates = ReplyTemplates(templates: [:])
        for channel in Channel.allCases {
            var path = "templates/\(channel.rawValue).mustache"
            if let node = named[channel] {
                guard let given = problems.attempt({ () throws(YAMLError) in try node.string() }) else { continue }
                guard files.entry(given) != nil else {
                    problems.add(node.error("there is no file '\(given.prefix(80))' in the workspace"))
                    continue
                }
                path = given
            }
            var byLanguage: [String: Template] = [:]
            byLanguage[""] = template(path)
            let stem = path.hasSuffix(".mustache") ? String(path.dropLast(".mustache".count)) : path
            for entry in files.entries where entry.path.hasPrefix(stem + ".") && entry.path.hasSuffix(".mustache") {
                let language = entry.path.dropFirst(stem.count + 1).dropLast(".mustache".count)
                if ProfileReading.isLanguage(String(language)) { byLanguage[String(language)] = template(entry.path) }
            }
            if !byLanguage.isEmpty { templates.templates[channel] = byLanguage }
        }
        return templates
    }

    /// A template needs `body`, without which no answer would be in the reply.
    private func template(_ path: String) -> Template? {
        guard let text = text(path) else { return nil }
        do throws(TemplateError) {
            let template = try Template(text, file: path)
            try template.check(allowed: ReplyTemplates.variables)
            if !template.variables.contains(where: { $0.name == "body" && $0.use == .text }) {
                problems.add("the template never shows {{{body}}}", in: path)
            }
            return template
        } catch {
            problems.add(WorkspaceProblem(error))
            return nil
        }
    }

    private func text(_ path: String) -> String? {
        guard let bytes = files.bytes(of: path, upTo: Self.maxBytes, problems) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            problems.add("the file is not UTF-8", in: path)
            return nil
        }
        // A text editor's last line end is no part of a message.
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
