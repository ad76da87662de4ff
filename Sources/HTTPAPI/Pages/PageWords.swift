import Formats
import FoundationEssentials

/// The words of the pages in one language: a file of `web/words`, a tree of texts whose `{name}` the program fills in.
struct PageWords: Sendable {
    let language: String
    private let tree: JSONValue

    /// - Throws: `YAMLError` naming the place.
    init(_ text: String, file: String, language: String) throws {
        self.language = language
        tree = try YAMLNode(parsing: text, file: file).json
    }

    /// The text under a dotted key. A key that isn't there is printed itself, which a reader can at least report.
    func text(_ key: String, _ values: [String: String] = [:]) -> String {
        value(key)?.string.map { Self.fill($0, values) } ?? key
    }

    /// The texts of a list, such as the months.
    func list(_ key: String) -> [String] { value(key)?.array?.compactMap(\.string) ?? [] }

    /// All words, filled in, as `words` in a page's template.
    func filled(_ values: [String: String]) -> JSONValue { Self.filled(tree, values) }

    /// Some sections as JSON that may stand in a script element: with nothing in it that could end one.
    func script(_ sections: [String]) -> String {
        let chosen = sections.reduce(into: JSONObject()) { $0[$1] = tree[$1] }
        return JSONValue.object(chosen).text.replacing("<", with: "\\u003c")
    }

    /// Every key that has a text, dotted.
    var keys: Set<String> { Set(Self.keys(of: tree, under: "")) }

    /// Finds a template's misspelt words when it is loaded.
    func check(_ template: Template) throws {
        let keys = keys
        for variable in template.variables where variable.name.hasPrefix("words.") {
            guard keys.contains(String(variable.name.dropFirst("words.".count))) else {
                throw PageError.wordUnknown(variable.name, file: variable.file, line: variable.line)
            }
        }
    }

    private func value(_ key: String) -> JSONValue? {
        key.split(separator: ".").reduce(tree as JSONValue?) { $0?[String($1)] }
    }

    private static func filled(_ value: JSONValue, _ values: [String: String]) -> JSONValue {
        switch value {
        case .string(let text): .string(fill(text, values))
        case .object(let object):
            .object(object.members.reduce(into: JSONObject()) { $0[$1.key] = filled($1.value, values) })
        default: value
        }
    }

    /// Goes through the text once, so that nothing in a value is taken for a name.
    private static func fill(_ text: String, _ values: [String: String]) -> String {
        guard text.contains("{") else { return text }
        var filled = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "{"), let end = rest[start...].firstIndex(of: "}") {
            filled += rest[..<start]
            let name = String(rest[rest.index(after: start)..<end])
            filled += values[name] ?? String(rest[start...end])
            rest = rest[rest.index(after: end)...]
        }
        return filled + rest
    }

    private static func keys(of value: JSONValue, under path: String) -> [String] {
        guard let members = value.object?.members else { return [path] }
        return members.flatMap { keys(of: $0.value, under: path.isEmpty ? $0.key : "\(path).\($0.key)") }
    }
}
