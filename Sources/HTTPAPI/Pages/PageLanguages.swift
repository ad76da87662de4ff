import FoundationEssentials

/// The languages that the pages speak: one file of words each.
struct PageLanguages: Sendable {
    private let words: [String: PageWords]
    private let fallback: PageWords

    /// - Parameter folder: `web/words`, with `en.yaml`, which is spoken where a company's language has no file.
    /// - Throws: for a file that can't be read, and for one that lacks a word the English one has.
    init(folder: String) throws {
        func read(_ language: String) throws -> PageWords {
            let path = "\(folder)/\(language).yaml"
            return try PageWords(String(contentsOfFile: path, encoding: .utf8), file: path, language: language)
        }
        let english = try read("en")
        var words = ["en": english]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".yaml") {
            let language = String(name.dropLast(".yaml".count))
            words[language] = try read(language)
            if let lacking = english.keys.subtracting(words[language]?.keys ?? []).min() {
                throw PageError.wordMissing(lacking, file: "\(folder)/\(name)")
            }
        }
        self.words = words
        fallback = english
    }

    /// The words for a language tag such as `en` or `pt-BR`.
    subscript(tag: String) -> PageWords {
        words[tag] ?? words[String(tag.prefix { $0 != "-" })] ?? fallback
    }
}
