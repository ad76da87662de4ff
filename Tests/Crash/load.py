"""Customers and teammates, who know nothing of what happens to the program; and the book of what they were told."""

import http.client
import json
import random
import threading
import time
import urllib.parse

QUESTIONS = (
    "How do I reset my password?",
    "Where do I invite people to a project?",
    "The API answers 429 to my requests. What are the rate limits?",
    "How do I export all my data?",
    "Can I turn on two-factor sign-in for everybody?",
    "My calendar does not show tasks any more since this morning.",
)


class Book:
    """All that was asked of the program and what it acknowledged. Shared by the threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.sent = {}
        """Key → text, of every message that anybody tried to hand in."""
        self.acknowledged = {}
        """Key → the ticket's public id that the sender was told."""
        self.seen = {}
        """Ids of answers seen on a page → their text; what a customer read must stay."""
        self.human_replies = []
        """(ticket's public id, text) of teammates' replies that were reported as done."""
        self.problems = []
        self.last_time = 0.0
        """When something was acknowledged last (monotonic seconds)."""
        self.repeats = 0
        self.broken = 0

    def note(self, problem):
        with self.lock:
            self.problems.append(problem)

    def acknowledge(self, key, ticket):
        with self.lock:
            self.last_time = time.monotonic()
            earlier = self.acknowledged.setdefault(key, ticket)
            if earlier != ticket:
                self.problems.append(f"key {key} was acknowledged with two tickets: {earlier} and {ticket}")

    def count(self, name):
        with self.lock:
            setattr(self, name, getattr(self, name) + 1)


class Customer(threading.Thread):
    """Fills in forms, answers on ticket pages, looks whether there is an answer; never gives up on a message begun. Where
    one process doesn't answer, it turns to another."""

    PATIENCE = 120

    def __init__(self, number, seed, desk, book, stop):
        super().__init__(name=f"customer-{number}", daemon=True)
        self.number = number
        self.chance = random.Random(f"{seed}/customer/{number}")
        self.desk = desk
        self.book = book
        self.stop = stop
        self.tickets = []
        self.made = 0
        self.port = desk.ports[number % len(desk.ports)]

    def run(self):
        try:
            while not self.stop.is_set():
                self.act()
                self.stop.wait(self.chance.uniform(0.01, 0.12))
        except Exception as error:  # noqa: BLE001 - a dead customer must fail the test, not thin out the load
            self.book.note(f"{self.name} ended: {type(error).__name__}: {error}")

    def act(self):
        move = self.chance.random()
        if not self.tickets or move < 0.4:
            self.submit()
        elif move < 0.7:
            self.reply(self.chance.choice(self.tickets))
        elif move < 0.8:
            self.reply_twice_at_once(self.chance.choice(self.tickets))
        else:
            self.look(self.chance.choice(self.tickets))

    def submit(self):
        text = f"{self.chance.choice(QUESTIONS)} (note {self.number}-{self.made})"
        body = {
            "name": f"Customer {self.number}", "email": f"c{self.chance.randint(1, 40)}@example.com",
            "subject": f"Question {self.made}", "category": self.chance.choice(["general", "technical", "billing"]),
            "priority": self.chance.choice(["low", "medium", "high"]), "message": text,
        }
        ticket = self.hand_in("/support/submit", body, text)
        if ticket:
            self.tickets = self.tickets[-7:] + [ticket]

    def reply_twice_at_once(self, ticket):
        """Two messages that may wait together, and then share an answer."""
        second = threading.Thread(target=self.reply, args=(ticket,), daemon=True)
        second.start()
        self.reply(ticket)
        second.join()

    def reply(self, ticket):
        text = f"And one more thing: {self.chance.choice(QUESTIONS)} (note {self.number}-{self.made})"
        now = self.hand_in(f"/support/ticket/{ticket}/replies", {"message": text}, text)
        if now and now != ticket:
            self.tickets.append(now)

    def hand_in(self, path, body, text):
        """Sends until it is acknowledged, always under one key; sometimes once more after that, and sometimes twice at
        the same moment."""
        with self.book.lock:
            self.made += 1
            key = f"key-{self.number}-{self.made}-{self.chance.getrandbits(48):012x}"
            self.book.sent[key] = text
        twin = None
        if self.chance.random() < 0.1:
            twin = threading.Thread(target=self.send_once, args=(path, body, key, self.other_port()), daemon=True)
            twin.start()
        ticket = self.send(path, body, key)
        if ticket and self.chance.random() < 0.1:
            self.book.count("repeats")
            self.send(path, body, key)
        if twin:
            twin.join()
        return ticket

    def send(self, path, body, key):
        deadline = time.monotonic() + self.PATIENCE
        while time.monotonic() < deadline:
            ticket = self.send_once(path, body, key)
            if ticket:
                return ticket
            if self.stop.is_set() and time.monotonic() > deadline - self.PATIENCE + 5:
                return None
            time.sleep(self.chance.uniform(0.01, 0.08))
        self.book.note(f"{path.split('/')[-1]} was not acknowledged within {self.PATIENCE} s")
        return None

    def other_port(self):
        ports = self.desk.ports
        return ports[(ports.index(self.port) + 1) % len(ports)]

    def send_once(self, path, body, key, port=None):
        try:
            status, answer = request(port or self.port, "POST", path, body, {"Idempotency-Key": key})
        except (OSError, http.client.HTTPException):
            self.book.count("broken")
            self.port = self.other_port()
            return None
        if status == 200:
            self.book.acknowledge(key, answer["ticket_id"])
            return answer["ticket_id"]
        if status not in (429, 503):
            self.book.note(f"POST {path}: {status} {answer}")
        return None

    def look(self, ticket):
        try:
            status, page = request(self.port, "GET", f"/support/ticket/{ticket}")
        except (OSError, http.client.HTTPException):
            self.book.count("broken")
            self.port = self.other_port()
            return
        if status == 503:
            return
        if status != 200:
            self.book.note(f"the page of an acknowledged ticket answered {status}")
            return
        asked = sum(message["role"] == "customer" for message in page["messages"])
        answers = [message for message in page["messages"] if message["role"] == "agent"]
        if len(answers) > asked:
            self.book.note(f"ticket {ticket} shows {len(answers)} answers to {asked} messages")
        with self.book.lock:
            for answer in answers:
                self.book.seen[answer["id"]] = answer["content"]


