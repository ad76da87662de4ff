"""Every way in which a model's server can be ill or a model can be wrong, and what the desk makes of it.

Each case is a program and a server of its own: one form, one answer on its page, and then what is on record.
"""

import itertools
from dataclasses import dataclass

import agents
import faults
from agents import LIE_NAME, LIE_PRICE, SECRET_PLAN
from faults import says
from installation import EMAIL, KEY, Installation, expect, roles
from stand_in import StandIn

CLOCK = 4
"""Seconds that language models have for an answer: room for two retries."""
SHORT = 1
SLACK = 6
"""Seconds more that the built-in model may take on a machine that does other things."""


@dataclass
class Case:
    name: str
    fault: object = None
    agent: object = agents.competent
    ending: str = None
    """How the language model's run ends, as `ending: detail`; None where it gives the answer."""
    calls: tuple = (4, 4)
    """How often the server is asked: at least, at most."""
    counted: str = "answered"
    """An outcome that the metrics must have."""
    breaker: str = "closed"
    escalated: bool = False
    """Whether a person is asked to take over."""
    never: tuple = ()
    """What no customer may read."""
    wires: tuple = ("chat",)
    clock: float = CLOCK
    company: dict = None

    @property
    def variants(self):
        return [(f"{self.name} ({wire})", wire) for wire in self.wires]


BOTH = ("chat", "responses")


def sound(name, fault=None, agent=agents.competent, calls=(4, 4), **more):
    """The language model answers."""
    return Case(name, fault, agent, None, calls, **more)


def ill(name, fault, detail, calls=(1, 3), **more):
    """The server gives no answer; the built-in model does."""
    more = {"counted": detail} | more
    return Case(name, fault, ending=f"model_failed: {detail}", calls=calls, **more)


def late(name, fault, calls=(1, 1), **more):
    """The clock rings before the server has answered."""
    more = {"counted": "timed_out"} | more
    return Case(name, fault, ending="deadline_exceeded", calls=calls, clock=SHORT, **more)


def wrong(name, agent, ending, calls, **more):
    """The model answers, but not as it should; the built-in model takes its place."""
    return Case(name, None, agent, ending, calls, **more)


SAYS_NO = [
    ill("400", says(400, code="invalid_value"), "bad_request", (1, 1), wires=BOTH),
    ill("400, too long", says(400, code="context_length_exceeded"), "context_too_long", (1, 1)),
    ill("401", says(401, f"Incorrect API key provided: {KEY}", code="invalid_api_key"), "unauthorized", (1, 1)),
    ill("402", says(402), "quota_exhausted", (1, 1)),
    ill("403", says(403), "unauthorized", (1, 1)),
    ill("404", says(404, code="model_not_found"), "not_found", (1, 1)),
    ill("404, a page", faults.plain(404, "<h1>Nothing here</h1>"), "not_found", (1, 1)),
    ill("408", says(408), "server_error", (2, 3)),
    ill("409", says(409), "server_error", (2, 3)),
    ill("429", says(429, code="rate_limit_exceeded"), "rate_limited", (2, 3)),
    ill("429, retry-after 60", says(429, headers={"Retry-After": "60"}), "rate_limited", (1, 1), breaker="open"),
    ill("429, retry-after a week", says(429, headers={"Retry-After": "604800"}), "rate_limited", (1, 1),
        breaker="open"),
    sound("429 once, retry-after-ms 20", faults.first(1, says(429, headers={"Retry-After-Ms": "20"})), calls=(5, 5)),
    ill("429, no retry allowed", says(429, headers={"X-Should-Retry": "false"}), "rate_limited", (1, 1)),
    ill("429, out of credit", says(429, code="insufficient_quota"), "quota_exhausted", (1, 1), wires=BOTH),
    ill("500", says(500), "server_error", (2, 3), wires=BOTH),
    ill("503", says(503), "server_error", (2, 3)),
    ill("503 with retry-after 9999999999", says(503, headers={"Retry-After": "9999999999"}), "server_error", (1, 1)),
    ill("500 that repeats the request", faults.echoes, "server_error", (2, 3)),
    ill("503 from the third call on", faults.after(2, says(503)), "server_error", (3, 5)),
    ill("418", says(418), "bad_request", (1, 1)),
    ill("302", faults.plain(302, "elsewhere"), "not_found", (1, 1)),
    ill("204", faults.plain(204, ""), "unreadable_answer", (1, 1)),
    ill("error with status 200", faults.error_with_200, "failed", (1, 1), wires=BOTH),
]

