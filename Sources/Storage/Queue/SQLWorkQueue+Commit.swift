import Formats
import FoundationEssentials
import SQL
package import SupportDesk

extension SQLWorkQueue {
    package func commit(_ outcome: RunOutcome, under claim: Claim) async throws {
        desk.faults.reach(.runFinished)
        try await desk.database.write { tx in
            let locked = try tx.fence(claim, for: desk)
            try tx.store(outcome, in: locked, for: desk, referencePrefix: referencePrefix)
            if outcome.isJournaled { try tx.deleteJournal(of: claim.conversation, for: desk) }
            // What came during the run waits since then, behind others that came before it.
            try tx.settle(claim.conversation, dueAt: tx.now(), rank: tx.now(), for: desk)
            if locked.pending > outcome.covered.count { tx.notify(.work) }
            tx.notify(.changes)
            try tx.reach(.answerStored, of: desk.faults)
        }
        desk.faults.reach(.answerCommitted)
    }
}

extension Transaction {
    fileprivate func store(
        _ outcome: RunOutcome, in locked: LockedConversation, for desk: DeskDatabase, referencePrefix: String
    ) throws {
        let conversation = locked.id
        for finding in outcome.findings { try store(finding, for: desk) }
        let ticket = try ticketOfRun(outcome, in: locked, for: desk, referencePrefix: referencePrefix)
        let escalated = try escalate(outcome, ticket: ticket, conversation: conversation, for: desk)
        if let reply = outcome.reply {
            try store(reply, of: outcome, in: conversation, seq: locked.lastSeq + 1, for: desk)
        }
        for inbound in outcome.covered { try finish(inbound, as: "done", for: desk) }
        try updateTicket(ticket, after: outcome, for: desk)
        try updateConversation(locked, after: outcome, for: desk)
        try storeSession(outcome.session, of: conversation, for: desk)
        try store(outcome.trace, of: conversation, for: desk)
        try measure(outcome, channel: ticket.channel, escalated: escalated, conversation: conversation, for: desk)
    }

    private func store(_ finding: MessageFindings, for desk: DeskDatabase) throws {
        let metadata: JSONValue = [
            "intent": .string(finding.intent), "topics": .array(finding.topics.map { .string($0) }),
        ]
        try execute(
            """
            UPDATE messages SET sentiment_score = $2, sentiment_confidence = $3, metadata = $4
            WHERE id = $1 AND workspace_id = $5
            """, finding.message, finding.sentiment, finding.confidence, metadata.sql, desk.workspace)
    }

    /// The conversation's open ticket. One is made for a conversation that has none, as `create_ticket` asked for it.
    private func ticketOfRun(
        _ outcome: RunOutcome, in locked: LockedConversation, for desk: DeskDatabase, referencePrefix: String
    ) throws -> Ticket {
        if let ticket = locked.ticket { return ticket }
        let conversation = locked.id
        guard let request = outcome.ticket,
            let (_, customer) = try conversationAndCustomer(conversation, for: desk),
            let first = try place(of: outcome.covered.first, for: desk)
        else { throw SQLError.foreignKey }
        let ticket = NewTicket(
            id: request.id, link: request.link, conversation: conversation, customer: customer.id,
            channel: first.channel, subject: request.subject, category: request.category, priority: request.priority,
            firstSeq: first.seq, reference: request.reference)
        _ = try insert(ticket, for: desk, prefix: referencePrefix)
        guard let stored = try openTicket(of: conversation, for: desk) else { throw SQLError.foreignKey }
        return stored
    }

    private func place(of inbound: ID<Inbound>?, for desk: DeskDatabase) throws -> (channel: Channel, seq: Int)? {
        guard let inbound else { return nil }
        return try row(
            "SELECT channel, seq FROM inbound WHERE id = $1 AND workspace_id = $2", inbound, desk.workspace
        ) { (try $0.word(0), try $0.int(1)) }
    }

