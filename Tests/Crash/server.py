"""A PostgreSQL server of the test's own, and how it is hurt."""

import os
import signal
import sys
import time

import databases
from desk import ROOT

sys.path.insert(0, str(ROOT / "scripts"))
import postgres  # noqa: E402 - scripts/postgres.py

ACCESS = "local all all trust\nhost all all 127.0.0.1/32 trust\n"
RETURN_TIME = 60


class ServerGone(Exception):
    """The server did not take connections again."""


class PostgresServer:
    """Everything is flushed as in earnest; the program's roles own the schema or nothing."""

    def __init__(self, label, folder):
        self.server = postgres.Server(label, folder)
        self.port = postgres.free_port()

    def create(self):
        self.server.create(ACCESS, durable=True)
        self.server.configure(
            fsync="on", synchronous_commit="on", full_page_writes="on", max_connections=200, restart_after_crash="on",
            timezone="UTC", log_timezone="UTC", log_min_messages="warning", log_lock_waits="on",
            log_line_prefix="%m [%p] %q%u@%d ")
        self.start()
        self.server.query(
            self.port, *(f"CREATE ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS" for role in ("fte_owner", "fte_app")))

    def make_database(self, name):
        self.server.query(self.port, f"CREATE DATABASE {name} OWNER fte_owner")
        return databases.Postgres(
            self.url("postgres", name),
            {"DATABASE_URL": self.url("fte_app", name), "FTE_DATABASE_OWNER_URL": self.url("fte_owner", name)})

    def url(self, role, database="postgres"):
        return f"postgresql://{role}@127.0.0.1:{self.port}/{database}"

    def start(self):
        self.server.start(self.port)

    def stop(self, mode):
        self.server.stop(mode)

    def kill_process(self, share):
        """SIGKILL to one that serves a connection or does the server's own work, on which the whole server starts over.
        Returns its kind once connections are taken again."""
        pid, kind = self.pick(share, "backend_type IN ('client backend', 'checkpointer', 'walwriter')")
        os.kill(pid, signal.SIGKILL)
        deadline = time.monotonic() + RETURN_TIME
        while time.monotonic() < deadline:
            time.sleep(0.02)
            try:
                # The one that was killed may be gone before the others are told to end.
                if self.ask("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", pid) == [(0,)]:
                    return kind
            except self.away():
                continue
        raise ServerGone(f"PostgreSQL did not return within {RETURN_TIME} s of the end of its {kind}")

    def cut_connections(self, share):
        """Ends a third of the program's connections in good order."""
        self.ask(
            """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
               WHERE usename IN ('fte_app', 'fte_owner') AND (pid + %s) %% 3 = 0""", int(share * 3))

    def pick(self, share, condition):
        there = self.ask(
            f"""SELECT pid, backend_type FROM pg_stat_activity
                WHERE pid <> pg_backend_pid() AND {condition} ORDER BY pid""")
        return there[int(share * len(there))]

    def ask(self, sql, *parameters):
        with databases.connect(self.url("postgres")) as connection:
            return connection.execute(sql, parameters or None).fetchall()

    def away(self):
        return databases.Postgres.away(self)
