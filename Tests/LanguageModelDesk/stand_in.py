#!/usr/bin/env python3
"""A stand-in for an OpenAI-compatible server: plays a model on both wires, counts its calls, and is ill on command.

    Tests/LanguageModelDesk/stand_in.py --port 9009 --fault down        to try the program by hand

It speaks Chat Completions and the Responses API, streamed where that is asked for, and refuses what OpenAI refuses.
Nobody needs a key; the one that came is kept with the call.
"""

import argparse
import http.server
import socket
import socketserver
import threading
import time
from dataclasses import dataclass

import agents
import faults
import strictness
from wires import WIRES, Request

BY_PATH = {wire.path: wire for wire in WIRES.values()}


@dataclass
class Call:
    request: Request
    key: str
    at: float

    @property
    def step(self):
        return self.request.step


class StandIn:
    """A server on a free port of the loopback address, from `with` to its end."""

    def __init__(self, agent=agents.competent, fault=None, port=0):
        """`agent`: from a `Request` to a `Turn`. `fault`: how the answer travels; soundly where there is none."""
        self.agent = agent
        self.fault = fault
        self.lock = threading.Lock()
        self.calls = []
        self.refused = []
        """What was wrong with requests that OpenAI would refuse."""
        self.hold = None
        """The step whose answer waits for `release`."""
        self.held = threading.Event()
        self.released = threading.Event()
        self.ending = threading.Event()
        """Whoever dawdles stops then."""
        self.server = Server(("127.0.0.1", port), Handler)
        self.server.stand_in = self
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *failure):
        self.ending.set()
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
        if self.refused and failure in ((), (None, None, None)):
            raise strictness.Refused("; ".join(self.refused[:3]))

    @property
    def port(self):
        return self.server.server_address[1]

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/v1"

    def note(self, call):
        with self.lock:
            self.calls.append(call)

    def steps(self, customer=None):
        """How often each step of a customer's run was asked for: step → count."""
        counts = {}
        with self.lock:
            for call in self.calls:
                if customer in (None, call.request.customer):
                    counts[call.step] = counts.get(call.step, 0) + 1
        return counts

    def hold_at(self, step):
        self.hold = step
        self.held.clear()
        self.released.clear()

    def release(self):
        self.hold = None
        self.released.set()


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, request, client_address):
        """Callers leave when they like."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 60

    def log_message(self, *_):
        pass

    def do_POST(self):
        stand_in = self.server.stand_in
        wire = BY_PATH.get(self.path)
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if wire is None:
            return self.answer_json(404, {"error": {"message": f"no such path: {self.path}"}})
        body = faults.decoded(body)
        problems = strictness.problems(wire, body)
        if problems:
            stand_in.refused += problems
            return self.answer_json(400, {"error": {"message": problems[0], "code": "invalid_request_error"}})
        request = wire.read(body)
        call = Call(request, self.headers.get("authorization", ""), time.monotonic())
        stand_in.note(call)
        if stand_in.hold == call.step:
            stand_in.held.set()
            stand_in.released.wait(60)
        fault = stand_in.fault or faults.none
        fault(self, wire, request, stand_in.agent)

    # What faults are made of

    def answer_json(self, status, value, headers=None):
        self.answer_bytes(status, faults.encoded(value), headers)

    def answer_bytes(self, status, body, headers=None):
        self.head(status, {"Content-Type": "application/json", "Content-Length": str(len(body))} | (headers or {}))
        self.wfile.write(body)

    def head(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def begin_stream(self):
        """An event stream that ends with its connection."""
        self.close_connection = True
        self.head(200, {"Content-Type": "text/event-stream", "Connection": "close"})

    def send_event(self, value):
        name = f"event: {value['type']}\n" if "type" in value else ""
        self.wfile.write(f"{name}data: ".encode() + faults.encoded(value) + b"\n\n")

    def reset(self):
        """Ends the connection as a crashed server does."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.connection.close()

    def rest(self, seconds):
        """Whether the server is still there afterwards."""
        return not self.server.stand_in.ending.wait(seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--port", type=int, default=9009)
    parser.add_argument("--agent", default="competent", help="a function of agents.py")
    parser.add_argument("--fault", default="none", help="a function of faults.py")
    options = parser.parse_args()
    with StandIn(getattr(agents, options.agent), getattr(faults, options.fault), options.port) as stand_in:
        print(f"a stand-in model at {stand_in.url}", flush=True)
        stand_in.thread.join()


if __name__ == "__main__":
    main()
