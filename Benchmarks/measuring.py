"""What the benchmarks share: processes under measurement, load, questions."""

import json
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FTE = os.path.join(ROOT, ".build/release/fte")
LUA = os.path.join(ROOT, "Benchmarks/submissions.lua")
CORES = os.cpu_count() or 1


def pinned(command, cores):
    return (["taskset", "-c", cores] if cores else []) + command


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A server under measurement, with its data in a folder of its own."""

    def __init__(self, command, env=None, port=None, cores=None):
        self.port = port
        self.log = tempfile.TemporaryFile()
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            pinned(command, cores), stderr=self.log, stdout=self.log, env={**os.environ, **(env or {})})

    def wait_for(self, path):
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                    if answer.status == 200:
                        return time.perf_counter() - self.started
            except OSError:
                if self.process.poll() is not None:
                    self.log.seek(0)
                    sys.exit("the server ended: " + self.log.read().decode())
                time.sleep(0.001)

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            fields = dict(line.split(":", 1) for line in status)
        return int(fields["VmRSS"].split()[0]) / 1024, int(fields["VmHWM"].split()[0]) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def wrk(port, connections, seconds, stamp, cores=None):
    threads = min(2, connections)
    out = subprocess.run(
        pinned(["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "-s", LUA,
                f"http://127.0.0.1:{port}", "--", stamp], cores),
        capture_output=True, text=True, check=True).stdout
    rate, p50, p99, longest, status, broken = re.search(r"RESULT (.*)", out).group(1).split()
    if int(status) or int(broken):
        print(f"  {status} refused, {broken} broken at {connections} connections", file=sys.stderr)
    return float(rate), float(p50), float(p99), float(longest)


def median(rows):
    return [statistics.median(column) for column in zip(*rows)]


QUESTIONS = [
    "How do I reset my password?", "What is the rate limit of the API?", "I need help with the API authentication",
    "How can I export my projects as CSV?", "Can I invite a guest to one project only?", "How do I turn on two-factor?",
    "We get error E-1001 when we sign in", "How long do you keep deleted tasks?", "Where do I change our billing address?",
    "The mobile app does not send notifications any more", "Thanks, that helped", "How much does the enterprise plan cost?",
]


def submit(port, text, number):
    body = json.dumps({"name": "A Customer", "email": f"bench{number}@example.com", "subject": "A question for you",
                       "category": "technical", "message": text}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/support/submit", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["ticket_id"]


def machine():
    with open("/proc/cpuinfo") as info:
        model = re.search(r"model name\s*: (.*)", info.read())
    return f"{model.group(1) if model else 'unknown'}, {CORES} cores"
