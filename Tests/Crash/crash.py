#!/usr/bin/env python3
"""The crash test: kills the program under load, at random moments and at every named step, and then checks that
nothing was lost and nothing answered twice.

    Tests/Crash/crash.py                    200 kills, a new seed
    Tests/Crash/crash.py --seed 7 --kills 60
    FTE_BINARY=.build/release/fte Tests/Crash/crash.py

The seed decides what is sent and which process ends when and how; the machine's pace does the rest. It exits with 1
when a promise was broken, and keeps the database and the logs then.
"""

import argparse
import collections
import math
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path

import invariants
import scenarios
from desk import Desk, StartFailure, find_binary
from load import Book, Customer, Teammate
from plan import TOPOLOGIES, blows

REST_TIME = 180


def main():
    options = read_options()
    folder = Path(tempfile.mkdtemp(prefix="fte-crash-"))
    print(f"crash test: seed {options.seed}, {options.kills} kills, {find_binary()}", flush=True)
    started = time.monotonic()
    rounds = [
        Round(f"{topology} under load", folder / topology, lambda round, name=topology: under_load(round, name, options))
        for topology in TOPOLOGIES
    ] + [Round(story.__name__.replace("_", " "), folder / story.__name__, lambda round, story=story: tell(round, story))
         for story in scenarios.ALL]
    for each in rounds:
        each.run()
        each.show()

    broken = [violation for each in rounds for violation in each.violations]
    kills = sum(sum(each.kills.values()) for each in rounds)
    print(f"\n{kills} kills in {time.monotonic() - started:.0f} s, seed {options.seed}: ", end="")
    if broken:
        print(f"{len(broken)} violations; database and logs are in {folder}")
        return 1
    print("nothing lost, nothing answered twice")
    shutil.rmtree(folder)
    return 0


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--kills", type=int, default=200, help="kills under load, over both ways to run (default 200)")
    parser.add_argument("--customers", type=int, default=8, help="who write at the same time (default 8)")
    return parser.parse_args()


class Round:
    """One installation from its start to its checks."""

    def __init__(self, title, folder, body):
        self.title = title
        self.desk = Desk(folder, find_binary())
        self.body = body
        self.kills = collections.Counter()
        self.missed = collections.Counter()
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

    def stop(self):
        """All in good order, which must succeed."""
        self.violations += [
            ("stop", f"{name} ended with {code} when told to stop")
            for name, code in self.desk.stop_all().items() if code != 0]

    def check(self, book=None):
        self.facts |= invariants.figures(self.desk)
        self.facts["dead letters"] = "; ".join(invariants.dead_letters(self.desk)) or 0
        self.violations += invariants.violations(self.desk, book)

    def show(self):
        print(f"\n{self.title}")
        for kind, count in sorted(self.kills.items()):
            print(f"  killed {kind:<34}{count:>6}")
        for kind, count in sorted(self.missed.items()):
            print(f"  killed before it reached {kind:<16}{count:>6}")
        for name, value in self.facts.items():
            print(f"  {name:<41}{value:>6}" if isinstance(value, int) else f"  {name:<41}{value}")
        lost = sum(promise == "P1" for promise, _ in self.violations)
        twice = sum(promise in ("P2", "P4", "P5") for promise, _ in self.violations)
        print(f"  {'lost':<41}{lost:>6}\n  {'twice, or out of turn':<41}{twice:>6}")
        for promise, sentence in self.violations:
            print(f"  VIOLATION {promise}: {sentence}")
        sys.stdout.flush()


def under_load(round, topology, options):
    desk, book, over = round.desk, Book(), threading.Event()
    processes = TOPOLOGIES[topology]
    for name in processes:
        desk.start(name)
    customers = [Customer(number, options.seed, desk, book, over) for number in range(options.customers)]
    teammate = Teammate(options.seed, desk, book, over)
    for person in [*customers, teammate]:
        person.start()
    try:
        for blow in blows(options.seed, topology, options.kills // len(TOPOLOGIES)):
            strike(round, blow, processes)
    finally:
        for name in processes:
            desk.processes[name].wait_until_ready()
        over.set()
        for person in [*customers, teammate]:
            person.join()
    round.kills["take_over.stored (teammate)"] += teammate.kills
    wait_for_rest(round)
    round.stop()
    round.facts |= {
        "requests broken off": book.broken, "acknowledged": len(book.acknowledged),
        "sent, never acknowledged": len(book.sent) - len(book.acknowledged), "sent again afterwards": book.repeats,
        "taken over": teammate.taken,
    }
    round.check(book)


def strike(round, blow, processes):
    """Brings one process, or all, to an end in the way the plan says, and starts them again."""
    desk = round.desk
    victims = processes if blow.victim == "all" else (blow.victim,)
    if blow.is_fault:
        desk.stop_one(blow.victim)
        process = desk.start(blow.victim, fault=blow.kind, after=blow.after)
        if process.wait_for_death(12):
            round.kills[f"{blow.victim} at {blow.kind}"] += 1
        else:
            process.kill()
            round.missed[blow.kind] += 1
    else:
        time.sleep(blow.seconds)
        if blow.kind == "drained":
            code = desk.stop_one(blow.victim)
            if code != 0:
                round.violations.append(("stop", f"{blow.victim} ended with {code} when told to stop"))
        else:
            if blow.kind == "stopped":
                # Longer than others wait for a sign of life: they take its work, and it must not answer any more.
                desk.processes[blow.victim].signal(signal.SIGSTOP)
                time.sleep(13)
                desk.processes[blow.victim].signal(signal.SIGCONT)
                time.sleep(blow.seconds)
            for victim in victims:
                desk.processes[victim].child.kill()
            for victim in victims:
                desk.processes[victim].kill()
            round.kills[f"{blow.victim}, {blow.kind}"] += 1
    for victim in victims:
        desk.begin(victim)


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
    round.violations.append(("P2", f"not at rest after {REST_TIME} s: {waiting} messages wait, {held} are held, {dead} are dead"))


def tell(round, story):
    kills, wrong = story(round.desk)
    round.kills.update(kills)
    round.violations += [("story", sentence) for sentence in wrong]
    round.stop()
    round.check()


if __name__ == "__main__":
    sys.exit(main())
