/// A value that can be read from JSON of a known shape.
///
///     extension Customer: JSONDecodable {
///         init(json: JSONValue) throws(JSONMismatch) {
///             name = try json.required("name")
///             email = try json.optional("email")
///             orders = try json.optional("orders") ?? []
///         }
///     }
package protocol JSONDecodable {
    init(json: JSONValue) throws(JSONMismatch)
}

/// JSON of another shape than expected. It tells where: `items[2].price: expected a number, found a string`.
package struct JSONMismatch: Error, Equatable, Sendable, CustomStringConvertible {
    /// From the outermost value, such as `items[2].price`. Empty for the value itself.
    package private(set) var path: String
    package let problem: String

    package init(_ problem: String, path: String = "") {
        self.problem = problem
        self.path = path
    }

    package init(expected: String, found value: JSONValue) {
        self.init("expected \(expected), found \(value.kind)")
    }

    package var description: String { path.isEmpty ? problem : "\(path): \(problem)" }

    func inside(_ key: String) -> JSONMismatch {
        JSONMismatch(problem, path: path.isEmpty || path.hasPrefix("[") ? key + path : "\(key).\(path)")
    }
}

extension JSONValue {
    /// A member that must be there.
    package func required<Value: JSONDecodable>(
        _ key: String, as type: Value.Type = Value.self
    ) throws(JSONMismatch) -> Value {
        guard let value = try members()[key] else { throw JSONMismatch("is missing", path: key) }
        return try value.read(key)
    }

    /// A member that may be missing or `null`.
    package func optional<Value: JSONDecodable>(
        _ key: String, as type: Value.Type = Value.self
    ) throws(JSONMismatch) -> Value? {
        guard let value = try members()[key], !value.isNull else { return nil }
        return try value.read(key)
    }

    /// Tells apart kinds of values in errors: `a string`, `null`.
    package var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    private func members() throws(JSONMismatch) -> JSONObject {
        guard case .object(let object) = self else { throw JSONMismatch(expected: "an object", found: self) }
        return object
    }

    fileprivate func read<Value: JSONDecodable>(_ place: String) throws(JSONMismatch) -> Value {
        do {
            return try Value(json: self)
        } catch {
            throw error.inside(place)
        }
    }
}

extension JSONValue: JSONDecodable {
    package init(json: JSONValue) { self = json }
}

extension JSONObject: JSONDecodable {
    package init(json: JSONValue) throws(JSONMismatch) {
        guard case .object(let object) = json else { throw JSONMismatch(expected: "an object", found: json) }
        self = object
    }
}

extension String: JSONDecodable {
    package init(json: JSONValue) throws(JSONMismatch) {
        guard case .string(let value) = json else { throw JSONMismatch(expected: "a string", found: json) }
        self = value
    }
}

extension Bool: JSONDecodable {
    package init(json: JSONValue) throws(JSONMismatch) {
        guard case .bool(let value) = json else { throw JSONMismatch(expected: "true or false", found: json) }
        self = value
    }
}

extension Int64: JSONDecodable {
    package init(json: JSONValue) throws(JSONMismatch) {
        guard case .integer(let value) = json else { throw JSONMismatch(expected: "an integer", found: json) }
        self = value
    }
}

extension Int: JSONDecodable {
    package init(json: JSONValue) throws(JSONMismatch) { self = Int(try Int64(json: json)) }
}

extension Double: JSONDecodable {
    package init(json: JSONValue) throws(JSONMismatch) {
        guard let value = json.number else { throw JSONMismatch(expected: "a number", found: json) }
        self = value
    }
}

extension Array: JSONDecodable where Element: JSONDecodable {
    package init(json: JSONValue) throws(JSONMismatch) {
        guard case .array(let values) = json else { throw JSONMismatch(expected: "an array", found: json) }
        self = []
        reserveCapacity(values.count)
        for (index, value) in values.enumerated() { append(try value.read("[\(index)]")) }
    }
}

extension JSONDecodable where Self: RawRepresentable & CaseIterable, RawValue == String {
    package init(json: JSONValue) throws(JSONMismatch) {
        let text = try String(json: json)
        guard let value = Self(rawValue: text) else {
            let allowed = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw JSONMismatch("expected one of \(allowed), found \"\(text.excerpt)\"")
        }
        self = value
    }
}
