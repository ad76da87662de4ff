"""Carries out the chaos test's plan."""

import signal
import threading
import time

from cluster_plan import PROCESSES
from desk import StartFailure

RECOVERY_TIME = 60


class Chaos:
    """Strikes one blow after another, brings back what fell, and measures how long the rest takes to recover."""

    def __init__(self, round, server):
        self.round = round
        self.desk = round.desk
        self.server = server
        self.returned = 0.0
        """When the server last took connections again (monotonic seconds)."""
        self.still = {}
        """Who stands still → the timer that wakes them."""
        self.recoveries = {"server back after a stop": [], "messages taken again": [], "answers given again": []}

    def strike(self, blow, book):
        time.sleep(blow.seconds)
        self.revive()
        self.tell(blow.kind, *blow.victims, blow.point)
        if blow.kind == "fault":
            self.die_at(blow)
        elif blow.kind in ("kill", "kill several", "kill all"):
            self.await_waking(blow.victims)
            self.desk.kill(blow.victims)
            self.count(blow)
            self.begin(blow.victims)
        elif blow.kind == "drain":
            self.await_waking(blow.victims)
            self.drain(blow.victims[0])
            self.count(blow)
            self.begin(blow.victims)
        elif blow.kind in ("worker stands still", "api stands still"):
            self.stand_still(blow.victims[0], blow.down)
            self.count(blow)
        else:
            self.hurt_server(blow, book)

    def tell(self, *words):
        """For who reads the logs of the processes beside it."""
        at = time.strftime("%H:%M:%S", time.gmtime()) + f".{time.time_ns() // 1_000_000 % 1000:03}"
        with (self.desk.folder / "blows.log").open("a") as log:
            print(at, *words, file=log)

    def count(self, blow):
        one = len(blow.victims) == 1 and "stands still" not in blow.kind
        self.round.struck(f"{blow.kind} {blow.victims[0].partition('-')[0]}" if one else blow.kind, blow.kills)

    def begin(self, names):
        for name in names:
            self.desk.begin(name)

    # Processes

    def die_at(self, blow):
        (name,) = blow.victims
        self.await_waking(blow.victims)
        self.drain(name)
        process = self.desk.start(name, fault=blow.point, after=blow.after)
        if process.wait_for_death(12):
            self.round.struck(f"kill at {blow.point}")
        elif process.kill():
            self.round.struck(f"kill before it reached {blow.point}")
        else:
            self.report_end(process)
        self.begin(blow.victims)

    def drain(self, name):
        was_ready = self.desk.processes[name].was_ready()
        code = self.desk.stop_one(name)
        # Told to stop in the middle of its start it may do so at once.
        if code != 0 and (was_ready or code != -signal.SIGTERM):
            self.round.violations.append(("stop", f"{name} ended with {code} when told to stop"))

    def stand_still(self, name, seconds):
        """SIGSTOP now, SIGCONT later, while other blows fall."""
        process = self.desk.processes[name]
        self.await_waking([name])
        process.signal(signal.SIGSTOP)
        self.still[name] = threading.Timer(seconds, process.signal, [signal.SIGCONT])
        self.still[name].start()

    def await_waking(self, names):
        """Who stands still must have its time, and wake, before it is struck again."""
        for name in names:
            if name in self.still:
                self.still.pop(name).join()

    def revive(self):
        """Starts what gave up because the database was away when it started, as a supervisor would. To end by itself
        for any other reason is a violation."""
        for name in PROCESSES:
            process = self.desk.processes[name]
            if process.is_alive():
                continue
            if process.was_ready() or process.started > self.returned:
                self.report_end(process)
            else:
                self.tell(f"{name} gave up at its start:\n{process.last_lines(2)}")
                self.round.struck("(gave up at its start without a database)", kills=0)
            self.desk.begin(name)

    def report_end(self, process):
        self.round.violations.append(
            ("stop", f"{process.name} ended by itself with {process.code()}:\n{process.last_lines()}"))

    def settle(self):
        """Everybody is awake and ready."""
        self.await_waking(PROCESSES)
        deadline = time.monotonic() + RECOVERY_TIME
        while not all(self.desk.processes[name].was_ready() for name in PROCESSES):
            if time.monotonic() > deadline:
                raise StartFailure(f"not all processes were ready after {RECOVERY_TIME} s")
            self.revive()
            time.sleep(0.05)

    # The server

    def hurt_server(self, blow, book):
        self.desk.calm_since = None
        begin = time.monotonic()
        kind = blow.kind
        if kind == "connections cut":
            self.server.cut_connections(blow.share)
        elif kind == "server process killed":
            kind = f"{kind}: {self.server.kill_process(blow.share)}"
        else:
            self.await_waking(blow.victims)
            self.server.stop("fast" if kind == "server restarted" else "immediate")
            if blow.victims:
                self.desk.kill(blow.victims)
                # They find no server when they start.
                self.begin(blow.victims)
            time.sleep(blow.down)
            begin = time.monotonic()
            self.server.start()
        self.returned = time.monotonic()
        self.recoveries["server back after a stop"].append(self.returned - begin)
        self.tell(f"server is back after {self.returned - begin:.2f} s")
        self.round.struck(kind, blow.kills)
        self.await_recovery(kind, book)
        self.desk.calm_since = time.monotonic()

    def await_recovery(self, kind, book):
        """Until a message was acknowledged and another answered since the server returned."""
        (now,) = self.desk.read("SELECT clock_timestamp()")[0]
        deadline = self.returned + RECOVERY_TIME
        taken = answered = None
        while taken is None or answered is None:
            moment = time.monotonic()
            if moment > deadline:
                self.round.violations.append(
                    ("P1", f"{RECOVERY_TIME} s after '{kind}': taken again {taken}, answered again {answered}"))
                return
            self.revive()
            if taken is None and book.last_time > self.returned:
                taken = book.last_time - self.returned
            if answered is None and self.desk.read("SELECT 1 FROM inbound WHERE done_at > ? LIMIT 1", now):
                answered = moment - self.returned
            time.sleep(0.01)
        self.tell(f"messages taken again after {taken:.2f} s, answered after {answered:.2f} s")
        self.recoveries["messages taken again"].append(taken)
        self.recoveries["answers given again"].append(answered)
