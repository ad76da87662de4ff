/// The SQL that a database speaks, where the two differ.
package enum Dialect: Sendable, Equatable, CaseIterable {
    case sqlite
    case postgres

    /// Both texts of a statement side by side.
    package func text(sqlite: StaticString, postgres: StaticString) -> StaticString {
        switch self {
        case .sqlite: sqlite
        case .postgres: postgres
        }
    }
}
