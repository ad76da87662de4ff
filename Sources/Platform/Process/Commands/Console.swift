import Glibc

/// The terminal or whatever the standard descriptors are.
package enum Console {
    /// Writes a text and a newline to standard output.
    package static let output: @Sendable (String) -> Void = { write($0, to: 1) }

    /// Writes a text and a newline to standard error.
    package static let errors: @Sendable (String) -> Void = { write($0, to: 2) }

    /// Whether standard output is a terminal that may be coloured: neither `NO_COLOR` (no-color.org) nor `TERM=dumb`
    /// forbids it.
    package static var isColourful: Bool {
        isatty(1) == 1 && variable("NO_COLOR").isEmpty && variable("TERM") != "dumb"
    }

    private static func variable(_ name: String) -> String { getenv(name).map { String(cString: $0) } ?? "" }

    /// An error's text on one line, without controls: it may quote what somebody typed.
    static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator: " "
                    default: scalar
                    }
                }))
    }

    /// A reader that went away ends the writing, nothing more.
    private static func write(_ text: String, to descriptor: CInt) {
        var rest = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return
            }
            rest = rest.dropFirst(count)
        }
    }
}
