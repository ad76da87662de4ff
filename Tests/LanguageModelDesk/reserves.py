"""Two models: who answers when the first is ill, what each is told, and what becomes of it when nobody can be asked."""

import itertools
from contextlib import contextmanager

import agents
import faults
from installation import KEY, Installation, expect, roles
from stand_in import StandIn

SECOND_KEY = "sk-reserve-0d4e8b2c6f1a"


@contextmanager
def desk_with_two(folder, first, second, **settings):
    """A desk with these two stand-ins; its log is looked at in the end."""
    with first, second:
        installation = Installation(folder, first.url, **{
            "FTE_MODEL_SECOND_URL": second.url, "FTE_MODEL_SECOND_KEY": SECOND_KEY, "FTE_MODEL_SECOND_NAME": "reserve",
            "FTE_MODEL_SECOND_WIRE": "chat"} | settings)
        with installation.running():
            yield installation
        installation.check_log()
        expect(SECOND_KEY not in installation.log(), "the log holds the second key")
        check_keys(first, KEY)
        check_keys(second, SECOND_KEY)


def check_keys(stand_in, key):
    keys = {call.key for call in stand_in.calls} - {f"Bearer {key}"}
    expect(not keys, f"a server was asked with the keys {keys}")


def ask(installation):
    ticket = installation.submit()
    page = installation.answered(ticket)
    expect(roles(page) == ["customer", "agent"], f"the page has {roles(page)}")
    return installation.answers()[-1]


def models(answer):
    return [call["model"] for call in answer.receipt["calls"]]


def expect_second(answer, reason):
    expect(answer.fallback is None, f"the receipt says {answer.fallback}")
    expect(models(answer) == ["reserve"] * 4, f"the receipt names {models(answer)}")
    reasons = {entry["reason"] for call in answer.receipt["calls"] for entry in call["fallbacks"]}
    expect(reasons <= {reason, "breaker_open"} and reason in reasons, f"the receipt has the reasons {reasons}")


def first_is_down(folder):
    """The second answers."""
    with desk_with_two(folder, StandIn(fault=faults.down), StandIn(), FTE_MODEL_CLOCK_WEB_FORM="20s") as desk:
        expect_second(ask(desk), "server_error")
        outcomes = desk.outcomes()
        expect(outcomes.get(("reserve", "answered")) == 4, f"the metrics have {outcomes}")


def first_refuses_connections(folder):
    """The second answers; after a few tries nobody knocks at the first any more."""
    with StandIn() as gone:
        url = gone.url
    with desk_with_two(folder, StandIn(), StandIn(), OPENAI_BASE_URL=url, FTE_MODEL_CLOCK_WEB_FORM="30s") as desk:
        expect_second(ask(desk), "connection_failed")
        expect_second_again = ask(desk)
        expect(models(expect_second_again) == ["reserve"] * 4, f"the receipt names {models(expect_second_again)}")
        expect(desk.breaker() == "open", f"the breaker is {desk.breaker()}")
        expect(desk.breaker("reserve") == "closed", "the breaker of the second is not closed")


def first_refuses_requests(folder):
    """Another model may take what one doesn't."""
    with desk_with_two(folder, StandIn(fault=faults.says(400)), StandIn()) as desk:
        expect_second(ask(desk), "bad_request")
        expect(desk.breaker() == "closed", "bad requests opened the breaker")


def first_hangs(folder):
    """The second has the rest of the clock, and answers within it."""
    with desk_with_two(folder, StandIn(fault=faults.hangs), StandIn(agents.busy), FTE_MODEL_CLOCK_WEB_FORM="4s") as desk:
        answer = ask(desk)
        expect(answer.milliseconds < 9_000, f"the answer took {answer.milliseconds} ms")
        expect(answer.receipt["calls"], "no call was answered in time")
        expect(set(models(answer)) == {"reserve"}, f"the receipt names {models(answer)}")
        outcomes = desk.outcomes()
        expect(("stand-in", "timed_out") in outcomes, f"the metrics have {outcomes}")


def first_falls_ill_in_the_middle(folder):
    """The second goes on with what the first began, on the other wire."""
    first = StandIn(fault=faults.after(2, faults.says(401)))
    with desk_with_two(folder, first, StandIn(), FTE_MODEL_WIRE="responses", FTE_MODEL_CLOCK_WEB_FORM="20s") as desk:
        answer = ask(desk)
        expect(answer.fallback is None, f"the receipt says {answer.fallback}")
        expect(models(answer) == ["stand-in"] * 2 + ["reserve"] * 2, f"the receipt names {models(answer)}")


def first_is_out_of_credit(folder):
    """It is asked once, and then not for a while."""
    first = StandIn(fault=faults.says(429, code="insufficient_quota"))
    with desk_with_two(folder, first, StandIn()) as desk:
        ask(desk)
        answer = ask(desk)
        expect(models(answer) == ["reserve"] * 4, f"the receipt names {models(answer)}")
        expect(len(first.calls) == 1, f"the first was asked {len(first.calls)} times")


def both_share_an_account(folder):
    """Two names at one server with one key: out of credit is out of credit."""
    first = StandIn(fault=faults.says(429, code="insufficient_quota"))
    with first:
        desk = Installation(
            folder, first.url, FTE_MODEL_SECOND_URL=first.url, FTE_MODEL_SECOND_KEY=KEY, FTE_MODEL_SECOND_NAME="other")
        with desk.running():
            answer = ask(desk)
        expect(answer.fallback == "model_failed: quota_exhausted", f"the receipt says {answer.fallback}")
        expect(len(first.calls) == 1, f"the server was asked {len(first.calls)} times")
        desk.check_log()


def both_are_down(folder):
    """The built-in model answers."""
    with desk_with_two(
        folder, StandIn(fault=faults.down), StandIn(fault=faults.says(500)), FTE_MODEL_CLOCK_WEB_FORM="20s") as desk:
        answer = ask(desk)
        expect(answer.fallback == "model_failed: server_error", f"the receipt says {answer.fallback}")
        expect(answer.receipt["model"] == "grounded", f"the receipt names {answer.receipt['model']}")
        outcomes = desk.outcomes()
        expect(("stand-in", "server_error") in outcomes and ("reserve", "server_error") in outcomes,
               f"the metrics have {outcomes}")


def both_lie(folder):
    """A lie isn't tried again on another model."""
    liar = agents.in_place_of_reply({"message": agents.LIE_PRICE})
    second = StandIn()
    with desk_with_two(folder, StandIn(liar), second) as desk:
        answer = ask(desk)
        expect(answer.fallback == "guardrail_tripped: grounding", f"the receipt says {answer.fallback}")
        expect(not second.calls, "the second was asked")


ALL = (
    first_is_down, first_refuses_connections, first_refuses_requests, first_hangs, first_falls_ill_in_the_middle,
    first_is_out_of_credit, both_share_an_account, both_are_down, both_lie)


def stories(folder):
    numbers = itertools.count(1)
    return {
        story.__name__.replace("_", " "): lambda story=story: story(folder / f"reserve-{next(numbers)}")
        for story in ALL}
