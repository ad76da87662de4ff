/// The name of something that processes wake each other for: `static let outbox = NotificationChannel("outbox")`.
///
/// Lower-case letters, digits and `_`, at most 40 of them, since it becomes part of a file name or an identifier.
package struct NotificationChannel: Hashable, Sendable {
    package let name: String

    package init(_ name: StaticString) {
        self.name = name.description
        precondition(
            (1...40).contains(self.name.utf8.count)
                && self.name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F },
            "a channel's name has 1 to 40 lower-case letters, digits or '_'")
    }
}