class Teammate(threading.Thread):
    """Takes tickets over, replies, hands them back, resolves or closes them; sometimes killed in the act."""

    def __init__(self, seed, desk, book, stop):
        super().__init__(name="teammate", daemon=True)
        self.chance = random.Random(f"{seed}/teammate")
        self.desk = desk
        self.book = book
        self.stop = stop
        self.kills = 0
        self.taken = 0

    def run(self):
        try:
            while not self.stop.wait(self.chance.uniform(0.3, 1.2)):
                with self.book.lock:
                    tickets = list(self.book.acknowledged.values())[-60:]
                if tickets:
                    self.work_on(self.chance.choice(tickets))
        except Exception as error:  # noqa: BLE001
            self.book.note(f"{self.name} ended: {type(error).__name__}: {error}")

    def work_on(self, ticket):
        if self.chance.random() < 0.2:
            killed = self.desk.command("tickets", "take", ticket, "--as", "kim", fault="take_over.stored")
            self.kills += killed.returncode == -9
        if not self.does("take", ticket):
            return
        self.taken += 1
        if self.chance.random() < 0.7:
            text = f"Kim here, I am looking into it. ({self.chance.getrandbits(40):010x})"
            if self.does("reply", ticket, text):
                self.book.human_replies.append((ticket, text))
        end = self.chance.choice(["return", "resolve", "close", None])
        if end:
            self.does(end, ticket)

    def does(self, act, ticket, *words):
        begin = time.monotonic()
        done = self.desk.command("tickets", act, ticket, *words, "--as", "kim")
        if done.returncode != 0 and " is closed" not in done.stderr and self.desk.was_calm(begin):
            self.book.note(f"fte tickets {act} ended with {done.returncode}: {done.stderr.strip()}")
        return done.returncode == 0


def request(port, method, path, body=None, headers=None):
    """One request on a connection of its own: (status, JSON)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        headers = dict(headers or {})
        if body is not None:
            body = json.dumps(body)
            headers["Content-Type"] = "application/json"
        connection.request(method, urllib.parse.quote(path), body, headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read() or b"null")
    finally:
        connection.close()
