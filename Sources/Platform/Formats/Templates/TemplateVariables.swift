/// One use of a variable in a template.
package struct TemplateVariable: Equatable, Sendable {
    package enum Use: Sendable { case text, section, invertedSection }

    /// As the tag has it: `name`, `customer.name`, `.`.
    package let name: String
    package let use: Use
    /// The names of the sections around it, outermost first.
    package let sections: [String]
    package let file: String
    package let line: Int
}

extension Template {
    /// Every variable in the order of the text, those of partials included.
    package var variables: [TemplateVariable] { Self.variables(in: nodes, file: file, sections: []) }

    /// Refuses a template with a variable that its context never has, so that a misspelt name is found when it is loaded.
    ///
    /// - Parameter allowed: dotted paths from the context's root, such as `customer.name`. The elements of an array bear
    ///   the array's name (`messages.text`), and a path allows what leads to it (`customer`, `messages`).
    package func check(allowed: [String]) throws(TemplateError) {
        let known = Set(allowed.flatMap(Self.pathAndParents))
        for variable in variables where variable.name != "." && !variable.isKnown(among: known) {
            throw TemplateError(
                file: variable.file, line: variable.line,
                problem: "unknown variable '\(variable.name)'; allowed: \(allowed.joined(separator: ", "))")
        }
    }

    private static func variables(
        in nodes: [TemplateNode], file: String, sections: [String]
    ) -> [TemplateVariable] {
        nodes.flatMap { node -> [TemplateVariable] in
            switch node {
            case .text: return []
            case .variable(let name, _):
                return [TemplateVariable(name: name.text, use: .text, sections: sections, file: file, line: name.line)]
            case .section(let name, let isInverted, let content):
                let section = TemplateVariable(
                    name: name.text, use: isInverted ? .invertedSection : .section, sections: sections, file: file,
                    line: name.line)
                let inner = isInverted || name.text == "." ? sections : sections + [name.text]
                return [section] + variables(in: content, file: file, sections: inner)
            case .partial(let file, let content):
                return variables(in: content, file: file, sections: sections)
            }
        }
    }

    private static func pathAndParents(_ path: String) -> [String] {
        let parts = path.split(separator: ".")
        return parts.indices.map { parts[...$0].joined(separator: ".") }
    }
}

extension TemplateVariable {
    /// Looks the name up as rendering does: within each section around it, or from the root.
    fileprivate func isKnown(among known: Set<String>) -> Bool {
        var scopes: Set<String> = [""]
        for section in sections {
            scopes.formUnion(scopes.filter { known.contains($0 + section) }.map { $0 + section + "." })
        }
        return scopes.contains { known.contains($0 + name) }
    }
}
