/// An error whose text holds nothing that a log must not: no customer's words, no addresses, no secrets.
package protocol LoggableError: Error {
    var logText: String { get }
}

extension MetadataValue {
    /// What a log may say of an error: its text where it promises to be harmless, else its type alone.
    package static func failure(_ error: any Error) -> MetadataValue {
        .string((error as? any LoggableError)?.logText ?? String(describing: type(of: error)))
    }
}