FAILS = [
    ill("resets", faults.resets, "connection_failed", (2, 3)),
    ill("closes mid-body", faults.cut_body, "stream_cut", (2, 3)),
    ill("closes mid-stream", faults.cut_stream, "stream_cut", (2, 3), wires=BOTH),
    late("hangs", faults.hangs),
    late("drips", faults.drips),
    late("is slow", faults.slow(0.4), (2, 3), counted="answered"),
    ill("error in a stream", faults.error_in_stream, "failed", (1, 1), wires=BOTH),
    ill("no JSON", faults.no_json, "unreadable_answer", (1, 1)),
    ill("an empty body", faults.empty_body, "unreadable_answer", (1, 1)),
    ill("null everywhere", faults.null_members, "unreadable_answer", (1, 1), wires=BOTH),
    ill("lists everywhere", faults.wrong_types, "unreadable_answer", (1, 1)),
    ill("lists everywhere, also as the error", faults.wrong_types, "failed", (1, 1), wires=("responses",)),
    ill("10 MB", faults.ten_megabytes, "output_too_long", (1, 1), wires=BOTH),
    ill("10 MB streamed", faults.ten_megabytes_streamed, "output_too_long", (1, 1), wires=BOTH),
    ill("a hundred thousand brackets", faults.deep, "unreadable_answer", (1, 1)),
]

IS_STRANGE = [
    sound("sound", wires=BOTH),
    sound("several calls at once", agent=agents.busy, calls=(3, 3), wires=BOTH),
    sound("a stream though none was asked for", faults.stream, wires=BOTH),
    sound("no [DONE]", faults.stream_without_done, wires=BOTH),
    sound("unknown events", faults.stream_with_strangers, wires=BOTH),
    sound("unknown items", faults.stranger_items, wires=BOTH),
    sound("float timestamps", faults.float_times, wires=BOTH),
    sound("invalid UTF-8", faults.invalid_text, wires=BOTH),
    sound("no usage", faults.no_usage, wires=BOTH),
    sound("the same id for every call", faults.same_ids, wires=BOTH),
    sound("500 once", faults.first(1, says(500)), calls=(5, 5)),
]

IS_WRONG = [
    wrong("calls what doesn't exist", agents.unknown_tool, "max_turns", (8, 8)),
    sound("calls what doesn't exist, once", agent=agents.recovers(agents.unknown_tool), calls=(5, 5), wires=BOTH),
    wrong("broken arguments", agents.broken_arguments, "max_turns", (8, 8)),
    sound("broken arguments, once", agent=agents.recovers(agents.broken_arguments), calls=(5, 5), wires=BOTH),
    wrong("searches for ever", agents.endless, "max_turns", (8, 8)),
    wrong("a hundred searches for ever", agents.many_calls, "max_turns", (8, 8), clock=20),
    wrong("plain text", agents.plain_text, "final_output", (1, 1), never=("press the button",), wires=BOTH),
    ill("says nothing", None, "empty_answer", (1, 1), agent=agents.silent, wires=BOTH),
    wrong("refuses", agents.refuses, "refused", (1, 1), never=("can't help with that",), wires=BOTH),
    wrong("stops half-way", agents.too_long, "model_failed: incomplete", (1, 1), counted="incomplete", wires=BOTH,
          never=("Well",)),
    wrong("is filtered", agents.filtered, "model_failed: incomplete", (1, 1), counted="incomplete", wires=BOTH,
          never=("Well",)),
    wrong("lies about a price", agents.in_place_of_reply({"message": LIE_PRICE}), "guardrail_tripped: grounding",
          (5, 5), never=("$49",)),
    wrong("lies about a name", agents.in_place_of_reply({"message": LIE_NAME}), "guardrail_tripped: grounding", (5, 5),
          never=("Zorbatron",)),
    sound("lies once", agent=agents.in_place_of_reply({"message": LIE_PRICE}, {}), calls=(5, 5), never=("$49",)),
    wrong("promises a refund", agents.in_place_of_reply({"message": "I refunded you the full amount already."}),
          "guardrail_tripped: grounding", (5, 5), never=("refunded you",)),
    wrong("reveals its instructions", agents.in_place_of_reply({"message": SECRET_PLAN}),
          "guardrail_tripped: grounding", (5, 5), never=("You are Flo",)),
    wrong("names its tools", agents.in_place_of_reply({"message": "I call create_ticket, then search_knowledge_base."}),
          "guardrail_tripped: grounding", (5, 5), never=("create_ticket",)),
    wrong("answers on another channel", agents.in_place_of_reply({"channel": "email"}), "max_turns", (8, 8)),
    wrong("answers another ticket",
          agents.in_place_of_reply({"ticket_id": "00000000-0000-4000-8000-000000000002"}), "max_turns", (8, 8)),
    wrong("cites what nobody found", agents.in_place_of_reply({"sources": ["docs/secret.md#plan"]}), "max_turns", (8, 8)),
    wrong("passes the customer on for ever", agents.passes_on, "max_turns", (8, 9), company=agents.TWO_AGENTS),
    sound("works for the colleague who gets the customer", agent=agents.passes_on_once, calls=(5, 5),
          company=agents.TWO_AGENTS, wires=BOTH),
    wrong("works for another customer", agents.asks_a_stranger, "max_turns", (8, 8)),
]

