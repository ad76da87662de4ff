import SQL

/// Named steps at which a test may end the process, to show that the promises hold there.
package enum FaultPoint: String, CaseIterable, Sendable {
    /// Inside the intake's transaction, all rows written.
    case intakeStored = "intake.stored"
    /// The intake is committed, its sender not yet told.
    case intakeCommitted = "intake.committed"
    case claimStored = "claim.stored"
    case claimCommitted = "claim.committed"
    /// Inside the transaction that keeps steps of a run.
    case stepsStored = "steps.stored"
    case stepsCommitted = "steps.committed"
    /// The run is done, nothing of it stored but for its journal.
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
    fileprivate let isArmed: Bool

    package init(reach: @escaping @Sendable (FaultPoint) -> Void) {
        self.init(reach: reach, isArmed: true)
    }

    private init(reach: @escaping @Sendable (FaultPoint) -> Void, isArmed: Bool) {
        self.reach = reach
        self.isArmed = isArmed
    }

    package static let none = Faults(reach: { _ in }, isArmed: false)
}

extension Transaction {
    /// Reaches a step within this transaction, once all of its statements so far were carried out.
    func reach(_ point: FaultPoint, of faults: Faults) throws {
        guard faults.isArmed else { return }
        // A statement that is waited for, and with it those that were sent along.
        _ = try row("SELECT 1") { try $0.int(0) }
        faults.reach(point)
    }
}
