/// Builds a template's tree from its tokens.
struct TemplateParser {
    private static let maxDepth = 64

    private struct Open {
        let tag: TemplateTag
        var nodes: [TemplateNode] = []
    }

    private let source: String
    private let file: String
    private let partials: [String: Template]
    private var nodes: [TemplateNode] = []
    private var open: [Open] = []

    init(_ source: String, file: String, partials: [String: Template]) {
        self.source = source
        self.file = file
        self.partials = partials
    }

    mutating func template() throws(TemplateError) -> [TemplateNode] {
        var scanner = TemplateScanner(source, file: file)
        for token in try scanner.tokens() {
            switch token {
            case .text(let range): append(.text(Array(scanner.bytes[range])))
            case .tag(let tag): try add(tag)
            }
        }
        if let unclosed = open.last?.tag {
            throw error("the section '\(unclosed.name)' is never closed", at: unclosed)
        }
        return nodes
    }

    private mutating func add(_ tag: TemplateTag) throws(TemplateError) {
        let name = TemplateName(tag.name, line: tag.line)
        switch tag.kind {
        case .escaped: append(.variable(name, isEscaped: true))
        case .raw: append(.variable(name, isEscaped: false))
        case .section, .inverted:
            guard open.count < Self.maxDepth else { throw error("more than \(Self.maxDepth) sections deep", at: tag) }
            open.append(Open(tag: tag))
        case .end:
            guard let section = open.popLast() else { throw error("'\(tag.name)' was not opened", at: tag) }
            guard section.tag.name == tag.name else {
                throw error("expected the end of '\(section.tag.name)' of line \(section.tag.line)", at: tag)
            }
            let opened = TemplateName(section.tag.name, line: section.tag.line)
            append(.section(opened, isInverted: section.tag.kind == .inverted, section.nodes))
        case .partial: append(try partial(tag))
        case .comment: break
        }
    }

    private func partial(_ tag: TemplateTag) throws(TemplateError) -> TemplateNode {
        guard let partial = partials[tag.name] else {
            let known = partials.keys.sorted().joined(separator: ", ")
            throw error("unknown partial '\(tag.name)'; known: \(known.isEmpty ? "none" : known)", at: tag)
        }
        let nodes = tag.indentation.isEmpty ? partial.nodes : try partial.indented(by: tag.indentation).nodes
        return .partial(file: partial.file, nodes)
    }

    private mutating func append(_ node: TemplateNode) {
        if open.isEmpty { nodes.append(node) } else { open[open.count - 1].nodes.append(node) }
    }

    private func error(_ problem: String, at tag: TemplateTag) -> TemplateError {
        TemplateError(file: file, line: tag.line, problem: problem)
    }
}
