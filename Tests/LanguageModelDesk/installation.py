"""The program under test with a stand-in model behind it, and what it leaves behind: answers, receipts, traces, figures."""

import json
import os
import re
import shutil
import sys
import time
import urllib.request
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "Tests" / "Crash"))
import databases  # noqa: E402
import desk  # noqa: E402
import invariants  # noqa: E402
from load import request  # noqa: E402

KEY = "sk-stand-in-7f3c9a1e5b2d"
MARK = "xylofonquark"
"""A word of the customer's that no log may hold."""
QUESTION = f"How do I reset my password? ({MARK})"
NAME, EMAIL = "Ada Byronova", "ada.byronova@example.com"
SECRETS = {
    "the key": KEY, "the customer's words": MARK, "the customer's name": "Byronova",
    "the instructions": "customer support assistant", "the rules": "What is checked before a reply leaves"}
PATIENCE = 60


class Failure(Exception):
    """A promise that was broken, in words."""


def expect(is_so, words):
    if not is_so:
        raise Failure(words)


def until(look, words, patience=PATIENCE):
    """What `look` finds once it finds anything."""
    deadline = time.monotonic() + patience
    while True:
        found = look()
        if found:
            return found
        expect(time.monotonic() < deadline, f"after {patience} s: {words}")
        time.sleep(0.02)


class Installation(desk.Desk):
    """One data directory or database, a stand-in and the settings of its own. Everything is logged."""

    log_level = "debug"

    def __init__(self, folder, url, database=None, company=None, **settings):
        """`url`: the model's server. `company`: what changes in the demo company's files, as for `make_company`.
        `settings`: environment variables besides."""
        super().__init__(folder, desk.find_binary(), database, ports=1)
        self.ports = [0]
        self.settings = {
            "OPENAI_BASE_URL": url, "OPENAI_API_KEY": KEY, "OPENAI_MODEL": "stand-in", "FTE_MODEL_WIRE": "chat",
            "FTE_MODEL_CLOCK_WEB_FORM": "4s"} | settings
        if company:
            self.settings["FTE_WORKSPACE_DIR"] = str(make_company(self.folder / "company", company))

    def environment(self, fault, after):
        return super().environment(fault, after) | self.settings

    @contextmanager
    def running(self):
        """`serve`, which must end in good order."""
        try:
            self.start("serve")
            yield self
            self.stop()
        finally:
            self.kill_all()

    def stop(self):
        """Tells all that still run to stop."""
        codes = {name: code for name, code in self.stop_all().items() if code != 0}
        expect(not codes, f"told to stop, processes ended with {codes}")

    def begin(self, name, fault=None, after=1):
        """A free port the first time, and the same from then on."""
        process = super().begin(name, fault, after)
        if not name.startswith("worker"):
            self.ports[0] = int(until(
                lambda: re.search(rb"listening on http://\S+:(\d+)\n", process.output()), f"{name} listens")[1])
        return process

    # As a customer

    def submit(self, message=QUESTION, email=EMAIL, **changes):
        body = {"name": NAME, "email": email, "subject": "A question", "category": "technical", "message": message}
        status, answer = request(self.port, "POST", "/support/submit", body | changes)
        expect(status == 200, f"the form was answered with {status}: {answer}")
        return answer["ticket_id"]

    def reply(self, ticket, message):
        status, answer = request(self.port, "POST", f"/support/ticket/{ticket}/replies", {"message": message})
        expect(status == 200, f"the reply was answered with {status}: {answer}")

    def page(self, ticket):
        status, page = request(self.port, "GET", f"/support/ticket/{ticket}")
        expect(status == 200, f"the ticket's page was answered with {status}: {page}")
        return page

    def answered(self, ticket, count=1):
        """The page, once so many answers stand on it."""
        def look():
            page = self.page(ticket)
            return page if roles(page).count("agent") >= count else None

        return until(look, f"{count} answers stand on the page")

    # As an operator

    def metrics(self):
        """Name and labels → value."""
        ask = urllib.request.Request(f"http://127.0.0.1:{self.port}/metrics", headers={"X-API-Key": self.api_key()})
        with urllib.request.urlopen(ask, timeout=30) as answer:
            lines = answer.read().decode().splitlines()
        return {name: float(value) for name, _, value in
                (line.rpartition(" ") for line in lines if line and not line.startswith("#"))}

    def api_key(self):
        """As the first process said it once."""
        return re.search(r"shown this once: (\S+)", self.log())[1]

    def outcomes(self):
        """Of requests to models: (model, outcome) → count."""
        found = {}
        for name, value in self.metrics().items():
            labels = re.fullmatch(r'fte_model_requests_total\{model="(.*)",outcome="(.*)"\}', name)
            if labels and value:
                found[labels[1], labels[2]] = int(value)
        return found

    def breaker(self, model="stand-in"):
        """Its state as /health has it, which must be that of the metrics."""
        state = request(self.port, "GET", "/health")[1]["models"][model]
        level = self.metrics()[f'fte_model_breaker_state{{model="{model}"}}']
        again = request(self.port, "GET", "/health")[1]["models"][model]
        if state == again:
            expect({"closed": 0, "half_open": 1, "open": 2}[state] == level, f"/health says {state}, /metrics {level}")
        return again

    def answers(self):
        """Of all answers of agents, oldest first."""
        rows = self.read("SELECT metadata, latency_ms, tokens_used, content, conversation_id FROM messages "
                         "WHERE role = 'agent' ORDER BY created_at, seq")
        return [Answer(json.loads(row[0])["receipt"], *row[1:]) for row in rows]

    def spans(self):
        """Of the traces of all runs, oldest first."""
        return [json.loads(spans)["spans"] for (spans,) in self.read("SELECT spans FROM traces ORDER BY started_at")]

    def leaks(self):
        """What stands in a log and must not."""
        text = self.log().lower()
        return [what for what, words in SECRETS.items() if words.lower() in text]

    def errors(self):
        return re.findall(r"^\S+ error +.*$", self.log(), re.MULTILINE)

    def log(self):
        return "".join(log.read_text(errors="replace") for log in self.folder.glob("*.log"))

    def check_log(self):
        """Nothing secret stands in it, and nothing needs a person."""
        leaks, errors = self.leaks(), self.errors()
        expect(not leaks, f"the log holds {', '.join(leaks)}")
        expect(not errors, f"the log has {errors[:3]}")

    def check_invariants(self):
        """What the crash tests promise of every database."""
        broken = invariants.violations(self.database)
        expect(not broken, "; ".join(f"{promise} {words}" for promise, words in broken))

    def spending(self):
        """On all conversations: (requests, tokens in, tokens out, millionths of a dollar)."""
        return self.read(
            "SELECT COALESCE(sum(requests), 0), COALESCE(sum(input_tokens), 0), COALESCE(sum(output_tokens), 0), "
            "COALESCE(sum(micro_usd), 0) FROM conversation_spending")[0]


