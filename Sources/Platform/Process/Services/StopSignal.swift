/// A wish that the program end.
package enum StopSignal: Sendable, Equatable {
    /// The operator's or the system's (SIGTERM).
    case terminate
    /// From the keyboard (SIGINT).
    case interrupt
}
