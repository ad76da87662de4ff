import Formats

/// Everything that is wrong in a company's folder, so that one look mends it all.
package struct WorkspaceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// By file and line, never empty.
    package let problems: [WorkspaceProblem]

    package init(problems: [WorkspaceProblem]) {
        self.problems = problems.sorted {
            ($0.file, $0.line ?? 0, $0.column ?? 0) < ($1.file, $1.line ?? 0, $1.column ?? 0)
        }
    }

    /// A line for each problem.
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// What is wrong, where, and what is allowed.
package struct WorkspaceProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// Relative to the folder, with `/`.
    package let file: String
    package let line: Int?
    package let column: Int?
    package let problem: String

    package init(file: String, line: Int? = nil, column: Int? = nil, problem: String) {
        self.file = file
        self.line = line
        self.column = column
        self.problem = problem
    }

    package var description: String {
        let place = [line, column].compactMap(\.self).map { ":\($0)" }.joined()
        return "\(file)\(place): \(problem)"
    }
}

extension WorkspaceProblem {
    init(_ error: YAMLError) {
        let place = error.path.isEmpty ? "" : " (at \(error.path))"
        self.init(file: error.file, line: error.line, column: error.column, problem: error.problem + place)
    }

    init(_ error: MarkdownError) { self.init(file: error.file, line: error.line, problem: error.problem) }

    init(_ error: TemplateError) { self.init(file: error.file, line: error.line, problem: error.problem) }
}
