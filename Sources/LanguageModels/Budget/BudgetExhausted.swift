import AgentRuntime
import Telemetry

/// A limit on spending was reached, and no model that costs nothing is left to ask.
package struct BudgetExhausted: ModelTrouble, Equatable, LoggableError {
    package let scope: BudgetScope

    package init(scope: BudgetScope) { self.scope = scope }

    package var kind: String { "over_budget" }
    package var logText: String { "The budget of the \(scope.rawValue) is spent." }
}
