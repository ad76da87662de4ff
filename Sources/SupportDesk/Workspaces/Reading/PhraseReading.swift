import Formats

/// What `templates/phrases.yaml` says, laid over the standard phrases.
enum PhraseReading {
    static func read(_ node: YAMLNode, into phrases: inout Phrases, _ problems: ProblemList) {
        guard var fields = FieldReader(node, problems) else { return }
        var nested: [String: FieldReader] = [:]
        for key in Phrases.Key.allCases {
            let path = key.rawValue.split(separator: ".").map(String.init)
            let text: LocalizedText?
            if path.count == 1 {
                text = fields.node(path[0]).flatMap { LocalizedText($0, problems) }
            } else {
                if nested[path[0]] == nil { nested[path[0]] = fields.fields(path[0]) }
                text = nested[path[0]]?.node(path[1]).flatMap { LocalizedText($0, problems) }
            }
            if let text { phrases.texts[key] = text }
        }
        for reader in nested.values { reader.end() }
        if let openers = fields.list("empathy") { phrases.openers = openers.compactMap(opener) }
        fields.end()
    }

    private static func opener(_ fields: FieldReader) -> EmpathyOpener? {
        var fields = fields
        let below = fields.require("below") { node throws(YAMLError) in try node.double(in: 0...2) }
        let text = LocalizedText(reading: &fields)
        fields.end()
        return below.flatMap { below in text.map { EmpathyOpener(below: below, text: $0) } }
    }
}

extension LocalizedText {
    /// A text, or a mapping with `default` and texts by channel or language.
    init?(_ node: YAMLNode, _ problems: ProblemList) {
        if case .scalar = node.content {
            guard let template = Self.template(node, problems) else { return nil }
            self.init([Variant(): template])
            return
        }
        guard var fields = FieldReader(node, problems) else { return nil }
        self.init(reading: &fields)
        fields.end()
    }

    /// Takes `default`, the channels and the languages out of a mapping that may have other keys. A language may itself
    /// be a mapping by channel.
    init?(reading fields: inout FieldReader) {
        let problems = fields.problems
        var variants: [Variant: Template] = [:]
        guard let standard = fields.require("default", { node in node }) else { return nil }
        variants[Variant()] = Self.template(standard, problems)
        for channel in Channel.allCases {
            if let node = fields.node(channel.rawValue) {
                variants[Variant(channel: channel)] = Self.template(node, problems)
            }
        }
        for language in fields.keys where ProfileReading.isLanguage(language) {
            guard let node = fields.node(language) else { continue }
            if case .mapping = node.content {
                guard var own = FieldReader(node, problems) else { continue }
                variants[Variant(language: language)] = own.node("default").flatMap { Self.template($0, problems) }
                for channel in Channel.allCases {
                    if let node = own.node(channel.rawValue) {
                        variants[Variant(channel: channel, language: language)] = Self.template(node, problems)
                    }
                }
                own.end()
            } else {
                variants[Variant(language: language)] = Self.template(node, problems)
            }
        }
        self.init(variants)
    }

    private static func template(_ node: YAMLNode, _ problems: ProblemList) -> Template? {
        Template(node, allowed: PhraseVariable.allCases.map(\.rawValue), problems)
    }
}

extension Template {
    /// A template that stands in a YAML file; unknown variables are noted at their line there.
    init?(_ node: YAMLNode, allowed: [String], _ problems: ProblemList) {
        guard let text = problems.attempt({ () throws(YAMLError) in try node.string() }) else { return nil }
        do throws(TemplateError) {
            try self.init(text, file: node.file)
            try check(allowed: allowed)
        } catch {
            // Of a text with line breaks, which is a block, the first line is the one below its key.
            let line = text.contains("\n") ? node.line + error.line : node.line
            problems.add(WorkspaceProblem(file: node.file, line: line, column: node.column, problem: error.problem))
            return nil
        }
    }
}
