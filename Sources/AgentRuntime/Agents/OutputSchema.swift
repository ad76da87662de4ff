import Formats

/// What an agent's final output has to be: its form for the model, and its check.
package struct OutputSchema: Sendable {
    let format: OutputFormat
    let check: @Sendable (JSONValue) throws(InputError) -> Void

    package init<Value: Sendable>(_ schema: InputSchema<Value>, name: String = "final_output") {
        format = OutputFormat(name: name, schema: schema.json)
        check = { (value) throws(InputError) in _ = try schema.decode(value) }
    }

    /// The value that a text stands for.
    func value(of text: String) throws(ModelFault) -> JSONValue {
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONValue(parsing: text)
        } catch {
            throw .invalidOutput(problem: "The output is not valid JSON.")
        }
        do throws(InputError) {
            try check(value)
        } catch {
            throw .invalidOutput(problem: error.message)
        }
        return value
    }
}
