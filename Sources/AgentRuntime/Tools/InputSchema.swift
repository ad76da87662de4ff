package import Formats

/// The arguments of a tool, described once: the JSON schema for the model and the checked decoding both come from it.
///
///     struct SearchInput {
///         let query: String
///         let maxResults: Int
///         let category: String?
///
///         static let schema = InputSchema(
///             SearchInput.init(query:maxResults:category:),
///             InputField("query", .string(length: 1...500), "What to look for."),
///             InputField("max_results", .defaulting(.integer(1...5), to: 5), "How many sections to return."),
///             InputField("category", .optional(.string()), "Only sections of this category."))
///     }
package struct InputSchema<Input: Sendable>: Sendable {
    /// A closed object with every property required; what may be left out is nullable.
    package let json: JSONValue

    /// Refuses unknown members; takes a missing member for null.
    package let decode: @Sendable (JSONValue) throws(InputError) -> Input

    /// A schema that comes from elsewhere, as a remote server's tools do.
    package init(json: JSONValue, decode: @escaping @Sendable (JSONValue) throws(InputError) -> Input) {
        self.json = json
        self.decode = decode
    }

    /// - Parameter make: Gets the values of the fields in their order.
    package init<each Value: Sendable>(
        _ make: @escaping @Sendable (repeat each Value) -> Input, _ field: repeat InputField<each Value>
    ) {
        var properties = JSONObject()
        var required: [JSONValue] = []
        var names: [String] = []
        for field in repeat each field {
            properties[field.name] = field.json
            required.append(.string(field.name))
            names.append(field.name)
        }
        precondition(properties.keys.count == names.count, "Two fields of one input have the same name.")
        json = [
            "type": "object", "properties": .object(properties), "required": .array(required),
            "additionalProperties": false,
        ]
        let known = names
        decode = { (value) throws(InputError) in
            guard case .object(let object) = value else { throw InputError("must be an object") }
            if let unknown = object.keys.first(where: { !known.contains($0) }) {
                throw InputError("is not known; allowed: \(known.joined(separator: ", "))", field: unknown)
            }
            return make(repeat try (each field).decode(from: object))
        }
    }
}

/// One member of a tool's arguments.
package struct InputField<Value: Sendable>: Sendable {
    package let name: String
    package let shape: InputShape<Value>
    package let description: String

    package init(_ name: String, _ shape: InputShape<Value>, _ description: String) {
        self.name = name
        self.shape = shape
        self.description = description
    }

    var json: JSONValue {
        var schema = shape.json
        schema["description"] = .string(description)
        return .object(schema)
    }

    func decode(from object: JSONObject) throws(InputError) -> Value {
        do throws(InputError) {
            return try shape.decode(object[name] ?? .null)
        } catch {
            throw error.inside(name)
        }
    }
}

/// Why arguments don't fit. Reads as a sentence after the field's name: "max_results must be at most 5".
package struct InputError: Error, Equatable {
    /// Path of the member, as in `passengers[1].name`; `nil` for the arguments as a whole.
    package let field: String?
    package let problem: String

    package init(_ problem: String, field: String? = nil) {
        self.problem = problem
        self.field = field
    }

    var message: String { "\(field ?? "The arguments") \(problem)." }

    /// The same error seen from one level further out.
    func inside(_ outer: String) -> InputError {
        guard let field else { return InputError(problem, field: outer) }
        return InputError(problem, field: field.hasPrefix("[") ? outer + field : "\(outer).\(field)")
    }
}
