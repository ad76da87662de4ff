/// The command line can't be understood. The description is one line that says what to do instead.
package struct UsageError: Error, Equatable, CustomStringConvertible {
    package let description: String
    /// The command whose help to read, such as `fte deadletters`.
    package let command: String

    package init(_ description: String, command: String) {
        self.description = description
        self.command = command
    }
}
