import Formats

extension Template {
    /// A template of our own, known to parse.
    init(fixed text: String) {
        do {
            try self.init(text, file: "built-in")
        } catch {
            preconditionFailure("A built-in template is wrong: \(error)")
        }
    }
}
