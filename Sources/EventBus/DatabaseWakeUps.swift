package import SQL
import SupportDesk

/// Wake-ups through the database itself, from this process and from others on it, without polling.
package struct DatabaseWakeUps: WakeUps {
    private let database: any Database
    private let channel: NotificationChannel

    package init(_ database: any Database, channel: NotificationChannel) {
        self.database = database
        self.channel = channel
    }

    package func wakeUps() -> AsyncStream<Void> { database.notifications(channel) }
}