CASES = SAYS_NO + FAILS + IS_STRANGE + IS_WRONG


def check(case, wire, folder):
    """Runs a case and raises `Failure` for what is not as it should be."""
    with StandIn(case.agent, case.fault) as stand_in:
        installation = Installation(
            folder, stand_in.url, company=case.company, FTE_MODEL_WIRE=wire, FTE_MODEL_CLOCK_WEB_FORM=f"{int(case.clock * 1000)}ms")
        with installation.running():
            page = installation.answered(installation.submit())
            check_answer(case, page, installation)
            asked = len(stand_in.calls)
            expect(case.calls[0] <= asked <= case.calls[1], f"the server was asked {asked} times")
            expect(all(call.key == f"Bearer {KEY}" for call in stand_in.calls), "a call came without the key")
            expect(all(EMAIL not in str(call.request.body) for call in stand_in.calls), "a call holds the address")
            outcomes = installation.outcomes()
            expect(("stand-in", case.counted) in outcomes, f"the metrics have {outcomes}")
            state = installation.breaker()
            expect(state == case.breaker, f"the breaker is {state}")
        installation.check_log()


def check_answer(case, page, installation):
    (answer,) = installation.answers()
    expect(roles(page) == ["customer", "agent"], f"the page has {roles(page)}")
    text = page["messages"][-1]["content"]
    for words in case.never:
        expect(words not in text, f"the customer reads: {text}")
    expect(page["status"] == ("escalated" if case.escalated else "open"), f"the ticket is {page['status']}")
    if not case.escalated:
        expect("password" in text, f"the answer is none: {text}")
    expect(answer.fallback == case.ending, f"the receipt says {answer.fallback}")
    if case.ending is None:
        expect(answer.calls >= 3, f"the receipt has {answer.calls} calls")
        expect(answer.receipt["model"] == "stand-in", f"the receipt names {answer.receipt['model']}")
    else:
        expect(answer.receipt["model"] == "grounded", f"the receipt names {answer.receipt['model']}")
    expect(answer.milliseconds < (case.clock + SLACK) * 1000, f"the answer took {answer.milliseconds} ms")
    check_trace(case, installation)


def check_trace(case, installation):
    (spans,) = installation.spans()
    expect(any(span["kind"] == "generation" for span in spans), f"the trace has no call of a model: {spans}")
    expect(KEY not in str(spans), "the trace holds the key")
    failed = [span for span in spans if span["kind"] == "generation" and span.get("error")]
    should = (case.ending or "").startswith(("model_failed", "deadline_exceeded"))
    expect(bool(failed) == should, f"the trace has {len(failed)} failed calls")


def stories(folder):
    """Title → what runs it."""
    numbers = itertools.count(1)
    return {
        title: lambda case=case, wire=wire: check(case, wire, folder / f"illness-{next(numbers)}")
        for case in CASES for title, wire in case.variants}
