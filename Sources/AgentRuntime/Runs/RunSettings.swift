/// The bounds of a run, and its clock.
package struct RunSettings: Sendable {
    /// Model calls. The tools of the last one are still carried out.
    package var maxTurns = 10
    /// For the whole run. A tool or model that doesn't stop when cancelled can make it longer.
    package var timeLimit: Duration = .seconds(60)
    /// For one call of a tool that has no limit of its own.
    package var toolTimeout: Duration = .seconds(10)
    /// Further calls in one response are refused.
    package var maxToolCallsPerTurn = 16
    package var maxArgumentBytes = 64 * 1024
    /// Longer output is cut, and says so.
    package var maxOutputBytes = 64 * 1024
    /// How much of the session the model sees.
    package var history = HistoryLimit()
    package var clock: any RunClock = SystemClock.shared

    package init() {}
}
