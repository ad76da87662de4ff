/// Ends a command with this exit code, when it has already said why.
package struct ExitCode: Error, Equatable, Sendable {
    package let rawValue: CInt

    package init(_ rawValue: CInt) { self.rawValue = rawValue }

    package static let failure = ExitCode(1)
    package static let usage = ExitCode(2)
}
