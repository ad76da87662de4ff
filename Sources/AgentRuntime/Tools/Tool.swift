import Formats

/// Something an agent can have done: a typed function, and what models are told of it.
package struct Tool<D: Domain>: Sendable {
    package let definition: ToolDefinition
    package let effect: EffectClass
    /// Overrides the run's own limit for one call.
    package let timeout: Duration?
    let guardrails: [ToolGuardrail<D>]

    /// Decodes the arguments and binds the functions to them. Nothing has happened until one of the results is called.
    let prepare: @Sendable (JSONValue) throws(InputError) -> Prepared

    struct Prepared: Sendable {
        let call: @Sendable (ToolContext<D>) async throws -> ToolResult<D>
        let needsApproval: @Sendable (D.Context) -> Bool
        /// `nil` for a tool whose effects are staged: it can be called again without harm.
        let look: (@Sendable (ToolContext<D>) async throws -> EffectSighting<D>)?
    }

    /// - Parameters:
    ///   - reach: where its effects happen.
    ///   - approval: whether a person has to agree before it is called.
    ///   - call: Throws `ToolError` to tell the model what went wrong, `GuardrailTrip` to end the run; of any other error
    ///     the model learns only that the tool failed. Its task is cancelled at the call's deadline; it has to stop then.
    package init<Input: Sendable>(
        _ name: String,
        _ description: String,
        effect: EffectClass,
        timeout: Duration? = nil,
        reach: ToolReach<Input, D> = .staged,
        approval: Approval<Input, D> = .never,
        guardrails: [ToolGuardrail<D>] = [],
        input: InputSchema<Input>,
        call: @escaping @Sendable (Input, ToolContext<D>) async throws -> ToolResult<D>
    ) {
        self.definition = ToolDefinition(name: name, description: description, parameters: input.json)
        self.effect = effect
        self.timeout = timeout
        self.guardrails = guardrails
        self.prepare = { (arguments) throws(InputError) in
            let input = try input.decode(arguments)
            return Prepared(
                call: { context in try await call(input, context) },
                needsApproval: { context in approval.isNeeded(for: input, context) },
                look: reach.look(for: input))
        }
    }
}

/// What a tool does to the world, as far as anyone outside can tell.
package enum EffectClass: String, Sendable {
    /// Nothing. Calls of one turn run concurrently when all are reads; otherwise one after another, in call order.
    case read
    /// As the next, but it can be taken back.
    case reversible
    /// Waits until every guardrail of the input has passed.
    case irreversible
}

/// Where a tool's effects happen.
package enum ToolReach<Input: Sendable, D: Domain>: Sendable {
    /// In the host's own data, by the commit: an interrupted call is simply made again.
    case staged
    /// Outside, while the tool runs. The call is journaled before it begins. After an interruption it is looked for
    /// instead of being made again; without a way to look it stays unverified until a person settles it.
    case outside(look: (@Sendable (Input, ToolContext<D>) async throws -> EffectSighting<D>)? = nil)

    fileprivate func look(
        for input: Input
    ) -> (@Sendable (ToolContext<D>) async throws -> EffectSighting<D>)? {
        switch self {
        case .staged: nil
        case .outside(nil): { _ in .unknown }
        case .outside(let look?): { context in try await look(input, context) }
        }
    }
}

/// What looking for the effect of an interrupted call shows.
package enum EffectSighting<D: Domain>: Sendable {
    /// It happened, and this is what the call would have answered.
    case happened(ToolResult<D>)
    /// It did not and will not happen, so the call may be made again.
    case didNotHappen
    case unknown
}

/// Whether a person has to agree before a tool is called.
package enum Approval<Input: Sendable, D: Domain>: Sendable {
    case never
    case always
    case when(@Sendable (Input, D.Context) -> Bool)

    fileprivate func isNeeded(for input: Input, _ context: D.Context) -> Bool {
        switch self {
        case .never: false
        case .always: true
        case .when(let isNeeded): isNeeded(input, context)
        }
    }
}
