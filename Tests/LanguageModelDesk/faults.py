"""How answers go wrong on their way: each takes a connection's handler, its wire, the request and the agent."""

import json


def encoded(value):
    return json.dumps(value, ensure_ascii=False).encode()


def decoded(body):
    return json.loads(body)


def none(to, wire, request, agent):
    if request.body.get("stream"):
        return stream(to, wire, request, agent)
    to.answer_json(200, wire.answer(agent(request)))


# The server says no

def says(status, message="no", headers=None, **error):
    """An error in OpenAI's form."""
    def fault(to, wire, request, agent):
        to.answer_json(status, {"error": {"message": message, "type": None, "param": None, "code": None} | error}, headers)

    return fault


down = says(503, "overloaded")


def plain(status, text):
    def fault(to, wire, request, agent):
        to.answer_bytes(status, text.encode(), {"Content-Type": "text/html"})

    return fault


def echoes(to, wire, request, agent):
    """Repeats all it was sent, key included, as chatty proxies do."""
    to.answer_json(500, {"error": {
        "message": f"failed with {to.headers.get('authorization')}: {json.dumps(request.body)}",
        "code": "it_was_" + request.question[:20].replace(" ", "_")}},
        {"x-request-id": "req with spaces: " + request.question[:20]})


def error_with_200(to, wire, request, agent):
    to.answer_json(200, {"error": {"message": "the backend is away", "code": 500}})


def after(count, fault, then=none):
    """Sound for so many calls, and then ill."""
    calls = iter(range(1 << 30))

    def fault_later(to, wire, request, agent):
        (then if next(calls) < count else fault)(to, wire, request, agent)

    return fault_later


def first(count, fault):
    """Ill for so many calls, and sound from then on."""
    return after(count, none, then=fault)


# The connection fails

def resets(to, wire, request, agent):
    to.reset()


def cut_body(to, wire, request, agent):
    body = encoded(wire.answer(agent(request)))
    to.close_connection = True
    to.head(200, {"Content-Type": "application/json", "Content-Length": str(len(body))})
    to.wfile.write(body[:len(body) // 2])


def cut_stream(to, wire, request, agent):
    to.begin_stream()
    events = list(wire.events(agent(request)))
    for event in events[:len(events) // 2]:
        to.send_event(event)


def hangs(to, wire, request, agent):
    to.rest(30)


def drips(to, wire, request, agent):
    """A sound answer, one byte a second."""
    body = encoded(wire.answer(agent(request)))
    to.head(200, {"Content-Type": "application/json", "Content-Length": str(len(body))})
    for byte in body:
        to.wfile.write(bytes([byte]))
        to.wfile.flush()
        if not to.rest(1):
            return


def slow(seconds):
    def fault(to, wire, request, agent):
        if to.rest(seconds):
            none(to, wire, request, agent)

    return fault


# What comes is strange, though an answer

def stream(to, wire, request, agent):
    to.begin_stream()
    for event in wire.events(agent(request)):
        to.send_event(event)
    if wire.setting == "chat":
        to.wfile.write(b"data: [DONE]\n\n")


def stream_without_done(to, wire, request, agent):
    to.begin_stream()
    for event in wire.events(agent(request)):
        to.send_event(event)


def stream_with_strangers(to, wire, request, agent):
    """Comments, keep-alives and events that nobody knows among the known ones."""
    to.begin_stream()
    to.wfile.write(b": welcome\n\nevent: ping\ndata: {}\n\nretry: 5\n\n")
    for event in wire.events(agent(request)):
        to.send_event(wire.unknown_event())
        to.send_event(event)
    to.wfile.write(b"data: [DONE]\n\n")


def error_in_stream(to, wire, request, agent):
    to.begin_stream()
    to.send_event(next(iter(wire.events(agent(request)))))
    to.send_event({"type": "error", "error": {"message": "lost my mind", "code": "server_error"}})


def float_times(to, wire, request, agent):
    answer = wire.answer(agent(request))
    to.answer_json(200, {
        name: 1_700_000_000.123456 if name.startswith("created") else value for name, value in answer.items()})


def stranger_items(to, wire, request, agent):
    """Members and items of kinds that came after us."""
    answer = wire.answer(agent(request))
    stranger = {"id": "x_1", "type": "quantum_thought", "content": [{"type": "qubit", "text": "½"}]}
    if "output" in answer:
        answer["output"] = [stranger, *answer["output"], stranger]
    else:
        answer["choices"][0]["message"] |= {"annotations": [stranger], "audio": None, "reasoning_content": "hm"}
    to.answer_json(200, answer | {"service_tier": "default", "future": {"deep": [[[stranger]]]}})


def no_usage(to, wire, request, agent):
    answer = wire.answer(agent(request))
    del answer["usage"]
    to.answer_json(200, answer)


def same_ids(to, wire, request, agent):
    """Every call of a tool has the same id, in every answer."""
    answer = wire.answer(agent(request))
    for call in answer.get("output", []):
        if "call_id" in call:
            call["call_id"] = "call_0"
    for choice in answer.get("choices", []):
        for call in choice["message"].get("tool_calls", []):
            call["id"] = "call_0"
    to.answer_json(200, answer)


# What comes is no answer

def invalid_text(to, wire, request, agent):
    """No UTF-8, inside the strings."""
    to.answer_bytes(200, encoded(wire.answer(agent(request))).replace(b"stand-in", b"st\xff\xc3\x28nd"))


def no_json(to, wire, request, agent):
    to.answer_bytes(200, b"<html>It works!</html>")


def empty_body(to, wire, request, agent):
    to.answer_bytes(200, b"")


def null_members(to, wire, request, agent):
    to.answer_json(200, {name: None for name in wire.answer(agent(request))})


def wrong_types(to, wire, request, agent):
    to.answer_json(200, {name: [17, {"type": 5}] for name in wire.answer(agent(request))})


def ten_megabytes(to, wire, request, agent):
    answer = encoded(wire.answer(agent(request)))
    to.answer_bytes(200, answer[:-1] + b', "padding": "' + b"a" * (10 << 20) + b'"}')


def ten_megabytes_streamed(to, wire, request, agent):
    to.begin_stream()
    event = wire.unknown_event() | {"padding": "a" * (1 << 16)}
    for _ in range(160):
        to.send_event(event)
    to.send_event({"object": "chat.completion.chunk", "type": "response.output_text.delta", "output_index": 0,
                   "delta": "b" * (4 << 20), "choices": [{"index": 0, "delta": {"content": "b" * (4 << 20)}}]})


def deep(to, wire, request, agent):
    to.answer_bytes(200, b'{"output": ' + b"[" * 100_000 + b"]" * 100_000 + b"}")
