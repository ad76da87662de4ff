"""Fifty customers at once while the model is down, slow or away: all are answered in time, and few calls are made."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import agents
import faults
from installation import Installation, expect, until
from stand_in import StandIn

CUSTOMERS = 50
WIDTH = 8
"""Conversations that run at once: as many calls may be on their way when the breaker opens."""
CLOCK = 2
SLACK = 8


@contextmanager
def desk_with(folder, stand_in, **settings):
    with stand_in:
        installation = Installation(folder, stand_in.url, **{
            "FTE_MODEL_CLOCK_WEB_FORM": f"{CLOCK}s", "FTE_WORKER_WIDTH": str(WIDTH)} | settings)
        with installation.running():
            yield installation
        installation.check_log()


def rush(desk, wave="a"):
    """All write at once. Returns their answers' endings, the most frequent first, once everybody is answered."""
    before = len(desk.answers())
    with ThreadPoolExecutor(CUSTOMERS) as threads:
        tickets = list(threads.map(lambda n: desk.submit(email=f"{wave}{n}@example.com"), range(CUSTOMERS)))
        pages = list(threads.map(desk.answered, tickets))
    answers = desk.answers()[before:]
    expect(len(answers) == CUSTOMERS, f"there are {len(answers)} answers")
    expect(all("password" in page["messages"][-1]["content"] for page in pages), "an answer is none")
    longest = max(answer.milliseconds for answer in answers)
    expect(longest < (CLOCK + SLACK) * 1000, f"a run took {longest} ms")
    return answers


def await_recovery(desk, stand_in):
    """Once the breaker has cooled down, one call finds the server well, and everybody asks it again."""
    until(lambda: desk.breaker() == "half_open", "the breaker cools down")
    before = len(stand_in.calls)
    ticket = desk.submit(email="probe@example.com")
    desk.answered(ticket)
    expect(desk.breaker() == "closed", f"the breaker is {desk.breaker()}")
    expect(desk.answers()[-1].fallback is None, f"the receipt says {desk.answers()[-1].fallback}")
    expect(len(stand_in.calls) == before + 4, f"the server was asked {len(stand_in.calls) - before} times")


def the_server_is_down(folder):
    stand_in = StandIn(fault=faults.down)
    with desk_with(folder, stand_in) as desk:
        answers = rush(desk)
        expect(all(answer.fallback for answer in answers), "somebody was answered by nobody")
        # Each call is made three times before it counts as failed.
        expect(len(stand_in.calls) <= 3 * (WIDTH + 5), f"the server was asked {len(stand_in.calls)} times")
        expect(desk.breaker() == "open", f"the breaker is {desk.breaker()}")
        asked = len(stand_in.calls)
        rush(desk, "b")
        expect(len(stand_in.calls) - asked <= 3, f"the server was asked {len(stand_in.calls) - asked} times more")
        outcomes = desk.outcomes()
        expect(outcomes["stand-in", "breaker_open"] >= CUSTOMERS, f"the metrics have {outcomes}")
        stand_in.fault = None
        await_recovery(desk, stand_in)


def the_server_hangs(folder):
    stand_in = StandIn(fault=faults.hangs)
    with desk_with(folder, stand_in) as desk:
        begin = time.monotonic()
        answers = rush(desk)
        seconds = time.monotonic() - begin
        expect(all(answer.fallback for answer in answers), "somebody was answered by nobody")
        # One round of runs waits for its clock, then nobody does.
        expect(len(stand_in.calls) <= WIDTH + 5, f"the server was asked {len(stand_in.calls)} times")
        expect(seconds < 2 * CLOCK + SLACK, f"the last was answered after {seconds:.1f} s")
        expect(desk.outcomes()["stand-in", "timed_out"] >= 5, f"the metrics have {desk.outcomes()}")
        stand_in.fault = None
        await_recovery(desk, stand_in)


def nobody_listens(folder):
    """And then somebody does, at the same address."""
    with StandIn() as gone:
        port = gone.port
    installation = Installation(
        folder, f"http://127.0.0.1:{port}/v1", FTE_MODEL_CLOCK_WEB_FORM=f"{CLOCK}s", FTE_WORKER_WIDTH=str(WIDTH))
    with installation.running():
        answers = rush(installation)
        expect({answer.fallback for answer in answers} <= {
            "model_failed: connection_failed", "model_failed: breaker_open", "deadline_exceeded"},
            f"the receipts say { {answer.fallback for answer in answers} }")
        expect(installation.breaker() == "open", f"the breaker is {installation.breaker()}")
        with StandIn(port=port) as back:
            await_recovery(installation, back)
    installation.check_log()


def the_server_is_slow(folder):
    """It answers each call, but no run comes to its end: the clock has rung before. Nobody waits longer for that."""
    stand_in = StandIn(fault=faults.slow(0.9 * CLOCK / 2))
    with desk_with(folder, stand_in) as desk:
        answers = rush(desk)
        late = sum(answer.fallback == "deadline_exceeded" for answer in answers)
        expect(late > 0, f"nobody was late: { {answer.fallback for answer in answers} }")


def the_server_is_busy(folder):
    """It asks for fewer requests for a while: nobody asks before."""
    stand_in = StandIn(fault=faults.says(429, headers={"Retry-After": "30"}))
    with desk_with(folder, stand_in) as desk:
        answers = rush(desk)
        expect(all(answer.fallback for answer in answers), "somebody was answered by nobody")
        expect(len(stand_in.calls) <= WIDTH, f"the server was asked {len(stand_in.calls)} times")
        expect(desk.breaker() == "open", f"the breaker is {desk.breaker()}")


def all_is_well(folder):
    """Fifty at once, each answered by the model by itself: nobody gets another's words."""
    stand_in = StandIn(agents.busy)
    with desk_with(folder, stand_in, FTE_MODEL_CLOCK_WEB_FORM="30s") as desk:
        answers = rush_well(desk)
        expect(all(answer.fallback is None for answer in answers), "the built-in model answered")
        expect(len(stand_in.calls) == 3 * CUSTOMERS, f"the server was asked {len(stand_in.calls)} times")


def rush_well(desk):
    with ThreadPoolExecutor(CUSTOMERS) as threads:
        tickets = list(threads.map(lambda n: desk.submit(email=f"c{n}@example.com"), range(CUSTOMERS)))
        pages = list(threads.map(desk.answered, tickets))
    expect(all(len(page["messages"]) == 2 for page in pages), "a page has more than one answer")
    return desk.answers()


ALL = (
    the_server_is_down, the_server_hangs, nobody_listens, the_server_is_slow, the_server_is_busy, all_is_well)


def stories(folder):
    numbers = itertools.count(1)
    return {
        story.__name__.replace("_", " "): lambda story=story: story(folder / f"breaker-{next(numbers)}")
        for story in ALL}
