package import Formats
import TextAnalysis

/// A passage's Markdown taken apart, for answers made of its own sentences and steps.
package struct PassageContent: Equatable, Sendable {
    package enum Block: Equatable, Sendable {
        /// Whole sentences.
        case paragraph([Line])
        case steps([Step])
        case bullets([Line])
        case table(header: [String], rows: [[String]])
        case code(language: String?, text: String)
    }

    /// One sentence or item, without markup.
    package struct Line: Equatable, Sendable {
        package let text: String
        /// Addresses that labels in it lead to.
        package let links: [MarkdownLink]
    }

    package struct Step: Equatable, Sendable {
        package let number: Int
        package let text: Line
        /// Items, notes and code inside the step, each one text.
        package internal(set) var details: [String]
    }

    package let blocks: [Block]

    /// One text for each sentence, step, item, row and piece of code.
    package let lines: [String]

    package init(_ passage: Passage) { self.init(markdown: passage.markdown, name: passage.citation) }

    /// A text whose Markdown is refused (too deep, too long) is one block of code: shown as it is.
    init(markdown: String, name: String) {
        do {
            let limits = MarkdownLimits(bytes: KnowledgeImport.maxArticleBytes)
            let sections = try Markdown.sections(markdown, file: name, limits: limits)
            var builder = PassageContentBuilder()
            for block in sections.flatMap(\.blocks) { builder.add(block) }
            blocks = builder.blocks
        } catch {
            blocks = [.code(language: nil, text: markdown)]
        }
        lines = blocks.flatMap(\.lines)
    }

    package var plainText: String { lines.joined(separator: "\n") }

    package var sentences: [Line] {
        blocks.flatMap { block in if case .paragraph(let lines) = block { lines } else { [Line]() } }
    }

    package var steps: [Step] {
        blocks.flatMap { block in if case .steps(let steps) = block { steps } else { [Step]() } }
    }
}

extension PassageContent.Block {
    fileprivate var lines: [String] {
        switch self {
        case .paragraph(let lines), .bullets(let lines): lines.map(\.text)
        case .steps(let steps): steps.flatMap { [$0.text.text] + $0.details }
        case .table(let header, let rows): ([header] + rows).map { $0.joined(separator: " | ") }
        case .code(_, let text): [text]
        }
    }
}

/// Puts Markdown's blocks together to what an answer is made of: neighbouring items to a list, paragraphs to sentences.
private struct PassageContentBuilder {
    private(set) var blocks: [PassageContent.Block] = []

    mutating func add(_ block: MarkdownBlock) {
        switch block {
        case .paragraph(let text), .quote(let text): blocks.append(.paragraph(Self.sentences(of: text)))
        case .listItem(let item): add(item)
        case .code(let language, let text):
            if case .steps(var steps)? = blocks.last, text.count < 200 {
                steps[steps.count - 1].details.append(text)
                blocks[blocks.count - 1] = .steps(steps)
            } else {
                blocks.append(.code(language: language, text: text))
            }
        case .table(let table):
            blocks.append(.table(header: table.header.map(\.text), rows: table.rows.map { $0.map(\.text) }))
        }
    }

    private mutating func add(_ item: MarkdownListItem) {
        let line = PassageContent.Line(text: item.text.text, links: item.text.links)
        switch (blocks.last, item.marker) {
        case (.steps(var steps)?, _) where item.depth > 0:
            steps[steps.count - 1].details.append(line.text)
            blocks[blocks.count - 1] = .steps(steps)
        case (.steps(var steps)?, .number(let number)) where number > steps[steps.count - 1].number:
            steps.append(PassageContent.Step(number: number, text: line, details: []))
            blocks[blocks.count - 1] = .steps(steps)
        case (_, .number(let number)) where item.depth == 0:
            blocks.append(.steps([PassageContent.Step(number: number, text: line, details: [])]))
        case (.bullets(let lines)?, _): blocks[blocks.count - 1] = .bullets(lines + [line])
        default: blocks.append(.bullets([line]))
        }
    }

    private static func sentences(of text: MarkdownText) -> [PassageContent.Line] {
        let tokenized = TokenizedText(text.text)
        return tokenized.sentences.map { sentence in
            let links = text.links.filter { sentence.range.contains($0.range.lowerBound) }.map { link in
                let start = link.range.lowerBound - sentence.range.lowerBound
                return MarkdownLink(label: link.label, url: link.url, range: start..<(start + link.range.count))
            }
            return PassageContent.Line(text: tokenized.text(in: sentence.range), links: links)
        }
    }
}
