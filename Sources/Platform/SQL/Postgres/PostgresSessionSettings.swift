extension PostgresOptions {
    /// What each session begins with. Its last result tells which history of the server it belongs to: the server
    /// forgets its statistics when it crashes, and a standby has its own.
    ///
    /// Statements are kept, so their plan is made once, not again for each use. A commit is on the disk when it is
    /// answered, whatever the server's default.
    var sessionSettings: String {
        """
        SET statement_timeout = \(statementTimeout.milliseconds);
        SET lock_timeout = \(lockTimeout.milliseconds);
        SET idle_in_transaction_session_timeout = \(idleTransactionTimeout.milliseconds);
        SET idle_session_timeout = 0;
        SET client_connection_check_interval = 5000;
        SET plan_cache_mode = force_generic_plan;
        SET client_min_messages = error;
        SET TimeZone = 'UTC';
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
        SELECT stats_reset::text FROM pg_stat_wal;
        """
    }
}
