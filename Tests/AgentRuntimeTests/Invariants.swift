import AgentRuntime
import Formats
import Testing

/// The ids of calls that have no output; an output without a call, or a second one, is an issue.
func unanswered(_ items: [Item], sourceLocation: SourceLocation = #_sourceLocation) -> [String] {
    var open: [String] = []
    var known: Set<String> = []
    for item in items {
        switch item {
        case .toolCall(let call):
            #expect(known.insert(call.id).inserted, "ids are unique", sourceLocation: sourceLocation)
            open.append(call.id)
        case .toolOutput(let callID, _):
            #expect(open.contains(callID), "an output has its call", sourceLocation: sourceLocation)
            open.removeAll { $0 == callID }
        case .user, .assistant, .developer, .reasoning: break
        }
    }
    return open
}

/// Every span closed, below a parent that was begun before it.
func expectValidTree(_ trace: Trace, sourceLocation: SourceLocation = #_sourceLocation) {
    var known: [SpanID: RunSpan] = [:]
    for span in trace.spans {
        #expect(known.updateValue(span, forKey: span.id) == nil, sourceLocation: sourceLocation)
        #expect(span.start >= .zero && span.duration >= .zero, sourceLocation: sourceLocation)
        switch (span.kind, span.parent) {
        case (.agent, nil): #expect(span.attributes["ending"] != nil, "closed", sourceLocation: sourceLocation)
        case (.agent, let parent?), (_, let parent?):
            guard let parent = known[parent] else {
                Issue.record("a parent stands before its children", sourceLocation: sourceLocation)
                continue
            }
            #expect(parent.start <= span.start, sourceLocation: sourceLocation)
            #expect(
                span.start + span.duration <= parent.start + parent.duration, "inside", sourceLocation: sourceLocation)
        case (_, nil): Issue.record("only agents stand at the top", sourceLocation: sourceLocation)
        }
    }
}
