/// GitHub's Markdown, with tables, strikethrough, task lists and plain links (cmark-gfm).
package enum Markdown {
    /// A document's sections and front matter.
    ///
    /// - Parameter file: its name, for errors and for the title of a document without a heading.
    package static func document(
        _ source: some Collection<UInt8>, file: String, limits: MarkdownLimits = MarkdownLimits()
    ) throws(MarkdownError) -> MarkdownDocument {
        let source = try MarkdownSource(source, file: file, limits: limits)
        let (frontMatter, body) = try MarkdownFrontMatter.split(source)
        let tree = try MarkdownTree.parsing(body)
        let builder = MarkdownSectionBuilder(firstLine: body.firstLine)
        let headed = builder.sections(of: tree.root)
        let title = frontMatter?.title ?? headed.first { $0.level == 1 }?.heading ?? source.title
        return MarkdownDocument(
            frontMatter: frontMatter?.node, title: title, sections: headed.map { $0.titled(title) })
    }

    package static func document(
        _ source: String, file: String, limits: MarkdownLimits = MarkdownLimits()
    ) throws(MarkdownError) -> MarkdownDocument {
        try document(source.utf8, file: file, limits: limits)
    }

    /// The sections of a text.
    package static func sections(
        _ source: String, file: String = "markdown", limits: MarkdownLimits = MarkdownLimits()
    ) throws(MarkdownError) -> [MarkdownSection] {
        try document(source, file: file, limits: limits).sections
    }

    /// A fragment of HTML that is safe to show whoever wrote the text.
    ///
    /// Raw HTML is left out. A link keeps its address only if that is relative or begins with `http`, `https`, `mailto`
    /// or `tel`, and bears `rel="nofollow noopener"`. An image becomes a link to it, so that showing the text fetches
    /// nothing.
    package static func html(
        _ source: String, limits: MarkdownLimits = MarkdownLimits()
    ) throws(MarkdownError) -> String {
        let tree = try MarkdownTree.parsing(MarkdownSource(source.utf8, file: "markdown", limits: limits))
        tree.makeSafe()
        return tree.html()
    }

    /// The text for where no markup is shown: items keep their marks, and a link is followed by its address.
    package static func plainText(
        _ source: String, limits: MarkdownLimits = MarkdownLimits()
    ) throws(MarkdownError) -> String {
        MarkdownPlainText.text(of: try sections(source, limits: limits))
    }
}
