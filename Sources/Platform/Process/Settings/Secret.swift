/// A setting that must not be shown. Printing it, or a value that holds it, shows that it is there and nothing else.
package struct Secret: Equatable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    package init(_ text: String) { self.text = text }

    /// The secret itself, for the one call that needs it.
    package func reveal() -> String { text }

    package var description: String { "(secret)" }
    package var debugDescription: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