    private func store(
        _ reply: Reply, of outcome: RunOutcome, in conversation: ID<Conversation>, seq: Int, for desk: DeskDatabase
    ) throws {
        let answer: ID<Message> = desk.ids.new()
        let sources: [JSONValue] = reply.sources.map {
            ["citation": .string($0.citation), "title": .string($0.title)]
        }
        let milliseconds =
            outcome.latency.components.seconds * 1000
            + outcome.latency.components.attoseconds / 1_000_000_000_000_000
        try insert(
            NewMessage(
                id: answer, conversation: conversation, seq: seq, channel: reply.channel,
                direction: .outbound, role: .agent, content: reply.content, deliveryState: .delivered,
                tokensUsed: reply.tokensUsed, latencyMilliseconds: Int(milliseconds),
                toolCalls: .array(outcome.toolCalls.map { .string($0) }),
                metadata: ["sources": .array(sources), "receipt": reply.receipt]), for: desk)
        for inbound in outcome.covered {
            try execute(
                "INSERT INTO answer_inputs (inbound_id, workspace_id, message_id) VALUES ($1, $2, $3)", inbound,
                desk.workspace, answer)
        }
        try deliverOnPage(answer, of: conversation, for: desk)
    }

    private func updateTicket(_ ticket: Ticket, after outcome: RunOutcome, for desk: DeskDatabase) throws {
        if outcome.escalation != nil || ticket.status == .escalated {
            try setState(of: ticket.id, to: .escalated, waitingOn: .teammate, for: desk)
        } else {
            try setState(of: ticket.id, to: .open, waitingOn: outcome.reply?.waitsOn ?? .customer, for: desk)
        }
    }

    private func updateConversation(
        _ locked: LockedConversation, after outcome: RunOutcome, for desk: DeskDatabase
    ) throws {
        let sentiment = outcome.findings.last?.sentiment
        if outcome.reply != nil {
            try execute(
                """
                UPDATE conversations SET last_seq = $2, last_message_at = $3,
                    sentiment_score = COALESCE($4, sentiment_score)
                WHERE id = $1 AND workspace_id = $5
                """, locked.id, locked.lastSeq + 1, now(), sentiment, desk.workspace)
        } else if let sentiment {
            try execute(
                "UPDATE conversations SET sentiment_score = $2 WHERE id = $1 AND workspace_id = $3", locked.id,
                sentiment, desk.workspace)
        }
    }

    private func storeSession(_ session: String, of conversation: ID<Conversation>, for desk: DeskDatabase) throws {
        try execute(
            """
            INSERT INTO sessions (conversation_id, workspace_id, session, updated_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (conversation_id) DO UPDATE SET session = excluded.session, updated_at = excluded.updated_at
            """, conversation, desk.workspace, SQLValue.json(session), now())
    }

    private func store(_ trace: TraceRecord, of conversation: ID<Conversation>, for desk: DeskDatabase) throws {
        try execute(
            """
            INSERT INTO traces (id, workspace_id, conversation_id, started_at, duration_ms, spans)
            VALUES ($1, $2, $3, $4, $5, $6)
            """, trace.traceID, desk.workspace, conversation, trace.startedAt, trace.duration / .milliseconds(1),
            trace.spans.sql)
    }

    private func measure(
        _ outcome: RunOutcome, channel: Channel, escalated: Bool, conversation: ID<Conversation>,
        for desk: DeskDatabase
    ) throws {
        let latency = outcome.latency / .milliseconds(1)
        var dimensions: JSONObject = [
            "escalated": .bool(escalated), "tool_calls_count": .integer(Int64(outcome.toolCalls.count)),
        ]
        if let fallback = outcome.fallback {
            dimensions["fallback"] = .string(fallback.ending)
            if let detail = fallback.detail { dimensions["fallback_detail"] = .string(detail) }
        }
        if outcome.modelCostMicroUSD > 0 {
            dimensions["model_cost_micro_usd"] = .integer(Int64(outcome.modelCostMicroUSD))
        }
        try execute(
            """
            INSERT INTO agent_metrics (id, workspace_id, metric_name, metric_value, channel, dimensions, recorded_at)
            VALUES ($1, $2, 'message_processed', $3, $4, $5, $6)
            """, desk.ids.ordered(), desk.workspace, latency, channel, JSONValue.object(dimensions).sql, now())
        var payload: JSONObject = [
            "event": "message_processed", "channel": .string(channel.rawValue), "latency_ms": .number(latency),
        ]
        for (key, value) in dimensions.members { payload[key] = value }
        try announce(.metrics, key: conversation, payload, for: desk)
    }
}
