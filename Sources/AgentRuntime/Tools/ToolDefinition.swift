package import Formats

/// A tool as a model sees it.
package struct ToolDefinition: Equatable, Sendable {
    package let name: String
    package let description: String
    /// A JSON schema in the strict form: a closed object, every property required, optional ones nullable.
    package let parameters: JSONValue
    /// The schema as compact JSON, made once: it goes with every request.
    package let parametersJSON: [UInt8]

    package init(name: String, description: String, parameters: JSONValue) {
        self.name = name
        self.description = description
        self.parameters = parameters
        parametersJSON = parameters.serialized()
    }

    var byteCount: Int { name.utf8.count + description.utf8.count + parametersJSON.count }

    /// 1 to 64 of the characters that providers allow.
    static func isValidName(_ name: String) -> Bool {
        (1...64).contains(name.utf8.count) && name.utf8.allSatisfy(isNameByte)
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
