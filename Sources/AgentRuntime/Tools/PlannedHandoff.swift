import Formats

/// A hand-off that the model asked for: its words checked, nothing done yet.
struct PlannedHandoff<D: Domain> {
    let call: ToolCall
    let handoff: Handoff<D>
    let accept: Result<Handoff<D>.Accepted, ToolFailure>

    init(_ written: ToolCall, id: String, _ handoff: Handoff<D>, settings: RunSettings) {
        self.handoff = handoff
        let arguments = PlannedCall<D>.arguments(of: written, settings: settings)
        let isObject = if case .success(.object) = arguments { true } else { false }
        call = ToolCall(
            id: id, name: written.name, arguments: isObject ? written.arguments : "{}", itemID: written.itemID(as: id))
        accept = arguments.flatMap { arguments in
            Result { () throws(InputError) in try handoff.accept(arguments) }.mapError(ToolFailure.invalidInput)
        }
    }
}
