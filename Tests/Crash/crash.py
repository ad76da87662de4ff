#!/usr/bin/env python3
"""The crash test: kills the program under load, at random moments and at every named step, and then checks that
nothing was lost and nothing answered twice.

    Tests/Crash/crash.py                    200 kills, a new seed
    Tests/Crash/crash.py --seed 7 --kills 60
    FTE_BINARY=.build/release/fte Tests/Crash/crash.py

The seed decides what is sent and which process ends when and how; the machine's pace does the rest. It exits with 1
when a promise was broken, and keeps the database and the logs then. `chaos.py` does the same to an installation on
PostgreSQL, whose server it kills too.
"""

import argparse
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

import scenarios
from desk import Desk, find_binary
from plan import TOPOLOGIES, blows
from rounds import Round, run_all, tell, under_load


def main():
    options = read_options()
    folder = Path(tempfile.mkdtemp(prefix="fte-crash-"))
    print(f"crash test: seed {options.seed}, {options.kills} kills, {find_binary()}", flush=True)
    rounds = [
        Round(f"{topology} under load", Desk(folder / topology, find_binary()), load(topology, options))
        for topology in TOPOLOGIES
    ] + [Round(story.__name__.replace("_", " "), Desk(folder / story.__name__, find_binary()), tell(story))
         for story in scenarios.ALL]
    return run_all(rounds, options.seed, folder)


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--kills", type=int, default=200, help="kills under load, over both ways to run (default 200)")
    parser.add_argument("--customers", type=int, default=8, help="who write at the same time (default 8)")
    return parser.parse_args()


def load(topology, options):
    processes = TOPOLOGIES[topology]

    def body(round):
        for name in processes:
            round.desk.start(name)

        def strike_all(_book):
            for blow in blows(options.seed, topology, options.kills // len(TOPOLOGIES)):
                strike(round, blow, processes)

        def settle():
            for name in processes:
                round.desk.processes[name].wait_until_ready()

        under_load(round, options.seed, options.customers, strike_all, settle)

    return body


def strike(round, blow, processes):
    """Brings one process, or all, to an end in the way the plan says, and starts them again."""
    desk = round.desk
    victims = processes if blow.victim == "all" else (blow.victim,)
    if blow.is_fault:
        desk.stop_one(blow.victim)
        process = desk.start(blow.victim, fault=blow.kind, after=blow.after)
        if process.wait_for_death(12):
            round.struck(f"killed {blow.victim} at {blow.kind}")
        else:
            process.kill()
            round.struck(f"killed before it reached {blow.kind}", kills=0)
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
            desk.kill(victims)
            round.struck(f"killed {blow.victim}, {blow.kind}")
    for victim in victims:
        desk.begin(victim)


if __name__ == "__main__":
    sys.exit(main())
