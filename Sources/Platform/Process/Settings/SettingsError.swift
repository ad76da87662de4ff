/// Everything that is wrong with the settings, told together.
package struct SettingsError: Error, Equatable, CustomStringConvertible {
    package let problems: [Problem]

    /// One line: where it was written, which key, what is wrong.
    package struct Problem: Equatable, Sendable, CustomStringConvertible {
        package let key: String
        /// Nil when it was written nowhere.
        package let origin: String?
        package let message: String

        package var description: String { (origin.map { "\($0): " } ?? "") + "\(key) \(message)" }
    }

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
