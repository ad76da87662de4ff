import CMarkdown
import Synchronization

/// A parsed document of cmark-gfm (cmark-gfm.h, "Tree Manipulation"), freed with this value.
///
/// Owned by one call; nothing it hands out outlives it.
struct MarkdownTree: ~Copyable {
    /// cmark-gfm's inline parser keeps the extensions' special characters in global tables while it parses.
    private static let parsing = Mutex(())
    private static let extensions: Void = cmark_gfm_core_extensions_ensure_registered()

    private let parser: OpaquePointer
    private let document: OpaquePointer

    /// - Throws: when the text nests too deep or is made to cost more than it should.
    static func parsing(_ source: MarkdownSource) throws(MarkdownError) -> MarkdownTree {
        let cost = MarkdownCost(of: source)
        if let refusal = cost.refusal { throw source.error(refusal.problem, line: refusal.line) }
        var extensions = ["strikethrough", "tagfilter", "tasklist"]
        if cost.allowsPlainLinks { extensions.append("autolink") }
        if cost.allowsTables { extensions.append("table") }

        guard let tree = MarkdownTree(source.bytes, extensions: extensions) else {
            throw source.error("the text could not be parsed", line: 1)
        }
        if let line = tree.root.line(deeperThan: source.limits.depth) {
            throw source.error("nested deeper than \(source.limits.depth) levels", line: line)
        }
        return tree
    }

    private init?(_ bytes: [UInt8], extensions names: [String]) {
        guard let (parser, document) = Self.parse(bytes, extensions: names) else { return nil }
        self.parser = parser
        self.document = document
    }

    deinit {
        cmark_node_free(document)
        cmark_parser_free(parser)
    }

    var root: MarkdownNode { MarkdownNode(document) }

    /// Renders without raw HTML and without `javascript:` and its like, which is cmark's default.
    func html() -> String {
        guard let html = cmark_render_html(document, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser))
        else { return "" }
        defer { cmark_get_default_mem_allocator().pointee.free(html) }
        var text = String(cString: html)
        return text.withUTF8 { Self.withRelations($0) }
    }

    /// Nothing else in rendered HTML can look like the beginning of a link, since `<` in text and attributes is escaped.
    private static func withRelations(_ html: UnsafeBufferPointer<UInt8>) -> String {
        let link = Array("<a href=".utf8)
        let relation = Array("<a rel=\"nofollow noopener\" href=".utf8)
        var result: [UInt8] = []
        result.reserveCapacity(html.count + html.count / 8)
        var run = 0
        for start in html.indices where html[start] == UInt8(ascii: "<") && html[start...].starts(with: link) {
            result.append(contentsOf: html[run..<start])
            result.append(contentsOf: relation)
            run = start + link.count
        }
        result.append(contentsOf: html[run...])
        return String(decoding: result, as: UTF8.self)
    }

    private static func parse(_ bytes: [UInt8], extensions names: [String]) -> (OpaquePointer, OpaquePointer)? {
        _ = extensions
        return parsing.withLock { _ in
            guard let parser = cmark_parser_new(CMARK_OPT_DEFAULT) else { return nil }
            for name in names { cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name)) }
            bytes.withUnsafeBytes { bytes in
                if let text = bytes.assumingMemoryBound(to: CChar.self).baseAddress {
                    cmark_parser_feed(parser, text, bytes.count)
                }
            }
            guard let document = cmark_parser_finish(parser) else {
                cmark_parser_free(parser)
                return nil
            }
            return (parser, document)
        }
    }
}
