"""One installation under load, from its start to its checks."""

import collections
import math
import shutil
import sys
import threading
import time

import invariants
from desk import StartFailure
from load import Book, Customer, Teammate
from watch import Watcher, page_violations

REST_TIME = 180
SHOWN = 40


class Round:
    def __init__(self, title, desk, body):
        self.title = title
        self.desk = desk
        self.body = body
        self.blows = collections.Counter()
        self.kills = 0
        self.facts = {}
        self.violations = []

    def run(self):
        begin = time.monotonic()
        try:
            self.body(self)
        except StartFailure as failure:
            self.violations.append(("start", str(failure)))
        finally:
            self.desk.kill_all()
        self.facts["seconds"] = round(time.monotonic() - begin)

    def struck(self, kind, kills=1, times=1):
        self.blows[kind] += times
        self.kills += kills * times

    def stop(self):
        """All in good order, which must succeed."""
        self.violations += [
            ("stop", f"{name} ended with {code} when told to stop")
            for name, code in self.desk.stop_all().items() if code != 0]

    def check(self, book=None):
        self.facts |= invariants.figures(self.desk.database)
        self.facts["dead letters"] = "; ".join(invariants.dead_letters(self.desk.database)) or 0
        self.violations += invariants.violations(self.desk.database, book)

    def show(self):
        print(f"\n{self.title}")
        for kind, count in sorted(self.blows.items()):
            print(f"  {kind:<41}{count:>6}")
        for name, value in self.facts.items():
            print(f"  {name:<41}{value:>6}" if isinstance(value, int) else f"  {name:<43} {value}")
        lost = sum(promise == "P1" for promise, _ in self.violations)
        twice = sum(promise in ("P2", "P4", "P5") for promise, _ in self.violations)
        print(f"  {'lost':<41}{lost:>6}\n  {'twice, or out of turn':<41}{twice:>6}")
        for promise, sentence in self.violations[:SHOWN]:
            print(f"  VIOLATION {promise}: {sentence}")
        if len(self.violations) > SHOWN:
            print(f"  and {len(self.violations) - SHOWN} more violations")
        sys.stdout.flush()


def run_all(rounds, seed, folder, keep=False):
    """Runs and shows one after the other; returns the exit code, and removes `folder` after a good run."""
    began = time.monotonic()
    for each in rounds:
        each.run()
        each.show()
    broken = [violation for each in rounds for violation in each.violations]
    kills = sum(each.kills for each in rounds)
    print(f"\n{kills} kills in {time.monotonic() - began:.0f} s, seed {seed}: ", end="")
    print(f"{len(broken)} violations" if broken else "nothing lost, nothing answered twice")
    if broken or keep:
        print(f"database and logs are in {folder}")
    else:
        shutil.rmtree(folder)
    return 1 if broken else 0


def under_load(round, seed, customers, blows, settle):
    """Lets people write and work while `blows(book)` go on; when `settle()` has brought every process back, waits for
    rest and checks."""
    desk, book, over = round.desk, Book(), threading.Event()
    people = [Customer(number, seed, desk, book, over) for number in range(customers)]
    teammate = Teammate(seed, desk, book, over)
    watcher = Watcher(desk, book, over)
    for person in [*people, teammate, watcher]:
        person.start()
    try:
        blows(book)
    finally:
        settle()
        over.set()
        for person in [*people, teammate, watcher]:
            person.join()
    if teammate.kills:
        round.struck("killed teammate at take_over.stored", times=teammate.kills)
    wait_for_rest(round)
    round.violations += page_violations(desk, book, seed)
    round.stop()
    round.facts |= {
        "requests broken off": book.broken, "acknowledged": len(book.acknowledged),
        "sent, never acknowledged": len(book.sent) - len(book.acknowledged), "sent again afterwards": book.repeats,
        "taken over": teammate.taken, "answers discarded, the claim lost": desk.count_in_logs("the claim was lost"),
        "looks at claims meanwhile": watcher.looks,
    }
    round.check(book)


def wait_for_rest(round):
    """Until no message waits, no worker holds a conversation and the dead ones are buried."""
    begin = time.monotonic()
    while time.monotonic() < begin + REST_TIME:
        (waiting,) = round.desk.read("SELECT count(*) FROM inbound WHERE state = 'pending'")[0]
        (held,) = round.desk.read("SELECT count(*) FROM claims WHERE owner IS NOT NULL")[0]
        dead = round.desk.dead_workers()
        if waiting + held + len(dead) == 0:
            round.facts["seconds until at rest"] = math.ceil(time.monotonic() - begin)
            return
        time.sleep(0.1)
    round.violations.append(
        ("P2", f"not at rest after {REST_TIME} s: {waiting} messages wait, {held} are held, {dead} are dead"))


def tell(story):
    """A round that is one of scenarios.py."""
    def body(round):
        kills, wrong = story(round.desk)
        for point, times in kills.items():
            round.struck(f"killed at {point}", times=times)
        round.violations += [("story", sentence) for sentence in wrong]
        round.stop()
        round.check()

    return body
