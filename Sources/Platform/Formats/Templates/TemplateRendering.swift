extension Template {
    /// What happens to a variable's text.
    package enum Escaping: Sendable { case html, none }

    /// What happens to a name that no object around it has. A name that is there and null prints nothing.
    package enum Missing: Sendable {
        case empty
        /// Rendering throws, naming the variable and those that are there.
        case error
    }

    /// The text for a context.
    ///
    /// - Parameter maxBytes: where rendering gives up, since partials and sections multiply.
    /// - Throws: past `maxBytes`, for an array or object where text is printed, and for `Missing.error`.
    package func render(
        _ context: JSONValue, escaping: Escaping, missing: Missing = .empty, maxBytes: Int = 16 << 20
    ) throws(TemplateError) -> String {
        let bytes = try renderBytes(context, escaping: escaping, missing: missing, maxBytes: maxBytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The same as UTF-8, for bodies of responses.
    package func renderBytes(
        _ context: JSONValue, escaping: Escaping, missing: Missing = .empty, maxBytes: Int = 16 << 20
    ) throws(TemplateError) -> [UInt8] {
        var renderer = TemplateRenderer(context, escaping: escaping, missing: missing, maxBytes: maxBytes)
        renderer.output.reserveCapacity(source.utf8.count * 2)
        try renderer.render(nodes, of: file)
        return renderer.output
    }
}

/// One rendering under way.
private struct TemplateRenderer {
    var output: [UInt8] = []
    /// The values of the sections around, innermost last.
    private var stack: [JSONValue]
    private let escaping: Template.Escaping
    private let missing: Template.Missing
    private let maxBytes: Int

    init(_ context: JSONValue, escaping: Template.Escaping, missing: Template.Missing, maxBytes: Int) {
        stack = [context]
        self.escaping = escaping
        self.missing = missing
        self.maxBytes = maxBytes
    }

    mutating func render(_ nodes: [TemplateNode], of file: String) throws(TemplateError) {
        for node in nodes {
            switch node {
            case .text(let text): output.append(contentsOf: text)
            case .variable(let name, let isEscaped):
                try append(try value(of: name, in: file), isEscaped: isEscaped, name: name, file: file)
            case .section(let name, isInverted: false, let content): try repeatContent(content, for: name, of: file)
            case .section(let name, isInverted: true, let content):
                if !(try value(of: name, in: file).isTrue) { try render(content, of: file) }
            case .partial(let file, let content): try render(content, of: file)
            }
            guard output.count <= maxBytes else {
                throw TemplateError(file: file, line: 1, problem: "the text grows beyond \(maxBytes) bytes")
            }
        }
    }

    private mutating func repeatContent(
        _ content: [TemplateNode], for name: TemplateName, of file: String
    ) throws(TemplateError) {
        let value = try value(of: name, in: file)
        guard value.isTrue else { return }
        for element in value.array ?? [value] {
            stack.append(element)
            try render(content, of: file)
            stack.removeLast()
        }
    }

    private mutating func append(
        _ value: JSONValue, isEscaped: Bool, name: TemplateName, file: String
    ) throws(TemplateError) {
        switch value {
        case .null: break
        case .string(let text):
            if isEscaped, escaping == .html {
                HTML.appendEscaped(text, to: &output)
            } else {
                output.append(contentsOf: text.utf8)
            }
        case .integer(let number): output.append(contentsOf: number.description.utf8)
        case .bool, .number: output.append(contentsOf: value.serialized())
        case .array, .object:
            throw TemplateError(file: file, line: name.line, problem: "'\(name.text)' is \(value.kind), not text")
        }
    }

    private func value(of name: TemplateName, in file: String) throws(TemplateError) -> JSONValue {
        if let value = find(name) { return value }
        guard missing == .error else { return .null }
        let known = known.isEmpty ? "nothing" : known.joined(separator: ", ")
        throw TemplateError(
            file: file, line: name.line, problem: "unknown variable '\(name.text)'; known here: \(known)")
    }

    /// The first part decides which object is meant; the others are looked up only in it.
    private func find(_ name: TemplateName) -> JSONValue? {
        guard let first = name.parts.first else { return stack.last }
        var level = stack.count - 1
        var value = stack[level][first]
        while value == nil, level > 0 {
            level -= 1
            value = stack[level][first]
        }
        for part in name.parts.dropFirst() { value = value?[part] }
        return value
    }

    private var known: [String] {
        var keys: [String] = []
        for value in stack.reversed() {
            for key in value.object?.keys ?? [] where !keys.contains(key) && keys.count < 30 { keys.append(key) }
        }
        return keys
    }
}

extension JSONValue {
    /// Whether a section with this value is shown.
    fileprivate var isTrue: Bool {
        switch self {
        case .null, .bool(false): false
        case .string(let text): !text.isEmpty
        case .array(let values): !values.isEmpty
        default: true
        }
    }
}
