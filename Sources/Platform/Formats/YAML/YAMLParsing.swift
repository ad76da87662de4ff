extension YAMLNode {
    /// Reads one YAML document. `file` is the name that errors begin with; an empty document is an empty node.
    package init(
        parsing bytes: some Collection<UInt8>, file: String, limits: YAMLLimits = YAMLLimits()
    ) throws(YAMLError) {
        self = try YAMLNode.parse(Array(bytes), file: file, firstLine: 1, limits: limits)
    }

    package init(parsing text: String, file: String, limits: YAMLLimits = YAMLLimits()) throws(YAMLError) {
        try self.init(parsing: text.utf8, file: file, limits: limits)
    }

    /// `firstLine` is where the bytes begin in the file, for YAML inside another format.
    static func parse(
        _ bytes: [UInt8], file: String, firstLine: Int, limits: YAMLLimits = YAMLLimits()
    ) throws(YAMLError) -> YAMLNode {
        let source = YAMLSource(file: file, firstLine: firstLine)
        guard bytes.count <= limits.bytes else {
            throw source.error("the file is longer than \(limits.bytes) bytes", at: TextPlace())
        }
        return try bytes.withUnsafeBufferPointer { (buffer) throws(YAMLError) in
            if let offset = buffer.offsetOfInvalidUTF8 {
                throw source.error("the file is not UTF-8", at: TextPlace(of: offset, in: buffer))
            }
            let events = try YAMLEvents(buffer, source: source)
            var composer = YAMLComposer(events, source: source, limits: limits)
            return try composer.document()
        }
    }
}

/// Where a document's text stands.
struct YAMLSource {
    let file: String
    let firstLine: Int

    func error(_ problem: String, at place: TextPlace) -> YAMLError {
        YAMLError(
            file: file, line: place.line + firstLine - 1, column: place.column, problem: problem, path: "")
    }
}
