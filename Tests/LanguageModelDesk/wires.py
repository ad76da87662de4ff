"""The two wires on which language models are asked: what comes in is read into a `Request`, a `Turn` is written out."""

import itertools
import json
import re
from dataclasses import dataclass, field

NUMBERS = itertools.count(1)
USAGE = (900, 50)
"""Tokens read and written, of every answer."""


@dataclass
class Request:
    """What a model is asked, whichever wire it came by."""

    body: dict
    instructions: str
    messages: list
    """Texts of the customer that this run answers."""
    calls: list
    """(name, output) of the tools this run has used, oldest first; an output that is JSON is decoded."""
    tools: list

    @property
    def customer(self):
        found = re.search(r"\(([0-9a-f-]{36})\)", self.instructions)
        return found[1] if found else ""

    @property
    def channel(self):
        return re.search(r"Channel: (\w+)", self.instructions)[1]

    @property
    def step(self):
        """How far its run has come: 1 for the first call of the model."""
        return len(self.calls) + 1

    def outputs_of(self, name):
        return [output for called, output in self.calls if called == name]

    @property
    def question(self):
        """The customer's words without their mark."""
        return " ".join(re.sub(r"</?customer_message>", "", text).strip() for text in self.messages)


@dataclass
class Turn:
    """What a model answers: calls of tools as (name, arguments), where arguments that are text go out as they are."""

    calls: list = field(default_factory=list)
    text: str = ""
    refusal: str = ""
    finish: str = ""
    """Another end than the usual one: `length` or `content_filter`."""


def decoded(output):
    try:
        return json.loads(output)
    except ValueError:
        return output


def written(arguments):
    return arguments if isinstance(arguments, str) else json.dumps(arguments)


class Chat:
    path = "/v1/chat/completions"
    setting = "chat"

    def read(self, body):
        messages = body["messages"]
        instructions = messages[0]["content"] if messages[0]["role"] == "system" else ""
        start = run_start([message["role"] == "user" for message in messages])
        run = messages[start:]
        outputs = {message["tool_call_id"]: message["content"] for message in run if message["role"] == "tool"}
        calls = [
            (call["function"]["name"], decoded(outputs.get(call["id"], "")))
            for message in run if message["role"] == "assistant" for call in message.get("tool_calls") or []]
        return Request(
            body, instructions, [message["content"] for message in run if message["role"] == "user"], calls,
            [tool["function"]["name"] for tool in body.get("tools", [])])

    def answer(self, turn):
        number = next(NUMBERS)
        message = {"role": "assistant", "content": turn.text or None}
        if turn.refusal:
            message["refusal"] = turn.refusal
        if turn.calls:
            message["tool_calls"] = [
                {"id": f"call_{number}_{index}", "type": "function",
                 "function": {"name": name, "arguments": written(arguments)}}
                for index, (name, arguments) in enumerate(turn.calls)]
        finish = turn.finish or ("tool_calls" if turn.calls else "stop")
        return {
            "id": f"chatcmpl-{number}", "object": "chat.completion", "created": 1_700_000_000, "model": "stand-in",
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": {"prompt_tokens": USAGE[0], "completion_tokens": USAGE[1], "total_tokens": sum(USAGE)}}

    def events(self, turn):
        """The same answer as a stream, in events of a few characters."""
        whole = self.answer(turn)
        choice = whole["choices"][0]

        def chunk(delta, finish=None):
            return whole | {
                "object": "chat.completion.chunk", "usage": None,
                "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}

        yield chunk({"role": "assistant", "content": ""})
        for piece in pieces(choice["message"]["content"] or ""):
            yield chunk({"content": piece})
        for index, call in enumerate(choice["message"].get("tool_calls", [])):
            head = {"index": index, "id": call["id"], "type": "function"}
            yield chunk({"tool_calls": [head | {"function": {"name": call["function"]["name"], "arguments": ""}}]})
            for piece in pieces(call["function"]["arguments"]):
                yield chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
        yield chunk({}, choice["finish_reason"])
        yield whole | {"object": "chat.completion.chunk", "choices": []}

    def unknown_event(self):
        return {"object": "chat.completion.telemetry", "note": "nothing that a reader knows"}


class Responses:
    path = "/v1/responses"
    setting = "responses"

    def read(self, body):
        items = body["input"]
        run = items[run_start([item.get("role") == "user" for item in items]):]
        outputs = {item["call_id"]: item["output"] for item in run if item.get("type") == "function_call_output"}
        calls = [
            (item["name"], decoded(outputs.get(item["call_id"], "")))
            for item in run if item.get("type") == "function_call"]
        return Request(
            body, body.get("instructions", ""), [item["content"] for item in run if item.get("role") == "user"], calls,
            [tool["name"] for tool in body.get("tools", [])])

    def answer(self, turn):
        number = next(NUMBERS)
        output = [{"id": f"rs_{number}", "type": "reasoning", "summary": []}]
        if turn.text or turn.refusal:
            part = ({"type": "refusal", "refusal": turn.refusal} if turn.refusal
                    else {"type": "output_text", "text": turn.text, "annotations": []})
            output.append({
                "id": f"msg_{number}", "type": "message", "role": "assistant", "status": "completed",
                "content": [part]})
        output += [
            {"id": f"fc_{number}_{index}", "type": "function_call", "status": "completed",
             "call_id": f"call_{number}_{index}", "name": name, "arguments": written(arguments)}
            for index, (name, arguments) in enumerate(turn.calls)]
        reason = {"length": "max_output_tokens"}.get(turn.finish, turn.finish)
        return {
            "id": f"resp_{number}", "object": "response", "created_at": 1_700_000_000, "model": "stand-in",
            "status": "incomplete" if reason else "completed", "error": None,
            "incomplete_details": {"reason": reason} if reason else None, "output": output,
            "usage": {"input_tokens": USAGE[0], "output_tokens": USAGE[1], "total_tokens": sum(USAGE)}}

    def events(self, turn):
        whole = self.answer(turn)
        yield {"type": "response.created", "response": whole | {"status": "in_progress", "output": [], "usage": None}}
        for index, item in enumerate(whole["output"]):
            place = {"output_index": index, "item_id": item["id"]}
            added = dict(item)
            if item["type"] == "function_call":
                added["arguments"] = ""
            yield {"type": "response.output_item.added", **place, "item": added}
            if item["type"] == "function_call":
                for piece in pieces(item["arguments"]):
                    yield {"type": "response.function_call_arguments.delta", **place, "delta": piece}
            for part in item.get("content", []):
                for piece in pieces(part.get("text", "")):
                    yield {"type": "response.output_text.delta", **place, "content_index": 0, "delta": piece}
            yield {"type": "response.output_item.done", **place, "item": item}
        yield {"type": f"response.{whole['status']}", "response": whole}

    def unknown_event(self):
        return {"type": "response.telemetry.sampled", "output_index": 7, "note": "nothing that a reader knows"}


def run_start(is_user):
    """Where the last row of customers' messages begins: what a run added stands behind it."""
    end = max(index for index, user in enumerate(is_user) if user)
    while end > 0 and is_user[end - 1]:
        end -= 1
    return end


def pieces(text, size=16):
    return [text[begin:begin + size] for begin in range(0, len(text), size)]


WIRES = {wire.setting: wire for wire in (Chat(), Responses())}
