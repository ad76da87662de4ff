package import AgentRuntime

/// The model that is always there: plans tool calls by rules and answers with the documents' own sentences.
///
/// It speaks the protocol of every model: what it does next hangs on the items of the run alone, so it can also go on
/// with a run that another model began. Made for one run.
package struct GroundedModel: Model {
    package let name = "grounded"

    package func respond(to request: ModelRequest) async throws -> ModelResponse {
        ModelResponse(output: [])
    }
}
