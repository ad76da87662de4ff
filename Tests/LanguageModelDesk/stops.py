"""A desk that is told to stop while its model works, many that die together, and a conversation in the terminal."""

import itertools
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import agents
import faults
from installation import QUESTION, Installation, expect, roles, until
from stand_in import StandIn


def a_stop_waits_for_the_answer(folder):
    """SIGTERM while an answer is on its way: the run is finished, and then the process ends in good order."""
    with StandIn() as stand_in:
        desk = Installation(folder, stand_in.url, FTE_MODEL_CLOCK_WEB_FORM="20s")
        with desk.running():
            ticket = desk.submit()
            # Which of the four calls is held says nothing; the third stands for all.
            code = stop_during(desk, stand_in, 3, then=stand_in.release)
            expect(code == 0, f"the process ended with {code}")
        (answer,) = desk.answers()
        expect(answer.fallback is None, f"the receipt says {answer.fallback}")
        expect(len(stand_in.calls) == 4, f"the model was asked {len(stand_in.calls)} times")
        with desk.running():
            expect(roles(desk.page(ticket)) == ["customer", "agent"], "the page has no answer")
        desk.check_invariants()
        desk.check_log()


def a_stop_does_not_wait_for_ever(folder):
    """The model hangs on: its clock rings, the built-in model answers, and the process ends in good order."""
    with StandIn() as stand_in:
        desk = Installation(folder, stand_in.url, FTE_MODEL_CLOCK_WEB_FORM="3s")
        with desk.running():
            desk.submit()
            code = stop_during(desk, stand_in, 2)
            expect(code == 0, f"the process ended with {code}")
        (answer,) = desk.answers()
        expect(answer.fallback == "deadline_exceeded", f"the receipt says {answer.fallback}")
        desk.check_log()


def a_stop_gives_back_what_it_cannot_finish(folder):
    """Its time is over before the model's is: the next process goes on where the journal ends."""
    with StandIn() as stand_in:
        desk = Installation(folder, stand_in.url, FTE_MODEL_CLOCK_WEB_FORM="60s", FTE_SERVER_DRAIN="1s")
        with desk.running():
            ticket = desk.submit()
            stop_during(desk, stand_in, 3)
            expect(not desk.answers(), "there is an answer")
        stand_in.release()
        asked = len(stand_in.calls)
        with desk.running():
            desk.answered(ticket)
        (answer,) = desk.answers()
        expect(answer.fallback is None, f"the receipt says {answer.fallback}")
        expect(len(stand_in.calls) == asked + 2, f"the model was asked {stand_in.steps()}")
        desk.check_invariants()
        desk.check_log()


def stop_during(desk, stand_in, step, then=lambda: None):
    stand_in.hold_at(step)
    expect(stand_in.held.wait(30), f"step {step} was never asked for")
    threading.Timer(0.3, then).start()
    return desk.stop_one("serve")


TOGETHER = 8


def many_die_together(folder):
    """Each is gone on with where its journal ends, and all are answered once."""
    with StandIn() as stand_in:
        desk = Installation(folder, stand_in.url, FTE_MODEL_CLOCK_WEB_FORM="60s")
        with desk.running():
            stand_in.hold_at(3)
            tickets = [desk.submit(email=f"c{n}@example.com") for n in range(TOGETHER)]
            until(lambda: stand_in.steps().get(3) == TOGETHER, "all wait for their third answer")
            desk.kill(["serve"])
            stand_in.release()
            desk.start("serve")
            pages = [desk.answered(ticket) for ticket in tickets]
        expect(all(roles(page) == ["customer", "agent"] for page in pages), "a page has not one answer")
        expect(all(answer.fallback is None for answer in desk.answers()), "the built-in model answered")
        expect(stand_in.steps() == {1: TOGETHER, 2: TOGETHER, 3: 2 * TOGETHER, 4: TOGETHER},
               f"the model was asked {stand_in.steps()}")
        desk.check_invariants()
        desk.check_log()


def a_conversation_in_the_terminal(folder, wire, fault):
    """`fte chat` asks the same models."""
    with StandIn(fault=fault) as stand_in:
        desk = Installation(folder, stand_in.url, FTE_MODEL_WIRE=wire, FTE_MODEL_CLOCK_WEB_FORM="20s")
        done = subprocess.run(
            [desk.binary, "chat", "--data-dir", desk.data], env=desk.environment(None, 1), input=f"{QUESTION}\n\n",
            capture_output=True, text=True, timeout=60)
        expect(done.returncode == 0, f"the command ended with {done.returncode}: {done.stderr}")
        expect("send_response" in done.stdout and "password" in done.stdout, f"the terminal shows {done.stdout}")
        if fault is None:
            expect(len(stand_in.calls) == 4, f"the model was asked {len(stand_in.calls)} times")
        else:
            expect("came to no answer: model_failed" in done.stdout, f"the terminal shows {done.stdout}")


ALL = (
    a_stop_waits_for_the_answer, a_stop_does_not_wait_for_ever, a_stop_gives_back_what_it_cannot_finish,
    many_die_together)


def stories(folder):
    numbers = itertools.count(1)
    found = {
        story.__name__.replace("_", " "): lambda story=story: story(folder / f"stop-{next(numbers)}") for story in ALL}
    for wire in ("chat", "responses"):
        for title, fault in {"": None, ", the server is down": faults.down, ", it is cut": faults.cut_stream}.items():
            found[f"a conversation in the terminal ({wire}{title})"] = (
                lambda wire=wire, fault=fault: a_conversation_in_the_terminal(
                    folder / f"stop-{next(numbers)}", wire, fault))
    return found
