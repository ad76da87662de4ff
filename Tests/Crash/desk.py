"""The program under test: one installation, its processes and the ways they end."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

from databases import SQLiteFile

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
from postgres import free_port  # noqa: E402 - scripts/postgres.py

START_TIME = 60


def find_binary():
    """`FTE_BINARY`, else the newer of the debug and the release build."""
    named = os.environ.get("FTE_BINARY")
    if named:
        return Path(named)
    built = [ROOT / ".build" / kind / "fte" for kind in ("debug", "release")]
    built = [path for path in built if path.exists()]
    if not built:
        raise SystemExit("there is no built program: run `swift build --product fte` or set FTE_BINARY")
    return max(built, key=lambda path: path.stat().st_mtime)


class StartFailure(Exception):
    """A process did not become ready; its own words say why."""


class Desk:
    """One data directory, database and port or two; processes come and go on them."""

    log_level = "notice"

    def __init__(self, folder, binary, database=None, ports=1, clocks=None):
        """`clocks`: the `WrongClocks` of some processes."""
        self.folder = Path(folder)
        self.folder.mkdir(parents=True)
        self.data = self.folder / "data"
        self.database = database or SQLiteFile(self.data / "fte.sqlite")
        self.binary = Path(binary)
        self.ports = [free_port() for _ in range(ports)]
        self.clocks = clocks
        self.processes = {}
        self.calm_since = 0.0
        """Since when nothing is done to the database (monotonic seconds); `None` while something is."""

    @property
    def port(self):
        return self.ports[0]

    # Processes

    def start(self, name, fault=None, after=1):
        """Starts `serve`, `api` or `worker-N` and returns once it is ready, or has died at its fault."""
        process = self.begin(name, fault, after)
        if not process.wait_until_ready() and fault is None:
            raise StartFailure(f"{name} ended with {process.code()} at its start:\n{process.last_lines()}")
        return process

    def begin(self, name, fault=None, after=1):
        """Starts it and returns at once."""
        role, _, number = name.partition("-")
        command = [self.binary, role, "--data-dir", self.data, "--log-level", self.log_level]
        if role != "worker":
            command += ["--port", str(self.ports[int(number or 1) - 1])]
        environment = self.environment(fault, after) | (self.clocks.settings(name) if self.clocks else {})
        process = DeskProcess(name, command, environment, self.folder / f"{name}.log")
        self.processes[name] = process
        return process

    def command(self, *words, fault=None, timeout=60):
        """Runs a command of the program to its end."""
        command = [str(self.binary), *words, "--data-dir", str(self.data)]
        return subprocess.run(
            command, env=self.environment(fault, 1), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=timeout)

    def environment(self, fault, after):
        environment = {
            name: value for name, value in os.environ.items()
            if not name.startswith(("FTE_", "OPENAI_", "POSTGRES_", "PG")) and name not in ("ENVIRONMENT", "DATABASE_URL")
        } | self.database.settings
        if fault:
            environment |= {"FTE_FAULTS_KILL_AT": fault, "FTE_FAULTS_KILL_AFTER": str(after)}
        return environment

    def was_calm(self, since):
        """Whether a command that began then had its database all the time."""
        return self.calm_since is not None and self.calm_since <= since

    def stop_one(self, name):
        """SIGTERM. Returns the exit code; 0 for one that has ended before."""
        process = self.processes[name]
        if not process.is_alive():
            return 0
        process.signal(signal.SIGTERM)
        return process.wait(60)

    def stop_all(self):
        """SIGTERM to all at once. Returns the exit codes by name."""
        alive = {name: process for name, process in self.processes.items() if process.is_alive()}
        for process in alive.values():
            process.signal(signal.SIGTERM)
        return {name: process.wait(60) for name, process in alive.items()}

    def kill_all(self):
        self.kill(self.processes)

    def kill(self, names):
        """SIGKILL to all of them before one is waited for."""
        for name in names:
            self.processes[name].child.kill()
        for name in names:
            self.processes[name].kill()

    def dead_workers(self):
        """Workers on record (`host/pid/ticks/nonce`) that are none of our living processes."""
        alive = {process.child.pid for process in self.processes.values() if process.is_alive()}
        return [name for (name,) in self.read("SELECT id FROM workers") if int(name.split("/")[-3]) not in alive]

    def count_in_logs(self, words):
        return sum(log.read_text(errors="replace").count(words) for log in self.folder.glob("*.log"))

    def read(self, sql, *parameters):
        return self.database.read(sql, *parameters)

    def write(self, sql, *parameters):
        return self.database.write(sql, *parameters)


class DeskProcess:
    """One running process, its standard error kept in a file."""

    READY = re.compile(rb" notice +Ready\b")

    def __init__(self, name, command, environment, log):
        self.name = name
        self.log = log
        self.started = time.monotonic()
        self.begin = log.stat().st_size if log.exists() else 0
        with log.open("ab") as errors:
            self.child = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors)

    def wait_until_ready(self):
        """Whether it said so, rather than ended."""
        deadline = time.monotonic() + START_TIME
        while time.monotonic() < deadline:
            if self.was_ready():
                return True
            if not self.is_alive():
                return False
            time.sleep(0.01)
        self.kill()
        raise StartFailure(f"{self.name} was not ready after {START_TIME} s:\n{self.last_lines()}")

    def was_ready(self):
        return self.READY.search(self.output()) is not None

    def output(self):
        with self.log.open("rb") as log:
            log.seek(self.begin)
            return log.read()

    def last_lines(self, count=12):
        return "\n".join(self.output().decode(errors="replace").splitlines()[-count:])

    def is_alive(self):
        return self.child.poll() is None

    def code(self):
        return self.child.returncode

    def signal(self, number):
        if self.is_alive():
            self.child.send_signal(number)

    def kill(self):
        """SIGKILL, to a stopped process too. Returns whether it was still alive."""
        was_alive = self.is_alive()
        if was_alive:
            self.child.kill()
        self.child.wait()
        return was_alive

    def wait_for_death(self, timeout):
        """Whether SIGKILL ended it within that time."""
        try:
            return self.child.wait(timeout) == -signal.SIGKILL
        except subprocess.TimeoutExpired:
            return False

    def wait(self, timeout):
        """The exit code; the negative signal's number where one ended it, `None` where it had to be killed now."""
        try:
            return self.child.wait(timeout)
        except subprocess.TimeoutExpired:
            self.kill()
            return None
