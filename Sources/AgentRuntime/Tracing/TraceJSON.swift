package import Formats

extension Trace {
    /// The stored form. Every text in it has passed through `mask`.
    package func json(mask: (String) -> String) -> JSONValue { .null }
}
