"""What OpenAI refuses of a request, on either wire: calls and outputs that don't belong together, reasoning that it
doesn't have, tools whose schemas aren't strict."""

import re
from collections import Counter


class Refused(Exception):
    """The program sent what OpenAI would refuse."""


def problems(wire, body):
    return (chat if wire.setting == "chat" else responses)(body) + tools(wire, body)


def chat(body):
    """The outputs of an assistant's calls follow it at once, each call has one, and nothing else is between."""
    found, open_calls, seen = [], [], []
    for number, message in enumerate(body["messages"]):
        role = message["role"]
        if role == "tool":
            if message["tool_call_id"] not in open_calls:
                found.append(f"messages[{number}] is the output of no call before it")
            else:
                open_calls.remove(message["tool_call_id"])
            continue
        if open_calls:
            found.append(f"messages[{number}] comes before the outputs of {open_calls}")
        open_calls = [call["id"] for call in message.get("tool_calls", [])]
        seen += open_calls
        if role != "assistant" and not isinstance(message["content"], str):
            found.append(f"messages[{number}] says nothing")
        if role == "assistant" and not message.get("content") and not open_calls:
            found.append(f"messages[{number}] is an empty answer")
    if open_calls:
        found.append(f"the calls {open_calls} have no output")
    return found + twice(seen)


def responses(body):
    found, calls, outputs = [], [], []
    for number, item in enumerate(body["input"]):
        kind = item.get("type", "message")
        if kind == "function_call":
            calls.append(item["call_id"])
        elif kind == "function_call_output":
            if item["call_id"] not in calls:
                found.append(f"input[{number}] is the output of no call before it")
            outputs.append(item["call_id"])
        elif kind == "reasoning" and body.get("store") is False and "encrypted_content" not in item:
            found.append(f"input[{number}] is reasoning that nobody kept")
    if set(calls) - set(outputs):
        found.append(f"the calls {sorted(set(calls) - set(outputs))} have no output")
    return found + twice(calls) + twice(outputs)


def twice(ids):
    return [f"the id {id} is there {count} times" for id, count in Counter(ids).items() if count > 1]


def tools(wire, body):
    found, names = [], []
    for tool in body.get("tools", []):
        function = tool["function"] if wire.setting == "chat" else tool
        names.append(function["name"])
        if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", function["name"]):
            found.append(f"a tool is called {function['name']}")
        if function.get("strict"):
            found += schema(function["parameters"], function["name"])
    return found + twice(names)


def schema(value, place):
    """Strict schemas name all members as required and allow no others."""
    if not isinstance(value, dict):
        return []
    found = []
    if "properties" in value:
        if value.get("additionalProperties") is not False:
            found.append(f"{place} allows further members")
        if sorted(value.get("required", [])) != sorted(value["properties"]):
            found.append(f"{place} doesn't require all members")
    for name, part in value.get("properties", {}).items():
        found += schema(part, f"{place}.{name}")
    for part in [value.get("items"), *value.get("anyOf", [])]:
        found += schema(part, place)
    return found
