/// Named steps at which a test may end the process, to show that the promises hold there.
package enum FaultPoint: String, CaseIterable, Sendable {
    /// Inside the intake's transaction, all rows written.
    case intakeStored = "intake.stored"
    /// The intake is committed, its sender not yet told.
    case intakeCommitted = "intake.committed"
    case claimStored = "claim.stored"
    case claimCommitted = "claim.committed"
    /// The run is done, nothing of it stored.
    case runFinished = "run.finished"
    case answerStored = "answer.stored"
    case answerCommitted = "answer.committed"
    case failureStored = "failure.stored"
    case deadLetterStored = "dead_letter.stored"
    case takeOverStored = "take_over.stored"
}

/// Is told of each step as it is reached. In earnest it does nothing.
package struct Faults: Sendable {
    package let reach: @Sendable (FaultPoint) -> Void

    package init(reach: @escaping @Sendable (FaultPoint) -> Void) { self.reach = reach }

    package static let none = Faults { _ in }
}
