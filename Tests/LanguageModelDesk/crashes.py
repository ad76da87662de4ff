"""A worker that dies in the middle of a language model's run, at every step of its journal and while an answer is on its
way, and the worker that goes on: nothing is asked, counted or said twice, and the session is as if nobody had died."""

import itertools
import json
import re
import threading

import agents
from installation import Installation, backends, expect, roles, until
from stand_in import StandIn

CALLS = {agents.competent: 4, agents.busy: 3, agents.hands_over: 5}
"""Calls of the model in a run of each agent."""
ANSWERS = CALLS[agents.competent]
COST = 900 + 50
PRICES = {"FTE_MODEL_PRICE_INPUT": "1", "FTE_MODEL_PRICE_OUTPUT": "1", "FTE_MODEL_CLOCK_WEB_FORM": "30s"}


class Company:
    """A desk whose API runs all the time and whose workers come and go."""

    def __init__(self, folder, make_database, agent=agents.competent):
        self.stand_in = StandIn(agent)
        self.run_calls = CALLS[agent]
        self.escalates = agent is agents.hands_over
        self.folder = folder
        self.make_database = make_database

    def __enter__(self):
        self.database = self.make_database()
        database = self.database.__enter__()
        self.stand_in.__enter__()
        self.desk = Installation(self.folder, self.stand_in.url, database, **PRICES)
        self.desk.start("api")
        return self

    def __exit__(self, *failure):
        self.desk.kill_all()
        self.stand_in.__exit__()
        self.database.__exit__(*failure)

    def dies(self, point, after):
        worker = self.desk.start("worker-1", fault=point, after=after)
        expect(worker.wait_for_death(30), f"the worker did not die at {point} ({after})")

    def dies_waiting(self, step):
        """While the model's answer is on its way."""
        self.stand_in.hold_at(step)
        self.desk.start("worker-1")
        expect(self.stand_in.held.wait(30), f"step {step} was never asked for")
        self.desk.kill(["worker-1"])
        self.stand_in.release()

    def recovers(self, ticket, answers=1):
        self.desk.start("worker-2")
        return self.desk.answered(ticket, answers)

    def check(self, ticket, page, lost, answers=1):
        """`lost`: answers of the model that reached nobody's journal, so that they were asked for again."""
        desk = self.desk
        expect(roles(page).count("agent") == answers, f"the page has {roles(page)}")
        given = desk.answers()
        expect(len(given) == answers, f"there are {len(given)} answers")
        expect(all(answer.fallback is None for answer in given), f"the receipts say {[a.fallback for a in given]}")
        for answer in given:
            expect(answer.calls == self.run_calls, f"the receipt has {answer.calls} calls")
            expect(answer.tokens == self.run_calls * COST, f"the receipt has {answer.tokens} tokens")
            ids = [call["response_id"] for call in answer.receipt["calls"]]
            expect(len(set(ids)) == self.run_calls, f"the receipt has the answers {ids}")
        expect(desk.read("SELECT count(*) FROM tickets")[0][0] == 1, "there is not one ticket")
        escalations = desk.read("SELECT count(*) FROM escalations")[0][0]
        expect(escalations == self.escalates * answers, f"there are {escalations} escalations")
        expect(desk.read("SELECT count(*) FROM run_journal")[0][0] == 0, "a journal is left")
        expect(desk.read("SELECT count(*) FROM traces")[0][0] == answers, "there is not one trace for each answer")
        asked = len(self.stand_in.calls)
        expect(asked == answers * self.run_calls + lost, f"the model was asked {asked} times: {self.stand_in.steps()}")
        self.check_spending(asked, lost)
        desk.stop()
        desk.check_invariants()
        desk.check_log()

    def check_spending(self, asked, lost):
        """All that was asked, but for what a death kept from being written down; that stays reserved until it expires."""
        requests, *tokens, _ = self.desk.spending()
        expect(asked - lost <= requests <= asked, f"{requests} of {asked} calls are on record")
        expect(sum(tokens) == requests * COST, f"{sum(tokens)} tokens are on record for {requests} calls")


def die_at(folder, make_database, point, after, lost, agent=agents.competent):
    """At a step, reached for the nth time. `lost`: answers that the worker took with it."""
    with Company(folder, make_database, agent) as company:
        ticket = company.desk.submit()
        company.dies(point, after)
        page = company.recovers(ticket)
        company.check(ticket, page, lost)
        return shape(company.desk)


def die_waiting(folder, make_database, step):
    with Company(folder, make_database) as company:
        ticket = company.desk.submit()
        company.dies_waiting(step)
        page = company.recovers(ticket)
        company.check(ticket, page, 1)
        return shape(company.desk)


def die_of_everything(folder, make_database):
    """One message, and a death at each step in turn."""
    with Company(folder, make_database) as company:
        ticket = company.desk.submit()
        company.dies("claim.committed", 1)
        company.dies("steps.committed", 1)
        company.dies_waiting(2)
        # Whoever finds the message that two died of takes it alone; a third death, and it would be given up.
        page = company.recovers(ticket)
        company.check(ticket, page, 1)
        return shape(company.desk)


def live(folder, make_database):
    """How it is when nobody dies."""
    with Company(folder, make_database) as company:
        ticket = company.desk.submit()
        company.check(ticket, company.recovers(ticket), 0)
        return shape(company.desk)


def a_later_message_waits(folder, make_database):
    """What comes while a run is interrupted is answered by the next one."""
    with Company(folder, make_database) as company:
        ticket = company.desk.submit()
        company.dies("steps.committed", 2)
        company.desk.reply(ticket, "And how do I turn on two-factor sign-in?")
        page = company.recovers(ticket, answers=2)
        company.check(ticket, page, 0, answers=2)
        questions = [call.request.messages for call in company.stand_in.calls]
        expect(all(len(messages) == 1 for messages in questions), f"a run was about {max(map(len, questions))} messages")


