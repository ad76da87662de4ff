/// A setting as documentation and `doctor` show it.
package struct SettingDescription: Equatable, Sendable {
    package let key: String
    /// What is allowed: `an integer from 1 to 65535`.
    package let allowed: String
    /// As it would be written; nil when there is none.
    package let defaultValue: String?
    package let doc: String
    /// The environment variables that set it, the program's own name first.
    package let environment: [String]
    package let isSecret: Bool
    /// What holds now: the value as written, `(secret)`, or nil when it is the default.
    package let current: String?
    /// Where `current` was written.
    package let origin: String?
}
