/// Measures the agent on labelled tickets, in process and without a database: each ticket is a conversation of its own.
package struct Evaluation: Sendable {
    private let workspace: Workspace

    package init(_ workspace: Workspace) { self.workspace = workspace }

    /// Answers the tickets one after another.
    ///
    /// - Throws: what the agent throws; a run that fails is a defect and no figure.
    package func run(_ tickets: [LabelledTicket]) async throws -> [Prediction] { [] }
}

/// The figures of an evaluation. A share is `nil` where no ticket has the label it needs.
package struct EvaluationReport: Equatable, Sendable {
    package let tickets: Int
    package let text: String

    package init(_ tickets: [LabelledTicket], _ predictions: [Prediction]) {
        self.tickets = tickets.count
        text = ""
    }
}
