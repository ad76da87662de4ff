/// A value that can write itself as JSON.
package protocol JSONEncodable {
    /// Writes exactly one value.
    func write(to json: inout JSONWriter)
}

extension String: JSONEncodable { package func write(to json: inout JSONWriter) { json.value(self) } }
extension Bool: JSONEncodable { package func write(to json: inout JSONWriter) { json.value(self) } }
extension Int: JSONEncodable { package func write(to json: inout JSONWriter) { json.value(Int64(self)) } }
extension Int64: JSONEncodable { package func write(to json: inout JSONWriter) { json.value(self) } }
extension Double: JSONEncodable { package func write(to json: inout JSONWriter) { json.value(self) } }

extension Optional: JSONEncodable where Wrapped: JSONEncodable {
    package func write(to json: inout JSONWriter) {
        if let self { self.write(to: &json) } else { json.null() }
    }
}

extension Array: JSONEncodable where Element: JSONEncodable {
    package func write(to json: inout JSONWriter) {
        json.array { json in for element in self { element.write(to: &json) } }
    }
}

extension JSONEncodable where Self: RawRepresentable, RawValue: JSONEncodable {
    package func write(to json: inout JSONWriter) { rawValue.write(to: &json) }
}
