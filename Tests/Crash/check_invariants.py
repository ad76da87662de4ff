#!/usr/bin/env python3
"""Shows that each check of the crash tests can fail: harms a sound database in one way after another.

On SQLite, and on each PostgreSQL server of FTE_TEST_POSTGRES where psycopg is there (.build/python has it).
"""

import os
import re
import sqlite3
import unittest
import uuid
from contextlib import contextmanager

import cluster_plan
import databases
import invariants
import watch
from desk import ROOT
from load import Book
from plan import INTAKE, WORK
from sample import HARMS, SOUND

SCHEMA = ROOT / "Sources/Storage/Migrations"


class SQLiteSample(databases.SQLiteFile):
    """A database as the program would leave it, in memory."""

    def __init__(self):
        super().__init__(":memory:")
        self.connection = sqlite3.connect(":memory:")
        for migration in sorted(SCHEMA.glob("*.sqlite.sql")):
            self.connection.executescript(migration.read_text())
        self.connection.executescript(SOUND)

    def read(self, sql, *parameters):
        return self.connection.execute(sql, parameters).fetchall()

    @contextmanager
    def harmed(self, harm):
        sound, self.connection = self.connection, sqlite3.connect(":memory:")
        sound.backup(self.connection)
        try:
            self.connection.executescript(harm)
            yield
        finally:
            self.connection.close()
            self.connection = sound


class PostgresSample(databases.Postgres):
    """The same on a server, in a database of its own. The short names of ids become UUIDs."""

    def __init__(self, server):
        self.server = server
        self.name = f"crash_{uuid.uuid4().hex}"
        super().__init__(re.sub(r"/\w+(?=$|\?)", f"/{self.name}", server))
        self.on_server(f"CREATE DATABASE {self.name}")
        self.connection = databases.connect(self.url)
        # As SQLite's shell: references and triggers are not looked at, so that harm can be done.
        self.connection.execute("SET session_replication_role = replica")
        for migration in sorted(SCHEMA.glob("*.postgres.sql")):
            self.connection.execute(migration.read_text())
        self.connection.execute(with_uuids(SOUND))
        self.connection.commit()

    def on_server(self, sql):
        connection = databases.connect(self.server)
        connection.autocommit = True
        connection.execute(sql)
        connection.close()

    def read(self, sql, *parameters):
        return databases.read(self.connection, sql, parameters)

    @contextmanager
    def harmed(self, harm):
        try:
            self.connection.execute(with_uuids(harm))
            yield
        finally:
            self.connection.rollback()

    def drop(self):
        self.connection.close()
        self.on_server(f"DROP DATABASE {self.name}")


def with_uuids(sql):
    return re.sub(r"(?<=['\"])[a-jl-z][0-9](?=['\"])", lambda name: identity(name[0]), sql)


def identity(name):
    """`q1` → a UUID that can be told by its end."""
    return str(uuid.UUID(bytes=name.encode().rjust(16, b"\0")))


def sound_book(name):
    book = Book()
    book.sent = {"k1": "one?", "k2": "two?", "k3": "three?", "k4": "four?"}
    book.acknowledged = {"k1": name("p1"), "k2": name("p1"), "k3": name("p2")}
    book.seen = {name("a1"): "One."}
    book.human_replies = [(name("p3"), "Four.")]
    return book


class OnSQLite(unittest.TestCase):
    def setUp(self):
        self.sample = SQLiteSample()
        self.name = str

    def violations(self, book=None):
        return "\n".join(found for _, found in invariants.violations(self.sample, book))

    def test_a_sound_database_passes(self):
        self.assertEqual(self.violations(sound_book(self.name)), "")

    def test_each_harm_is_found(self):
        for harm, sentence in HARMS.items():
            with self.subTest(sentence, harm=harm), self.sample.harmed(harm):
                self.assertIn(sentence, self.violations())

    def test_each_check_has_a_harm(self):
        unproven = [
            sentence for _, sentence, _ in [*invariants.CHECKS, *self.sample.own_checks()]
            if not any(part in sentence for part in HARMS.values()) and sentence != "the file is whole"]
        self.assertEqual(unproven, [])

    def test_what_was_told_and_is_not_so_is_found(self):
        cases = {
            "LOST": lambda book: book.acknowledged.update(k9="p9"),
            "another text or ticket": lambda book: book.acknowledged.update(k1="p2"),
            "nobody sent it": lambda book: book.sent.pop("k4"),
            "gone or changed": lambda book: book.seen.update(a7="Seven."),
            "stored 0 times": lambda book: book.human_replies.append(("p3", "Five.")),
            "POST failed": lambda book: book.note("POST failed"),
        }
        for sentence, lie in cases.items():
            with self.subTest(sentence):
                book = sound_book(self.name)
                lie(book)
                self.assertIn(sentence, self.violations(book))


