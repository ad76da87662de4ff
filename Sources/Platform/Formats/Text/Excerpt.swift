extension String {
    /// The beginning of a text for an error message: at most 40 characters of one line.
    var excerpt: String {
        let line = String(prefix(41).map { $0.isNewline || $0.unicodeScalars.contains { $0.value < 0x20 } ? " " : $0 })
        return line.count > 40 ? line.prefix(39) + "…" : line
    }
}
