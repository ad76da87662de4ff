#!/usr/bin/env python3
"""The chaos test: two APIs and three workers on one PostgreSQL, under load; processes, connections and the server
itself are killed, stand still or have a wrong clock. Then it checks that nothing was lost and nothing answered twice.

    .build/python/bin/python Tests/Crash/chaos.py                  200 kills, a new seed
    .build/python/bin/python Tests/Crash/chaos.py --seed 7 --kills 60 --server 15

The seed decides what is sent and what is done to whom; the machine's pace does the rest. It exits with 1 when a
promise was broken, and keeps the database and the logs then. `crash.py` does the same on SQLite.
"""

import argparse
import random
import signal
import statistics
import sys
import tempfile
import time
from pathlib import Path

import scenarios
from blows import Chaos
from clocks import WrongClocks
from cluster_plan import CLOCKS, PROCESSES, blows
from desk import Desk, find_binary
from rounds import Round, run_all, tell, under_load
from server import PostgresServer


def main():
    options = read_options()
    folder = Path(tempfile.mkdtemp(prefix="fte-chaos-"))
    # The server runs as a user of its own.
    folder.chmod(0o755)
    plan = blows(options.seed, options.kills)
    print(
        f"chaos test: seed {options.seed}, {options.kills} kills in {len(plan)} blows, PostgreSQL {options.server}, "
        f"{find_binary()}", flush=True)
    # A server must not be left behind, however this ends.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    server = PostgresServer(options.server, folder / "postgres")
    try:
        server.create()

        def desk(name, **more):
            return Desk(folder / name, find_binary(), server.make_database(name), **more)

        cluster = desk("cluster", ports=2, clocks=WrongClocks(folder, CLOCKS))
        rounds = [Round("cluster under load", cluster, load(server, plan, options))] + [
            Round(story.__name__.replace("_", " "), desk(story.__name__), tell(story)) for story in scenarios.ALL]
        return run_all(rounds, options.seed, folder, options.keep)
    finally:
        server.stop("fast")


def read_options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--kills", type=int, default=200, help="of processes and of the server (default 200)")
    parser.add_argument("--seconds", type=int, default=3600, help="after which no more blows fall (default 3600)")
    parser.add_argument("--customers", type=int, default=8, help="who write at the same time (default 8)")
    parser.add_argument("--keep", action="store_true", help="keep database and logs of a good run too")
    parser.add_argument("--server", choices=["15", "16", "18"], default="18", help="PostgreSQL's version (default 18)")
    return parser.parse_args()


def load(server, plan, options):
    def body(round):
        for name in PROCESSES:
            round.desk.clocks.check(round.desk.start(name))
        chaos = Chaos(round, server)

        def strike_all(book):
            end = time.monotonic() + options.seconds
            for number, blow in enumerate(plan):
                if time.monotonic() > end:
                    round.facts["blows left out, for time"] = len(plan) - number
                    break
                chaos.strike(blow, book)

        under_load(round, options.seed, options.customers, strike_all, chaos.settle)
        for what, seconds in chaos.recoveries.items():
            if seconds:
                round.facts[f"{what}: times, median, max"] = (
                    f"{len(seconds)}, {statistics.median(seconds):.2f} s, {max(seconds):.2f} s")

    return body


if __name__ == "__main__":
    sys.exit(main())