class Watching(unittest.TestCase):
    def test_what_only_grows_or_stays_passes(self):
        history = watch.History()
        self.assertEqual(history.add([("c1", 1)], []), [])
        self.assertEqual(history.add([("c1", 3), ("c2", 0)], [("i1", "done")]), [])
        self.assertEqual(history.add([("c1", 3), ("c2", 1)], [("i1", "done"), ("i2", "dead")]), [])

    def test_what_goes_backwards_is_found(self):
        cases = {
            "the claim of c1 went from 2 to 1": ([("c1", 1)], [("i1", "done")]),
            "the claim of c1 is gone": ([], [("i1", "done")]),
            "the settled message of i1 is gone": ([("c1", 2)], []),
            "the settled message of i1 went from done to dead": ([("c1", 2)], [("i1", "dead")]),
        }
        for sentence, later in cases.items():
            with self.subTest(sentence):
                history = watch.History()
                history.add([("c1", 2)], [("i1", "done")])
                self.assertEqual(history.add(*later), [sentence])


class Pages(unittest.TestCase):
    PAGE = {"status": "open", "messages": [
        {"id": "q1", "role": "customer", "content": "one?"}, {"id": "a1", "role": "agent", "content": "One."},
        {"id": "q2", "role": "customer", "content": "two?"}, {"id": "a2", "role": "agent", "content": "Two."}]}

    def violations(self, status, page):
        desk = SQLiteSample()
        desk.ports = [1]
        book = Book()
        book.acknowledged = {"k1": "p1"}
        return "\n".join(found for _, found in watch.page_violations(desk, book, 1, lambda *_: (status, page)))

    def test_a_page_that_shows_what_is_stored_passes(self):
        self.assertEqual(self.violations(200, self.PAGE), "")

    def test_a_page_that_shows_something_else_is_found(self):
        first, *rest = self.PAGE["messages"]
        self.assertIn("answers 500", self.violations(500, None))
        for messages in (rest, [first, *reversed(rest)], [first | {"content": "?"}, *rest]):
            self.assertIn("does not show", self.violations(200, self.PAGE | {"messages": messages}))
        self.assertIn("does not show", self.violations(200, self.PAGE | {"status": "closed"}))


class ClusterPlan(unittest.TestCase):
    def test_it_is_the_seeds_and_has_the_kills_asked_for(self):
        for kills in (10, 60, 500):
            plan = cluster_plan.blows(7, kills)
            self.assertEqual(sum(blow.kills for blow in plan), kills)
            self.assertEqual(plan, cluster_plan.blows(7, kills))
            self.assertNotEqual(plan, cluster_plan.blows(8, kills))

    def test_sixty_kills_hold_every_kind_and_every_step(self):
        for seed in range(50):
            plan = cluster_plan.blows(seed, 60)
            self.assertEqual({blow.kind for blow in plan}, set(cluster_plan.WEIGHTS))
            self.assertEqual({blow.point for blow in plan} - {""}, set(INTAKE + WORK))


def on_postgres(label, url):
    class OnPostgres(OnSQLite):
        def setUp(self):
            self.sample = PostgresSample(url)
            self.addCleanup(self.sample.drop)
            self.name = identity

    OnPostgres.__qualname__ = OnPostgres.__name__ = f"OnPostgres{label}"
    return OnPostgres


def load_tests(loader, tests, _pattern):
    servers = [word.split("=", 1) for word in os.environ.get("FTE_TEST_POSTGRES", "").split()]
    for label, url in servers:
        tests.addTests(loader.loadTestsFromTestCase(on_postgres(label, url)))
    if not servers:
        assert "CI" not in os.environ, "FTE_TEST_POSTGRES is not set"
        print("not run on PostgreSQL: FTE_TEST_POSTGRES is not set")
    return tests


if __name__ == "__main__":
    unittest.main()
