import Formats

/// Collects what is wrong while a folder is read, so that reading goes on.
final class ProblemList {
    private(set) var problems: [WorkspaceProblem] = []

    func add(_ problem: WorkspaceProblem) {
        // A file of rubbish need not fill a screen a thousand times.
        if problems.count < 200 { problems.append(problem) }
    }

    func add(_ error: YAMLError) {
        let place = error.path.isEmpty ? "" : " (at \(error.path))"
        add(
            WorkspaceProblem(
                file: error.file, line: error.line, column: error.column, problem: error.problem + place))
    }

    func add(_ error: TemplateError) {
        add(WorkspaceProblem(file: error.file, line: error.line, problem: error.problem))
    }

    func add(_ error: MarkdownError) {
        add(WorkspaceProblem(file: error.file, line: error.line, problem: error.problem))
    }

    func add(_ problem: String, in file: String) { add(WorkspaceProblem(file: file, problem: problem)) }

    /// The value, or `nil` with its problem noted.
    func attempt<Value>(_ read: () throws(YAMLError) -> Value) -> Value? {
        do throws(YAMLError) {
            return try read()
        } catch {
            add(error)
            return nil
        }
    }
}
