/// A Markdown file as sections that can be cited.
package struct MarkdownDocument: Sendable {
    /// The YAML between `---` lines at the top.
    package let frontMatter: YAMLNode?
    /// The front matter's `title`, else the first heading of level 1, else the file's name.
    package let title: String
    /// In the order of the file. A section without blocks is there too: its heading leads to others.
    package let sections: [MarkdownSection]
}

/// A heading and what follows it up to the next heading, of whichever level.
package struct MarkdownSection: Equatable, Sendable {
    /// The heading's text; the document's title for what stands before the first heading.
    package let heading: String
    /// 1 to 6; 0 for what stands before the first heading.
    package let level: Int
    /// The anchor GitHub gives the heading, unique in the document; empty for what stands before the first heading.
    package let slug: String
    /// The headings above this one, outermost first.
    package let path: [String]
    /// The heading's line in the file, counted from 1.
    package let line: Int
    package let blocks: [MarkdownBlock]
}