@dataclass
class Answer:
    receipt: dict
    milliseconds: int
    tokens: int
    content: str
    conversation: str

    @property
    def calls(self):
        return len(self.receipt["calls"])

    @property
    def fallback(self):
        """How the language model's run ended, as `ending` or `ending: detail`; None where it gave the answer."""
        fallback = self.receipt["fallback"]
        return fallback and ": ".join(filter(None, [fallback["ending"], fallback["detail"]]))


def make_company(folder, changes):
    """A copy of the demo company in which texts of files were replaced: file → [(text, replacement)]."""
    shutil.copytree(ROOT / "workspaces" / "techcorp", folder)
    for file, pairs in changes.items():
        text = (folder / file).read_text()
        for old, new in pairs:
            expect(old in text, f"{file} of the demo company has no '{old}'")
            text = text.replace(old, new)
        (folder / file).write_text(text)
    return folder


def roles(page):
    return [message["role"] for message in page["messages"]]


# Databases

@contextmanager
def sqlite():
    yield None


def postgres(url):
    """A database of its own on a server, given the URL of its superuser."""
    @contextmanager
    def make():
        name = f"models_{uuid.uuid4().hex}"
        on_server(url, f"CREATE DATABASE {name} OWNER fte_owner")
        own = re.sub(r"/\w+(?=$|\?)", f"/{name}", url)
        try:
            yield databases.Postgres(own, {
                "DATABASE_URL": as_role(own, "fte_app"), "FTE_DATABASE_OWNER_URL": as_role(own, "fte_owner"),
                "FTE_DATABASE_CONNECTIONS": "4"})
        finally:
            on_server(url, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    return make


def as_role(url, role):
    return re.sub(r"://(\w+)@", f"://{role}@", url)


def on_server(url, sql):
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql)


def backends():
    """Label → what makes a database: SQLite, and each server of FTE_TEST_POSTGRES."""
    servers = [word.split("=", 1) for word in os.environ.get("FTE_TEST_POSTGRES", "").split()]
    return {"SQLite": sqlite} | {f"PostgreSQL {label}": postgres(url) for label, url in servers}
