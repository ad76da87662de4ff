/// Agents that may hand over to each other. A run works with one team.
package struct AgentTeam<D: Domain>: Sendable {
    /// A class, so that a run that passes its agent on doesn't copy all that one is made of.
    final class Member: Sendable {
        let agent: Agent<D>
        /// Tools first, hand-offs after, in declared order, as the model sees them.
        let definitions: [ToolDefinition]

        init(agent: Agent<D>, definitions: [ToolDefinition]) {
            self.agent = agent
            self.definitions = definitions
        }
    }

    /// Who begins a conversation.
    package let entry: String
    private let members: [String: Member]

    /// - Parameter entry: the name of the agent that begins a conversation; `nil` for the first one.
    /// - Throws: `AgentError` when agents can't be told apart, or somebody would hand over to nobody.
    package init(_ agents: [Agent<D>], entry: String? = nil) throws(AgentError) {
        guard let first = agents.first else { throw .emptyTeam }
        var named: [String: Agent<D>] = [:]
        for agent in agents {
            guard named.updateValue(agent, forKey: agent.name) == nil else { throw .duplicateAgent(agent.name) }
        }
        self.entry = entry ?? first.name
        guard named[self.entry] != nil else { throw .unknownAgent(self.entry) }
        var members: [String: Member] = [:]
        for agent in agents {
            var definitions = agent.tools.map { $0.definition }
            for handoff in agent.handoffs {
                guard let target = named[handoff.agent] else { throw .unknownAgent(handoff.agent) }
                definitions.append(handoff.definition(for: target))
            }
            members[agent.name] = Member(agent: agent, definitions: definitions)
        }
        self.members = members
    }

    /// A team of one, who hands over to nobody: its hand-offs are not offered.
    init(only agent: Agent<D>) {
        entry = agent.name
        members = [agent.name: Member(agent: agent, definitions: agent.tools.map { $0.definition })]
    }

    package subscript(name: String) -> Agent<D>? { members[name]?.agent }

    /// Who goes on with a conversation: the agent that spoke last where it is still there, otherwise the first.
    func member(continuing last: String?) -> Member {
        if let member = last.flatMap({ members[$0] }) ?? members[entry] { return member }
        preconditionFailure("A team has its entry agent.")
    }

    func member(_ name: String) -> Member? { members[name] }
}
