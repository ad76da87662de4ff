/// Markdown's bytes, known to be UTF-8 and no larger than allowed, and where they begin in their file.
struct MarkdownSource {
    let bytes: [UInt8]
    let file: String
    let firstLine: Int
    let limits: MarkdownLimits

    init(_ bytes: some Collection<UInt8>, file: String, limits: MarkdownLimits) throws(MarkdownError) {
        self.bytes = Array(bytes)
        self.file = file
        self.limits = limits
        firstLine = 1
        guard self.bytes.count <= limits.bytes else {
            throw error("the text is longer than \(limits.bytes) bytes", line: 1)
        }
        let line: Int? = self.bytes.withUnsafeBufferPointer { bytes in
            bytes.offsetOfInvalidUTF8.map { TextPlace(of: $0, in: bytes).line }
        }
        if let line { throw error("the text is not UTF-8", line: line) }
    }

    /// What follows the first `offset` bytes, which are `lines` lines.
    init(_ source: MarkdownSource, from offset: Int, lines: Int) {
        bytes = Array(source.bytes[offset...])
        file = source.file
        limits = source.limits
        firstLine = source.firstLine + lines
    }

    /// An error in a line of this text.
    func error(_ problem: String, line: Int) -> MarkdownError {
        MarkdownError(file: file, line: line + firstLine - 1, problem: problem)
    }

    /// The file's name as a title: `docs/getting-started.md` is `getting started`.
    var title: String {
        let name = file.split(separator: "/").last ?? ""
        let stem = name.hasSuffix(".md") ? name.dropLast(3) : name
        return String(stem.map { $0 == "-" || $0 == "_" ? " " : $0 })
    }
}
