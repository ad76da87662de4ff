"""What can't be seen any more when all is at rest: how things changed meanwhile; and what pages show in the end."""

import random
import threading

from load import request

PAGES = 200


class Watcher(threading.Thread):
    """Looks again and again while blows fall, and notes what went backwards."""

    def __init__(self, desk, book, stop):
        super().__init__(name="watcher", daemon=True)
        self.desk = desk
        self.book = book
        self.stop = stop
        self.history = History()
        self.looks = 0

    def run(self):
        try:
            while not self.stop.wait(0.3):
                self.look()
        except Exception as error:  # noqa: BLE001 - blindness must fail the test
            self.book.note(f"{self.name} ended: {type(error).__name__}: {error}")

    def look(self):
        try:
            claims = self.desk.read("SELECT conversation_id, epoch FROM claims")
            settled = self.desk.read("SELECT id, state FROM inbound WHERE state <> 'pending'")
        except self.desk.database.away():
            return
        self.looks += 1
        for problem in self.history.add(claims, settled):
            self.book.note(problem)


class History:
    """What was seen of claims and settled messages. The first may only grow, the second stay."""

    def __init__(self):
        self.epochs = {}
        self.states = {}

    def add(self, claims, settled):
        """Takes what is there now; returns what is worse than before."""
        problems = []
        both = ((dict(claims), self.epochs, "claim"), (dict(settled), self.states, "settled message"))
        for now, before, kind in both:
            problems += [f"the {kind} of {identity} is gone" for identity in before if identity not in now]
            before |= {identity: value for identity, value in now.items() if identity not in before}
            for identity, value in now.items():
                if value < before[identity] if kind == "claim" else value != before[identity]:
                    problems.append(f"the {kind} of {identity} went from {before[identity]} to {value}")
            before |= now
        return problems


def page_violations(desk, book, seed, fetch=request):
    """Compares the pages of tickets that were acknowledged, at most `PAGES`, with what is stored."""
    stored = {}
    for ticket, *message in desk.read(
        """SELECT t.public_id, m.id, m.role, m.content FROM tickets t
           JOIN messages m ON m.conversation_id = t.conversation_id AND m.seq >= t.first_seq AND NOT EXISTS (
               SELECT 1 FROM tickets later WHERE later.conversation_id = t.conversation_id
                   AND later.first_seq > t.first_seq AND later.first_seq <= m.seq)
           ORDER BY t.public_id, m.seq"""):
        stored.setdefault(ticket, []).append(message)
    statuses = dict(desk.read("SELECT public_id, status FROM tickets"))
    chance = random.Random(f"{seed}/pages")
    tickets = sorted(set(book.acknowledged.values()))
    found = []
    for ticket in chance.sample(tickets, min(PAGES, len(tickets))):
        status, page = fetch(chance.choice(desk.ports), "GET", f"/support/ticket/{ticket}")
        if status != 200:
            found.append(("P1", f"the page of ticket {ticket} answers {status}"))
            continue
        shown = [[message["id"], message["role"], message["content"]] for message in page["messages"]]
        if (shown, page["status"]) != (stored.get(ticket), statuses.get(ticket)):
            found.append(("P1", f"the page of ticket {ticket} does not show what is stored"))
    return found
