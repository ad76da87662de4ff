/// A text with variables: mustache without lambdas, inheritance and changed delimiters (mustache(5), spec 1.4).
///
///     Hello {{customer.name}},
///     {{#messages}}
///     - {{text}}
///     {{/messages}}
///     {{^messages}}Nothing yet.{{/messages}}
///
/// `{{name}}` is escaped, `{{{name}}}` and `{{&name}}` are not. `{{#name}}` repeats for each element of an array, and is
/// there once for anything else but null, false, an empty array and an empty string; `{{^name}}` is its opposite. A name
/// is looked up from the innermost section outwards, `a.b` within `a`, and `.` is the element itself. `{{>name}}`
/// includes a partial and `{{! … }}` is left out. A section, partial or comment alone on its line takes the line with it.
///
/// Parsed once and then immutable. A partial is parsed before what includes it, so none can include itself.
package struct Template: Sendable {
    package let file: String
    let source: String
    let partials: [String: Template]
    let nodes: [TemplateNode]

    /// - Parameter partials: by the names that `{{>name}}` uses.
    package init(
        _ source: String, file: String, partials: [String: Template] = [:]
    ) throws(TemplateError) {
        var parser = TemplateParser(source, file: file, partials: partials)
        self.file = file
        self.source = source
        self.partials = partials
        self.nodes = try parser.template()
    }

    /// This template with each line moved to the right, as a partial that stands alone on an indented line is.
    func indented(by indentation: String) throws(TemplateError) -> Template {
        let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
        let indented = lines.enumerated().map { index, line in
            line.isEmpty && index == lines.count - 1 ? "" : indentation + line
        }
        return try Template(indented.joined(separator: "\n"), file: file, partials: partials)
    }
}

enum TemplateNode: Sendable {
    case text([UInt8])
    case variable(TemplateName, isEscaped: Bool)
    case section(TemplateName, isInverted: Bool, [TemplateNode])
    case partial(file: String, [TemplateNode])
}

/// A name as a tag has it.
struct TemplateName: Sendable {
    let text: String
    /// The parts between dots; none for the implicit iterator `.`.
    let parts: [String]
    let line: Int

    init(_ text: String, line: Int) {
        self.text = text
        self.parts = text == "." ? [] : text.split(separator: ".").map(String.init)
        self.line = line
    }
}
