import Formats
import FoundationEssentials
import SQL
package import SupportDesk

/// What the database holds of the company itself, brought in line with its folder at start and after each change.
package struct SQLWorkspaces: Sendable {
    private let desk: DeskDatabase

    package init(_ desk: DeskDatabase) { self.desk = desk }

    /// One row of `channel_configs`.
    package struct ChannelConfig: Equatable, Sendable {
        package let channel: Channel
        package let isEnabled: Bool
        package let template: String?
        /// In characters.
        package let maxResponseLength: Int
        package let details: String

        package init(
            channel: Channel, isEnabled: Bool, template: String?, maxResponseLength: Int, details: String = "{}"
        ) {
            self.channel = channel
            self.isEnabled = isEnabled
            self.template = template
            self.maxResponseLength = maxResponseLength
            self.details = details
        }
    }

    package func record(name: String, channels: [ChannelConfig]) async throws {
        try await desk.database.write { tx in
            let now = try tx.now()
            try tx.execute(
                """
                INSERT INTO workspaces (id, name, created_at) VALUES ($1, $2, $3)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name
                """, desk.workspace, name, now)
            for channel in channels {
                try tx.execute(
                    """
                    INSERT INTO channel_configs (workspace_id, channel, enabled, config, response_template,
                        max_response_length, created_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7)
                    ON CONFLICT (workspace_id, channel) DO UPDATE SET enabled = excluded.enabled,
                        config = excluded.config, response_template = excluded.response_template,
                        max_response_length = excluded.max_response_length
                    """, desk.workspace, channel.channel, channel.isEnabled, SQLValue.json(channel.details),
                    channel.template, channel.maxResponseLength, now)
            }
        }
    }
}
