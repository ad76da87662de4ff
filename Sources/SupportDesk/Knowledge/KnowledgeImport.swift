package import Formats

/// Takes articles apart into the sections that answers cite.
package enum KnowledgeImport {
    /// The sections of one Markdown file that have a text of their own, in order.
    ///
    /// - Parameter path: below the workspace, as it is cited: `docs/api/keys.md`.
    package static func passages(path: String, markdown: some Collection<UInt8>) throws(MarkdownError) -> [Passage] {
        []
    }
}
