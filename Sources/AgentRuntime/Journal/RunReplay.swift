/// What a run's journal knows of it, for going through it again.
struct RunReplay<D: Domain> {
    private(set) var start: RunStart?
    /// What let the input pass; `nil` when it had not.
    private(set) var inputPassed: [JournaledGuardrail]?
    /// Answers that have not been taken in yet, in their order.
    private var answers: ArraySlice<JournaledAnswer> = []
    /// Calls by their id that have not been taken in yet.
    var calls: [String: JournaledCall<D>] = [:]
    private(set) var intended: Set<String> = []
    private(set) var decisions: [String: ApprovalDecision] = [:]

    init(_ entries: [JournalEntry<D>]) {
        for entry in entries {
            switch entry {
            case .started(let start): self.start = start
            case .inputPassed(let guardrails): inputPassed = guardrails
            case .answered(let answer): answers.append(answer)
            case .intended(let callID): intended.insert(callID)
            case .finished(let call): calls[call.callID] = call
            case .decided(let callID, let decision): decisions[callID] = decision
            }
        }
    }

    /// Whether the call was made, or may have been.
    func hasBegun(_ callID: String) -> Bool { calls[callID] != nil || intended.contains(callID) }

    var nextAnswer: JournaledAnswer? { answers.first }

    mutating func takeAnswer() -> JournaledAnswer? { answers.popFirst() }
}
