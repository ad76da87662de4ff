import Formats

/// Collects what is wrong while a folder is read, so that reading goes on.
final class ProblemList {
    private(set) var problems: [WorkspaceProblem] = []

    func add(_ problem: WorkspaceProblem) {
        // A file of rubbish need not fill a screen a thousand times.
        if problems.count < 200 { problems.append(problem) }
    }

    func add(_ error: YAMLError) { add(WorkspaceProblem(error)) }

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
