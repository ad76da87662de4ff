/// Cuts a document at its headings. A heading inside a list or quote is a paragraph there.
struct MarkdownSectionBuilder {
    /// Where the Markdown begins in its file.
    let firstLine: Int

    func sections(of document: MarkdownNode) -> [MarkdownSection] {
        var sections: [MarkdownSection] = []
        var slugs = MarkdownSlugs()
        var above: [MarkdownSection] = []
        var current = MarkdownSection(heading: "", level: 0, slug: "", path: [], line: firstLine, blocks: [])
        var builder = MarkdownBlockBuilder()

        func close() {
            if current.level > 0 || !builder.blocks.isEmpty { sections.append(current.holding(builder.blocks)) }
            builder = MarkdownBlockBuilder()
        }

        for node in document.children {
            guard node.kind == .heading else {
                builder.add(node)
                continue
            }
            close()
            let heading = node.inlineText.text
            let level = node.headingLevel
            while let last = above.last, last.level >= level { above.removeLast() }
            current = MarkdownSection(
                heading: heading, level: level, slug: slugs.slug(for: heading), path: above.map(\.heading),
                line: node.line + firstLine - 1, blocks: [])
            above.append(current)
        }
        close()
        return sections
    }
}

extension MarkdownSection {
    fileprivate func holding(_ blocks: [MarkdownBlock]) -> MarkdownSection {
        MarkdownSection(heading: heading, level: level, slug: slug, path: path, line: line, blocks: blocks)
    }

    /// Gives what stands before the first heading the document's title.
    func titled(_ title: String) -> MarkdownSection {
        if level > 0 { return self }
        return MarkdownSection(heading: title, level: level, slug: slug, path: path, line: line, blocks: blocks)
    }
}
