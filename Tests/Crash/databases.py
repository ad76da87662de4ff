"""The database under the program, read beside it: SQLite's file or PostgreSQL, behind one face.

    read(sql, *parameters)   rows as tuples; parameters stand as `?`; ids and JSON are text in both
    write(sql, *parameters)  harms it on purpose
    settings                 what tells the program where it is
    own_checks()             what only this kind can show of its files and references (see invariants.py)
    surely_after(time)       SQL for the moment from which on a later time means a later commit
    away()                   the error of a database that can't be read just now
"""

import sqlite3


class SQLiteFile:
    settings = {}

    def __init__(self, file):
        self.file = file

    def read(self, sql, *parameters):
        with Connected(f"file:{self.file}?mode=ro") as connection:
            return connection.execute(sql, parameters).fetchall()

    def write(self, sql, *parameters):
        with Connected(f"file:{self.file}?mode=rw") as connection:
            return connection.execute(sql, parameters).rowcount

    def own_checks(self):
        return [
            ("file", "the file is whole",
             "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
            ("file", "every reference leads somewhere",
             "SELECT \"table\" || ' ' || rowid FROM pragma_foreign_key_check"),
        ]

    def surely_after(self, time):
        """One writes at a time, and asks for the time when it is its turn."""
        return time

    def away(self):
        return sqlite3.OperationalError


class Connected:
    """A connection to a file that commits and closes at the end of its block."""

    def __init__(self, uri):
        self.connection = sqlite3.connect(uri, uri=True, timeout=30)

    def __enter__(self):
        return self.connection

    def __exit__(self, kind, *_):
        if kind is None:
            self.connection.commit()
        self.connection.close()


class Postgres:
    """Read as the superuser, who sees what row-level security hides from the program's roles."""

    # Each reference as a query for the rows that lead nowhere. The server's own constraints say so too; this looks.
    REFERENCES = """
        SELECT format('SELECT %L FROM %s a WHERE a.%I IS NOT NULL AND NOT EXISTS (SELECT FROM %s b WHERE b.%I = a.%I)',
            c.conrelid::regclass, c.conrelid::regclass, a.attname, c.confrelid::regclass, b.attname, a.attname)
        FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
        WHERE c.contype = 'f'"""

    def __init__(self, url, settings=None):
        self.url = url
        self.settings = settings or {}

    def read(self, sql, *parameters):
        with connect(self.url) as connection:
            return read(connection, sql, parameters)

    def write(self, sql, *parameters):
        with connect(self.url) as connection:
            return connection.execute(placed(sql), parameters or None).rowcount

    def own_checks(self):
        return [
            ("file", "the file is whole", "SELECT datname FROM pg_stat_database WHERE checksum_failures > 0"),
            ("file", "every reference leads somewhere",
             " UNION ALL ".join(query for (query,) in self.read(self.REFERENCES))),
        ]

    def surely_after(self, time):
        """A transaction's time is that of its start, and then it may wait for a lock."""
        return f"{time} + interval '2 seconds'"

    def away(self):
        import psycopg

        return psycopg.OperationalError


def connect(url):
    """A transaction that commits, and a connection that closes, at the end of its block."""
    import psycopg
    from psycopg.types.string import TextLoader

    connection = psycopg.connect(url, connect_timeout=10)
    for type in ("uuid", "jsonb"):
        connection.adapters.register_loader(type, TextLoader)
    return connection


def read(connection, sql, parameters=()):
    return connection.execute(placed(sql) if parameters else sql, parameters or None).fetchall()


def placed(sql):
    return sql.replace("?", "%s")
