import Formats

/// What one value of a tool's arguments may be: its JSON schema, and its decoding under the same limits.
package struct InputShape<Value: Sendable>: Sendable {
    let json: JSONObject
    let decode: @Sendable (JSONValue) throws(InputError) -> Value
}

extension InputShape {
    /// - Parameter length: In Unicode scalars, as JSON schema counts.
    package static func string(length: ClosedRange<Int>? = nil) -> Self where Value == String {
        var json: JSONObject = ["type": "string"]
        if let length {
            json["minLength"] = .integer(Int64(length.lowerBound))
            json["maxLength"] = .integer(Int64(length.upperBound))
        }
        return InputShape(json: json) { (value) throws(InputError) in
            guard case .string(let text) = value else { throw .wrongType(value, expected: "a string") }
            guard let length else { return text }
            let count = text.unicodeScalars.count
            if count < length.lowerBound {
                throw InputError(
                    text.isEmpty ? "must not be empty" : "must have at least \(length.lowerBound) characters")
            }
            if count > length.upperBound {
                throw InputError("must have at most \(length.upperBound) characters but has \(count)")
            }
            return text
        }
    }

    /// A string that is one of these. For sets known only at run time, such as a workspace's categories.
    package static func string(oneOf allowed: [String]) -> Self where Value == String {
        choice(of: allowed) { text in allowed.contains(text) ? text : nil }
    }

    /// A string that is the raw value of a case.
    package static func oneOf(_ cases: Value.Type = Value.self) -> Self
    where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
        choice(of: cases.allCases.map(\.rawValue)) { text in Value(rawValue: text) }
    }

    private static func choice(of allowed: [String], find: @escaping @Sendable (String) -> Value?) -> Self {
        let json: JSONObject = ["type": "string", "enum": .array(allowed.map(JSONValue.string))]
        return InputShape(json: json) { (value) throws(InputError) in
            guard case .string(let text) = value else { throw .wrongType(value, expected: "a string") }
            guard let found = find(text) else {
                throw InputError("must be one of: \(allowed.joined(separator: ", "))")
            }
            return found
        }
    }

    /// Takes 3.0 for 3, as JSON schema does.
    package static func integer(_ range: ClosedRange<Int>? = nil) -> Self where Value == Int {
        var json: JSONObject = ["type": "integer"]
        if let range {
            json["minimum"] = .integer(Int64(range.lowerBound))
            json["maximum"] = .integer(Int64(range.upperBound))
        }
        return InputShape(json: json) { (value) throws(InputError) in
            let exact: Int? =
                switch value {
                case .integer(let value): Int(exactly: value)
                case .number(let value): Int(exactly: value)
                default: nil
                }
            guard let integer = exact else { throw .wrongType(value, expected: "a whole number") }
            try check(integer, in: range)
            return integer
        }
    }

    package static func number(_ range: ClosedRange<Double>? = nil) -> Self where Value == Double {
        var json: JSONObject = ["type": "number"]
        if let range {
            json["minimum"] = .number(range.lowerBound)
            json["maximum"] = .number(range.upperBound)
        }
        return InputShape(json: json) { (value) throws(InputError) in
            guard let number = value.number else { throw .wrongType(value, expected: "a number") }
            try check(number, in: range)
            return number
        }
    }

    package static func array<Element>(of element: InputShape<Element>, count: ClosedRange<Int>) -> Self
    where Value == [Element] {
        let json: JSONObject = [
            "type": "array", "items": .object(element.json), "minItems": .integer(Int64(count.lowerBound)),
            "maxItems": .integer(Int64(count.upperBound)),
        ]
        return InputShape(json: json) { (value) throws(InputError) in
            guard case .array(let values) = value else { throw .wrongType(value, expected: "an array") }
            guard count.contains(values.count) else {
                throw InputError("must have \(count.lowerBound) to \(count.upperBound) entries but has \(values.count)")
            }
            var elements: [Element] = []
            elements.reserveCapacity(values.count)
            for (index, value) in values.enumerated() {
                do throws(InputError) {
                    elements.append(try element.decode(value))
                } catch {
                    throw error.inside("[\(index)]")
                }
            }
            return elements
        }
    }

    package static func object(_ schema: InputSchema<Value>) -> Self {
        guard case .object(let json) = schema.json else { preconditionFailure("An input's schema is an object.") }
        return InputShape(json: json, decode: schema.decode)
    }

    /// May be null or left out.
    package static func optional<Wrapped>(_ shape: InputShape<Wrapped>) -> Self where Value == Wrapped? {
        InputShape(json: nullable(shape.json)) { (value) throws(InputError) in
            value == .null ? nil : try shape.decode(value)
        }
    }

    /// May be null or left out, and is then `value`.
    package static func defaulting(_ shape: InputShape<Value>, to value: Value) -> Self {
        InputShape(json: nullable(shape.json)) { (given) throws(InputError) in
            given == .null ? value : try shape.decode(given)
        }
    }

    private static func nullable(_ json: JSONObject) -> JSONObject { ["anyOf": [.object(json), ["type": "null"]]] }
}

extension InputShape where Value == Bool {
    package static var boolean: Self {
        InputShape(json: ["type": "boolean"]) { (value) throws(InputError) in
            guard case .bool(let bool) = value else { throw .wrongType(value, expected: "true or false") }
            return bool
        }
    }
}

private func check<Bound: Comparable>(_ value: Bound, in range: ClosedRange<Bound>?) throws(InputError) {
    guard let range, !range.contains(value) else { return }
    if value < range.lowerBound { throw InputError("must be at least \(range.lowerBound)") }
    throw InputError("must be at most \(range.upperBound)")
}

extension InputError {
    fileprivate static func wrongType(_ value: JSONValue, expected: String) -> InputError {
        InputError("must be \(expected), not \(value.kind)")
    }
}