def a_teammate_takes_over(folder, make_database, step):
    """While the model writes: its answer is dropped, and with it the journal; the customer hears from the teammate."""
    with Company(folder, make_database) as company:
        desk, stand_in = company.desk, company.stand_in
        ticket = desk.submit()
        stand_in.hold_at(step)
        desk.start("worker-1")
        expect(stand_in.held.wait(30), f"step {step} was never asked for")
        do(desk, "take", ticket)
        stand_in.release()
        until(lambda: "Answer discarded" in desk.log() or "claim was lost" in desk.log(), "the answer is dropped")
        do(desk, "reply", ticket, "Kim here, I am looking into it.")
        expect(roles(desk.page(ticket)) == ["customer", "human"], f"the page has {roles(desk.page(ticket))}")
        expect(len(stand_in.calls) == step, f"the model was asked {len(stand_in.calls)} times")
        expect(desk.read("SELECT count(*) FROM run_journal")[0][0] == 0, "a journal is left")
        desk.stop()
        desk.check_invariants()
        desk.check_log()


def a_teammate_takes_over_from_the_dead(folder, make_database):
    """And gives the conversation back: the next message begins a run of its own."""
    with Company(folder, make_database) as company:
        desk = company.desk
        ticket = desk.submit()
        company.dies("steps.committed", 2)
        do(desk, "take", ticket)
        expect(desk.read("SELECT count(*) FROM run_journal")[0][0] == 0, "a journal is left")
        do(desk, "reply", ticket, "Kim here: done.")
        do(desk, "return", ticket)
        desk.reply(ticket, "And how do I turn on two-factor sign-in?")
        page = company.recovers(ticket)
        expect(roles(page) == ["customer", "human", "customer", "agent"], f"the page has {roles(page)}")
        (answer,) = desk.answers()
        expect(answer.fallback is None, f"the receipt says {answer.fallback}")
        expect(desk.read("SELECT count(*) FROM run_journal")[0][0] == 0, "a journal is left")
        desk.stop()
        desk.check_invariants()
        desk.check_log()


def do(desk, act, ticket, *words):
    done = desk.command("tickets", act, ticket, *words, "--as", "kim")
    expect(done.returncode == 0, f"fte tickets {act} ended with {done.returncode}: {done.stderr.strip()}")


# What is left behind

def shape(desk):
    """The session and the answer, with names instead of what differs from run to run."""
    ((session,),) = desk.read("SELECT session FROM sessions")
    (answer,) = desk.answers()
    return normal(json.loads(session)), normal(answer.content)


def normal(value):
    names = {}
    text = json.dumps(value, sort_keys=True)
    for pattern in (r"[0-9a-f]{8}-[0-9a-f-]{27}", r"call_\d+_\d+", r"TC-\w+"):
        text = re.sub(
            pattern, lambda found: names.setdefault(found[0].lower(), f"<{len(names) + 1}>"), text, flags=re.IGNORECASE)
    return text


class Shapes:
    """All lives of one backend, which must end alike."""

    def __init__(self):
        self.lock = threading.Lock()
        self.first = None

    def compare(self, shape):
        with self.lock:
            self.first = self.first or shape
        for what, mine, other in zip(("session", "answer"), shape, self.first):
            place = next((index for index, pair in enumerate(zip(mine, other)) if pair[0] != pair[1]), len(mine))
            expect(mine == other, f"the {what} is another: …{mine[place - 40:place + 80]}… not …{other[place:place + 80]}…")


def deaths():
    """Title → (story, its arguments)."""
    points = [("claim.stored", 1, 0), ("claim.committed", 1, 0)]
    points += [("steps.stored", number, 1) for number in range(1, ANSWERS + 1)]
    points += [("steps.committed", number, 0) for number in range(1, ANSWERS + 1)]
    points += [("run.finished", 1, 0), ("answer.stored", 1, 0), ("answer.committed", 1, 0)]
    found = {"nobody dies": (live, ())}
    found |= {f"dies at {point} ({after})": (die_at, (point, after, lost)) for point, after, lost in points}
    found |= {f"dies while answer {step} is on its way": (die_waiting, (step,)) for step in range(1, ANSWERS + 1)}
    found["dies of everything"] = (die_of_everything, ())
    return found


def other_deaths():
    """Of runs that ask for several things at once, and of those that ask for a person."""
    return {
        f"dies at {point} ({after}), {agent.__name__.replace('_', ' ')}": (
            die_at, (point, after, int(point == "steps.stored"), agent))
        for agent in (agents.busy, agents.hands_over) for point in ("steps.stored", "steps.committed")
        for after in range(1, CALLS[agent] + 1)}


def stories(folder):
    numbers = itertools.count(1)
    found = {}
    for label, make_database in backends().items():
        shapes = Shapes()
        for title, (story, arguments) in deaths().items():
            found[f"{title} ({label})"] = (
                lambda story=story, arguments=arguments, shapes=shapes, make=make_database: shapes.compare(
                    story(folder / f"crash-{next(numbers)}", make, *arguments)))
        others = other_deaths() | {
            "a later message waits": (a_later_message_waits, ()),
            "a teammate takes over from the dead": (a_teammate_takes_over_from_the_dead, ())}
        others |= {f"a teammate takes over during answer {step}": (a_teammate_takes_over, (step,))
                   for step in range(1, ANSWERS + 1)}
        for title, (story, arguments) in others.items():
            found[f"{title} ({label})"] = (
                lambda story=story, arguments=arguments, make=make_database: story(
                    folder / f"crash-{next(numbers)}", make, *arguments))
    return found
