package import FoundationEssentials
import SQL
package import SupportDesk

/// Figures read from the stored rows.
package struct SQLDeskFigures: DeskFigures {
    private let desk: DeskDatabase

    package init(_ desk: DeskDatabase) { self.desk = desk }

    package func channels(since start: Date) async throws -> [ChannelFigures] {
        try await desk.database.read { tx in
            try Channel.allCases.map { try tx.figures(of: $0, since: start, for: desk) }
        }
    }

    package func recentWaits(limit: Int) async throws -> [Duration] {
        try await desk.database.read { tx in
            try tx.rows(
                """
                SELECT received_at, done_at FROM inbound
                WHERE workspace_id = $1 AND state = 'done'
                ORDER BY done_at DESC
                LIMIT $2
                """, desk.workspace, limit
            ) { row in .seconds(max(0, try row.time(1).timeIntervalSince(try row.time(0)))) }
        }
    }

    package func backlog(upTo limit: Int) async throws -> Int {
        try await desk.database.read { tx in
            try tx.row(
                """
                SELECT count(*) FROM (
                    SELECT 1 FROM inbound WHERE workspace_id = $2 AND state = 'pending' LIMIT $1) AS waiting
                """, limit, desk.workspace
            ) { try $0.int(0) } ?? 0
        }
    }
}

extension Transaction {
    // The end is now, so it excludes nothing. It is named all the same: a planner that knows no value takes a range with
    // two ends for a small part of the table, and one with a single end for a third.

    fileprivate func figures(of channel: Channel, since start: Date, for desk: DeskDatabase) throws -> ChannelFigures {
        let conversations =
            try row(
                """
                SELECT count(*) FROM conversations
                WHERE workspace_id = $1 AND started_at BETWEEN $2 AND $4 AND initial_channel = $3
                """, desk.workspace, start, channel, now()
            ) { try $0.int(0) } ?? 0
        let escalations =
            try row(
                """
                SELECT count(*) FROM escalations e JOIN conversations c ON c.id = e.conversation_id
                WHERE e.workspace_id = $1 AND e.created_at BETWEEN $2 AND $4 AND c.initial_channel = $3
                """, desk.workspace, start, channel, now()
            ) { try $0.int(0) } ?? 0
        let messages = try row(
            """
            SELECT COALESCE(sum(CASE WHEN direction = 'inbound' THEN 1 ELSE 0 END), 0),
                COALESCE(sum(CASE WHEN direction = 'outbound' AND role = 'agent' THEN 1 ELSE 0 END), 0),
                avg(CASE WHEN direction = 'inbound' THEN sentiment_score END)
            FROM messages
            WHERE workspace_id = $1 AND created_at BETWEEN $2 AND $4 AND channel = $3
            """, desk.workspace, start, channel, now()
        ) { (inbound: try $0.int(0), answers: try $0.int(1), sentiment: try $0.doubleOrNil(2)) }
        let latency = try row(
            """
            SELECT avg(metric_value) FROM agent_metrics
            WHERE workspace_id = $1 AND metric_name = 'message_processed' AND recorded_at BETWEEN $2 AND $4
                AND channel = $3
            """, desk.workspace, start, channel, now()
        ) { try $0.doubleOrNil(0) }
        return ChannelFigures(
            channel: channel, conversations: conversations, messages: messages?.inbound ?? 0,
            answers: messages?.answers ?? 0, averageSentiment: messages?.sentiment, escalations: escalations,
            averageLatencyMilliseconds: latency ?? nil)
    }
}
