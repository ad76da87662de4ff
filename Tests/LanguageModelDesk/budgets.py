"""What a company may spend: past it no model that costs something is asked, and everybody is answered all the same."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from installation import Installation, expect, roles
from stand_in import StandIn

CALL = 0.2
"""Dollars that a call costs: 50 tokens at 4,000 dollars a million. Before it is made it is taken for twice as much."""
PRICES = {
    "FTE_MODEL_PRICE_INPUT": "0", "FTE_MODEL_PRICE_OUTPUT": "4000", "FTE_MODEL_MAX_OUTPUT_TOKENS": "100",
    "FTE_MODEL_CLOCK_WEB_FORM": "20s"}
OVER = "model_failed: over_budget"
DEMO_BUDGET = "budget:\n  monthly_usd: 60\n  per_conversation_usd: 0.05\n"


def budget(**limits):
    """A company with these limits in dollars."""
    lines = "".join(f"  {name}: {value}\n" for name, value in limits.items())
    return {"workspace.yaml": [(DEMO_BUDGET, f"budget:\n{lines}")]}


@contextmanager
def desk_with(folder, limits, **settings):
    with StandIn() as stand_in:
        installation = Installation(folder, stand_in.url, company=budget(**limits), **PRICES | settings)
        with installation.running():
            yield installation, stand_in
        installation.check_log()


def ask(desk, email="ada.byronova@example.com"):
    """A first message by this customer. Returns the ticket."""
    ticket = desk.submit(email=email)
    desk.answered(ticket)
    return ticket


def ask_again(desk, ticket):
    answers = len(desk.answers())
    desk.reply(ticket, "How do I turn on two-factor sign-in?")
    page = desk.answered(ticket, roles(desk.page(ticket)).count("agent") + 1)
    expect(len(desk.answers()) == answers + 1, "there is more than one answer")
    return page


def endings(desk):
    return [answer.fallback for answer in desk.answers()]


def expect_spent(desk, calls):
    requests, _, _, micro = desk.spending()
    expect((requests, micro) == (calls, round(calls * CALL * 1_000_000)), f"{requests} calls cost {micro}")
    reserved = desk.read("SELECT count(*) FROM spending_reservations")[0][0]
    expect(reserved == 0, f"{reserved} reservations are left")


def no_room_at_all(folder):
    """No call is made."""
    with desk_with(folder, {"per_conversation_usd": 0.01}) as (desk, stand_in):
        ask(desk)
        expect(endings(desk) == [OVER], f"the receipts say {endings(desk)}")
        expect(not stand_in.calls, "the server was asked")
        outcomes = desk.outcomes()
        expect(outcomes == {("stand-in", "over_budget"): 1}, f"the metrics have {outcomes}")
        expect_spent(desk, 0)


def a_conversation_has_its_limit(folder):
    """The second message in it finds no room; another customer does."""
    with desk_with(folder, {"per_conversation_usd": 1.1}) as (desk, stand_in):
        ticket = ask(desk)
        ask_again(desk, ticket)
        asked = len(stand_in.calls)
        ask(desk, "grace@example.com")
        expect(endings(desk) == [None, OVER, None], f"the receipts say {endings(desk)}")
        expect((asked, len(stand_in.calls)) == (4, 8), f"the server was asked {asked} times, {len(stand_in.calls)} in all")
        expect_spent(desk, 8)


def a_period_has_its_limit(folder, period):
    """Whoever writes then finds no room."""
    with desk_with(folder, {period: 1.1}) as (desk, stand_in):
        ask(desk)
        ask(desk, "grace@example.com")
        expect(endings(desk) == [None, OVER], f"the receipts say {endings(desk)}")
        expect(len(stand_in.calls) == 4, f"the server was asked {len(stand_in.calls)} times")
        expect_spent(desk, 4)


def a_day_has_its_limit(folder):
    a_period_has_its_limit(folder, "daily_usd")


def a_month_has_its_limit(folder):
    a_period_has_its_limit(folder, "monthly_usd")


def it_ends_in_the_middle(folder):
    """The built-in model begins anew; what was spent until then is on record."""
    with desk_with(folder, {"per_conversation_usd": 0.7}) as (desk, stand_in):
        ask(desk)
        (answer,) = desk.answers()
        expect(answer.fallback == OVER, f"the receipt says {answer.fallback}")
        expect(answer.calls == len(stand_in.calls) == 2, f"the receipt has {answer.calls} calls")
        expect(answer.receipt["cost_micro_usd"] == 400_000, f"the receipt says {answer.receipt['cost_micro_usd']}")
        expect(answer.tokens == 1_900, f"the answer took {answer.tokens} tokens")
        expect_spent(desk, 2)


def it_outlives_the_process(folder):
    with desk_with(folder, {"daily_usd": 1.1}) as (desk, stand_in):
        ask(desk)
        desk.kill(["serve"])
        desk.start("serve")
        ask(desk, "grace@example.com")
        expect(endings(desk) == [None, OVER], f"the receipts say {endings(desk)}")
        expect_spent(desk, 4)


def many_at_once_never_spend_more(folder):
    """Twenty customers, and room for ten calls at the most."""
    with desk_with(folder, {"daily_usd": 2.0}) as (desk, stand_in):
        with ThreadPoolExecutor(20) as threads:
            tickets = list(threads.map(lambda n: desk.submit(email=f"c{n}@example.com"), range(20)))
            list(threads.map(desk.answered, tickets))
        expect(1 <= len(stand_in.calls) <= 10, f"the server was asked {len(stand_in.calls)} times")
        expect(OVER in endings(desk), "nobody found the budget spent")
        expect_spent(desk, len(stand_in.calls))


def a_reserve_that_costs_nothing_goes_on(folder):
    with StandIn() as second:
        settings = {"FTE_MODEL_SECOND_URL": second.url, "FTE_MODEL_SECOND_NAME": "reserve"}
        with desk_with(folder, {"daily_usd": 1.1}, **settings) as (desk, stand_in):
            ask(desk)
            ask(desk, "grace@example.com")
            expect(endings(desk) == [None, None], f"the receipts say {endings(desk)}")
            counts = (len(stand_in.calls), len(second.calls))
            expect(counts == (4, 4), f"the servers were asked {counts} times")
            expect(desk.outcomes()["stand-in", "over_budget"] == 4, f"the metrics have {desk.outcomes()}")


ALL = (
    no_room_at_all, a_conversation_has_its_limit, a_day_has_its_limit, a_month_has_its_limit, it_ends_in_the_middle,
    it_outlives_the_process, many_at_once_never_spend_more, a_reserve_that_costs_nothing_goes_on)


def stories(folder):
    numbers = itertools.count(1)
    return {
        story.__name__.replace("_", " "): lambda story=story: story(folder / f"budget-{next(numbers)}")
        for story in ALL}
