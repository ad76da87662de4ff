package import FoundationEssentials

/// How a `PostgresDatabase` connects, and its limits.
package struct PostgresOptions: Sendable {
    /// A URL `postgresql://user:password@host:port/database?sslmode=…`, or libpq's `key=value` words. It may hold a
    /// password, so it is never logged.
    package var url: String
    /// Connections, each with a thread; they are made as they are needed, the first at once.
    package var connections = 8
    /// Set in each transaction, for row-level security.
    package var scope: PostgresScope?
    /// How the server's lists of sessions name us.
    package var applicationName = "fte"
    /// How long one attempt to connect may take, for each host that the URL names.
    package var connectTimeout = Duration.seconds(5)
    /// How long a transaction may wait for a connection, or for a server that is away, before its caller is told; and
    /// as long again for tries after the first, when a conflict or a lost connection has undone that.
    package var patience = Duration.seconds(10)
    /// How long one statement may take, a migration's too …
    package var statementTimeout = Duration.seconds(30)
    /// … of which it may wait for another transaction's lock.
    package var lockTimeout = Duration.seconds(10)
    /// How long the server lets a transaction wait for our next statement: we may be suspended with locks in hand.
    package var idleTransactionTimeout = Duration.seconds(10)
    /// How long past a statement's limit the server may be silent before its connection is given up.
    package var silenceTimeout = Duration.seconds(5)
    /// How long one `read` may keep its snapshot: no statement begins later, and none takes longer.
    package var readTimeLimit = Duration.seconds(30)
    /// Transactions that may wait; one more is refused with `SQLError.overloaded`.
    package var maxWaiting = 10_000
    /// How often a transaction is run at most, when it conflicts with others.
    package var maxTries = 20
    /// Whether statements without a result travel with the next one.
    package var isPipelined = true
    /// Replaces the server's clock as what `Transaction.now` reads.
    package var clock: (@Sendable () -> Date)?
    /// Is told each statement's text when a connection prepares it: once, since it is kept.
    package var onPrepare: @Sendable (StaticString) -> Void = { _ in }
    /// Is told each statement's text just before it is sent.
    package var onStatement: @Sendable (StaticString) -> Void = { _ in }

    package init(url: String) { self.url = url }
}

/// A setting of the server's own (`set_config`) that policies compare rows with: `fte.workspace` and a company's id.
package struct PostgresScope: Sendable, Equatable {
    package let setting: String
    package let value: String

    package init(setting: String, value: String) {
        self.setting = setting
        self.value = value
    }
}
