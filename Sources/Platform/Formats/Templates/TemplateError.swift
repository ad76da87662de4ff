/// What is wrong in a template, and where: `templates/email.mustache:3: unknown variable 'nmae'; known here: name, ticket`.
package struct TemplateError: Error, Equatable, Sendable, CustomStringConvertible {
    package let file: String
    /// Counted from 1.
    package let line: Int
    package let problem: String

    package var description: String { "\(file):\(line): \(problem)" }
}
