"""Short stories with one message, for the steps that load alone does not lead to."""

import time

from load import request


def killer_message(desk):
    """A message on which the process dies every time is given up after three deaths alone; what comes later is
    answered; replayed, it is answered once. Returns (kills by step, what went wrong)."""
    kills, wrong = {}, []

    def dies_at(point):
        process = desk.start("serve", fault=point)
        if process.wait(30) == -9:
            kills[point] = kills.get(point, 0) + 1
        else:
            wrong.append(f"the process did not die at {point}")

    desk.start("api")
    ticket = submit(desk, "killer")
    desk.stop_all()
    for _ in range(5):
        dies_at("run.finished")
    dies_at("dead_letter.stored")

    desk.start("serve")
    expect(wrong, lambda: states(desk) == ["dead"], "the killer is dead-lettered", desk)
    submit(desk, "neighbour")
    expect(wrong, lambda: states(desk) == ["dead", "done"], "a later message is answered", desk)
    causes = desk.read("SELECT id, kind FROM dead_letters")
    if [kind for _, kind in causes] != ["crash"]:
        wrong.append(f"the causes on record are {causes}")
    page = request(desk.port, "GET", f"/support/ticket/{ticket}")[1]
    if [message["role"] for message in page["messages"]] != ["customer", "system"] or page["status"] != "escalated":
        wrong.append(f"the customer's page shows {page}")

    for identity, _ in causes:
        replay = desk.command("deadletters", "replay", identity)
        if replay.returncode != 0:
            wrong.append(f"the replay ended with {replay.returncode}: {replay.stderr.strip()}")
    expect(wrong, lambda: states(desk) == ["done", "done"], "the replayed message is answered", desk)
    if causes and desk.command("deadletters", "replay", causes[0][0]).returncode == 0:
        wrong.append("a dead letter was replayed twice")
    return kills, wrong


def failing_run(desk):
    """Killed while it records a failed run, the process loses neither the message nor its count of tries."""
    kills, wrong = {}, []
    desk.start("serve")
    ticket = submit(desk, "first")
    expect(wrong, lambda: states(desk) == ["done"], "the first message is answered", desk)
    desk.stop_all()
    (session,) = desk.read("SELECT session FROM sessions")[0]
    desk.write("UPDATE sessions SET session = ?", '"not a session"')
    desk.start("api")
    request(desk.port, "POST", f"/support/ticket/{ticket}/replies", {"message": "Are you there?"})
    desk.stop_all()

    for after in (1, 2):
        process = desk.start("serve", fault="failure.stored", after=after)
        if process.wait(30) == -9:
            kills["failure.stored"] = after
        else:
            wrong.append("the process did not die at failure.stored")
    tries = desk.read("SELECT max(tries) FROM inbound")[0][0]
    if tries != 1:
        wrong.append(f"{tries} failed tries are on record, where one was committed")

    desk.write("UPDATE sessions SET session = ?", session)
    desk.start("serve")
    expect(wrong, lambda: states(desk) == ["done", "done"], "the message is answered once runs succeed again", desk)
    return kills, wrong


def submit(desk, name):
    body = {
        "name": "Ada Byron", "email": f"{name}@example.com", "subject": "A question", "category": "general",
        "message": "How do I reset my password?",
    }
    status, answer = request(desk.port, "POST", "/support/submit", body)
    assert status == 200, (status, answer)
    return answer["ticket_id"]


def states(desk):
    return [state for (state,) in desk.read("SELECT state FROM inbound ORDER BY received_at")]


def expect(wrong, condition, sentence, desk, patience=40):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    wrong.append(f"not so after {patience} s: {sentence}; the states are {states(desk)}")


ALL = (killer_message, failing_run)
