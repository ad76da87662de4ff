/// The YAML that a document may begin with, between two lines of `---`.
struct MarkdownFrontMatter {
    let node: YAMLNode
    /// Its `title`, when that is text.
    let title: String?

    /// Parts a document into its front matter and the Markdown behind it.
    static func split(
        _ source: MarkdownSource
    ) throws(MarkdownError) -> (frontMatter: MarkdownFrontMatter?, body: MarkdownSource) {
        let bytes = source.bytes
        guard bytes.starts(with: "---".utf8) else { return (nil, source) }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count > 1, isFence(lines[0]) else { return (nil, source) }
        guard let close = lines.dropFirst().firstIndex(where: isFence) else { return (nil, source) }

        let yaml = Array(bytes[lines[1].startIndex..<lines[close].startIndex])
        let body = MarkdownSource(source, from: min(lines[close].endIndex + 1, bytes.count), lines: close + 1)
        do {
            let node = try YAMLNode.parse(yaml, file: source.file, firstLine: 2)
            return (MarkdownFrontMatter(node: node, title: try title(of: node)), body)
        } catch {
            throw MarkdownError(file: error.file, line: error.line, problem: error.problem)
        }
    }

    private static func title(of node: YAMLNode) throws(YAMLError) -> String? {
        var mapping = try node.mapping()
        return try mapping.string(ifPresent: "title")
    }

    private static func isFence(_ line: ArraySlice<UInt8>) -> Bool {
        let dashes = line.prefix { $0 == UInt8(ascii: "-") }
        return dashes.count == 3
            && line.dropFirst(3).allSatisfy {
                $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\r")
            }
    }
}
