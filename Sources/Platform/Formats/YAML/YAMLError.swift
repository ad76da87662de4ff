/// What is wrong in a YAML file, and where: `workspace.yaml:7:11: expected an integer, found 'eighty' (at servers[1].port)`.
package struct YAMLError: Error, Equatable, Sendable {
    package let file: String
    /// Counted from 1.
    package let line: Int
    /// Counted from 1, in characters.
    package let column: Int
    package let problem: String
    /// The keys and positions that lead there, such as `servers[1].port`. Empty for the document itself.
    package let path: String
}

extension YAMLError: CustomStringConvertible {
    package var description: String { "\(file):\(line):\(column): \(problem)\(path.isEmpty ? "" : " (at \(path))")" }
}
