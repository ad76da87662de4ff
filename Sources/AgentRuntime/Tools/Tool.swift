package import Formats

/// Something an agent can have done: a typed function, and what models are told of it.
package struct Tool<D: Domain>: Sendable {
    package let definition: ToolDefinition
    package let effect: EffectClass
    /// Overrides the run's own limit for one call.
    package let timeout: Duration?

    /// Decodes the arguments and binds the function to them. Nothing has happened until the result is called.
    let prepare: @Sendable (JSONValue) throws(InputError) -> Prepared

    typealias Prepared = @Sendable (ToolContext<D>) async throws -> ToolResult<D>

    /// - Parameter call: Throws `ToolError` to tell the model what went wrong; of any other error the model learns only
    ///   that the tool failed. Its task is cancelled at the call's deadline; it has to stop then.
    package init<Input: Sendable>(
        _ name: String,
        _ description: String,
        effect: EffectClass,
        timeout: Duration? = nil,
        input: InputSchema<Input>,
        call: @escaping @Sendable (Input, ToolContext<D>) async throws -> ToolResult<D>
    ) {
        self.definition = ToolDefinition(name: name, description: description, parameters: input.json)
        self.effect = effect
        self.timeout = timeout
        self.prepare = { (arguments) throws(InputError) in
            let input = try input.decode(arguments)
            return { context in try await call(input, context) }
        }
    }
}

/// What a tool does to the world, as far as anyone outside can tell.
package enum EffectClass: String, Sendable {
    /// Nothing. Calls of one turn run concurrently when all are reads; otherwise one after another, in call order.
    case read
    case reversible
    case irreversible
}

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
