import Formats

/// Takes articles apart into the sections that answers cite.
package enum KnowledgeImport {
    /// Bytes of the largest article that is read.
    package static let maxArticleBytes = 2 << 20

    /// The sections of one Markdown file that have a text of their own, in order.
    ///
    /// The category is the front matter's, else the folder's below `docs/`.
    ///
    /// - Parameter path: below the workspace, as it is cited: `docs/api/keys.md`.
    package static func passages(
        path: String, markdown: some Collection<UInt8>
    ) throws(WorkspaceProblem) -> [Passage] {
        let document: MarkdownDocument
        let category: String?
        do throws(MarkdownError) {
            document = try Markdown.document(markdown, file: path, limits: MarkdownLimits(bytes: maxArticleBytes))
        } catch {
            throw WorkspaceProblem(error)
        }
        do throws(YAMLError) {
            category = try Self.category(of: document, path: path)
        } catch {
            throw WorkspaceProblem(error)
        }
        let lines = ArticleLines(markdown)
        var passages: [Passage] = []
        for (place, section) in document.sections.enumerated() where !section.blocks.isEmpty {
            let next = place + 1 < document.sections.count ? document.sections[place + 1].line : nil
            let headings = section.level == 0 ? [] : section.path + [section.heading]
            let isTitled = headings.first == document.title
            passages.append(
                Passage(
                    citation: section.slug.isEmpty ? path : "\(path)#\(section.slug)", documentTitle: document.title,
                    headingPath: isTitled ? Array(headings.dropFirst()) : headings, category: category,
                    markdown: lines.text(from: section.line, hasHeading: section.level > 0, before: next),
                    position: place))
        }
        return passages
    }

    private static func category(of document: MarkdownDocument, path: String) throws(YAMLError) -> String? {
        var frontMatter = try document.frontMatter?.mapping()
        if let category = try frontMatter?.string(ifPresent: "category") { return category.trimmed }
        let folders = path.split(separator: "/").dropLast()
        return folders.count > 1 ? String(folders[1]) : nil
    }
}

/// An article's source by lines, to keep each section as it was written.
private struct ArticleLines {
    private let lines: [Substring]
    /// The targets of `[label][target]`, which may stand anywhere in the article.
    private let targets: [(label: String, line: Substring)]

    init(_ markdown: some Collection<UInt8>) {
        let text = String(decoding: markdown, as: UTF8.self)
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        targets = lines.compactMap { line in
            let start = line.drop { $0 == " " }
            guard start.first == "[", let close = start.range(of: "]:"),
                start.distance(from: start.startIndex, to: close) > 1
            else { return nil }
            return (label: start[..<close] + "]", line: line)
        }
    }

    /// - Parameters:
    ///   - first: the section's line, counted from 1.
    ///   - next: the next section's.
    func text(from first: Int, hasHeading: Bool, before next: Int?) -> String {
        let end = min(next.map { $0 - 1 } ?? lines.count, lines.count)
        var start = min(first - 1, end)
        if hasHeading, start < end {
            let isUnderlined = lines[start].drop(while: { $0 == " " }).first != "#"
            start += 1
            while isUnderlined, start < end {
                start += 1
                if Self.isUnderline(lines[start - 1]) { break }
            }
        }
        let text = lines[start..<end].joined(separator: "\n").trimmedOfEmptyLines
        let missing = targets.filter { text.contains($0.label) && !text.contains($0.line) }.map(\.line)
        return missing.isEmpty ? text : text + "\n\n" + missing.joined(separator: "\n")
    }

    private static func isUnderline(_ line: Substring) -> Bool {
        let mark = line.trimmed
        return !mark.isEmpty && (mark.allSatisfy { $0 == "=" } || mark.allSatisfy { $0 == "-" })
    }
}

extension Substring {
    /// Where `text` begins.
    fileprivate func range(of text: String) -> Index? {
        indices.first { self[$0...].hasPrefix(text) }
    }
}

extension String {
    /// Without empty lines before and after; the first line keeps its indentation.
    fileprivate var trimmedOfEmptyLines: String {
        var lines = split(separator: "\n", omittingEmptySubsequences: false)[...]
        while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
        while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
        return lines.joined(separator: "\n")
    }
}
