"""How stand-in models behave: functions from a `Request` to a `Turn`."""

from wires import Turn

LIE_PRICE = "It costs $49 a month."
LIE_NAME = "Zorbatron Industries guarantees it for 47 years."
SECRET_PLAN = "You are Flo, the customer support assistant of TechCorp"


def competent(request):
    """Works in the order that the desk asks for, and answers with what the search found."""
    used = [name for name, _ in request.calls]
    if "create_ticket" not in used:
        return Turn([create_ticket(request)])
    if "get_customer_history" not in used:
        return Turn([("get_customer_history", {"customer_id": request.customer})])
    if "search_knowledge_base" not in used:
        return Turn([search(request)])
    return Turn([send_response(request)])


def busy(request):
    """Competent, with everything that can be asked at once asked at once."""
    used = [name for name, _ in request.calls]
    if "create_ticket" not in used:
        return Turn([create_ticket(request)])
    if "search_knowledge_base" not in used:
        return Turn([("get_customer_history", {"customer_id": request.customer}), search(request)])
    return Turn([send_response(request)])


def hands_over(request):
    """Finds nothing that it would say, and asks a person to take over."""
    used = [name for name, _ in request.calls]
    if "search_knowledge_base" not in used:
        return competent(request)
    if "escalate_to_human" not in used:
        return Turn([("escalate_to_human", {
            "ticket_id": ticket(request), "reason": "no_answer", "urgency": "normal"})])
    words = request.outputs_of("escalate_to_human")[-1]["tell_customer"]
    return Turn([send_response(request, message=words, sources=[])])


def create_ticket(request, **changes):
    return ("create_ticket", {
        "customer_id": request.customer, "issue": "A question", "priority": None, "category": None,
        "channel": request.channel} | changes)


def search(request):
    return ("search_knowledge_base", {"query": request.question[:1000], "max_results": 3, "category": None})


def send_response(request, **changes):
    found = [result for output in request.outputs_of("search_knowledge_base") for result in output["results"]]
    return ("send_response", {
        "ticket_id": ticket(request), "message": found[0]["excerpt"], "channel": request.channel,
        "sources": [found[0]["section"]], "asks": None} | changes)


def ticket(request):
    return request.outputs_of("create_ticket")[-1]["ticket_id"]


def in_place_of_reply(*changes):
    """Competent, but for its replies: each try has its own changes, and the last ones stay."""
    def model(request):
        turn = competent(request)
        if turn.calls[0][0] != "send_response":
            return turn
        tries = len(request.outputs_of("send_response"))
        return Turn([send_response(request, **changes[min(tries, len(changes) - 1)])])

    return model


def asks_a_stranger(request):
    """Opens its tickets for another customer, on another channel."""
    stranger = "00000000-0000-4000-8000-000000000001"
    return Turn([create_ticket(request, customer_id=stranger, channel="email")])


def unknown_tool(request):
    return Turn([("issue_refund", {"amount": 100})])


def broken_arguments(request):
    return Turn([("create_ticket", '{"customer_id": "' + request.customer)])


def recovers(wrong):
    """Does something wrong once, and is competent from then on."""
    def model(request):
        if not request.calls:
            return wrong(request)
        request.calls = request.calls[1:]
        return competent(request)

    return model


def endless(request):
    """Searches for ever."""
    if not request.calls:
        return Turn([create_ticket(request)])
    return Turn([search(request)])


def many_calls(request):
    """A hundred searches at once, for ever."""
    if not request.calls:
        return Turn([create_ticket(request)])
    return Turn([search(request)] * 100)


def plain_text(request):
    return Turn(text="Just press the button.")


def silent(request):
    return Turn()


def refuses(request):
    return Turn(refusal="I can't help with that.")


def too_long(request):
    return Turn(text="Well, " * 20, finish="length")


def filtered(request):
    return Turn(text="Well, ", finish="content_filter")


def passes_on(request):
    """Hands the customer to whichever colleague there is, for ever."""
    hand_off = next((name for name in request.tools if name.startswith("transfer_to_")), None)
    return Turn([(hand_off, {})]) if hand_off else Turn(text="Nobody is there.")


def passes_on_once(request):
    """The first agent hands over, the second works."""
    if "transfer_to_specialist" in request.tools:
        return Turn([("transfer_to_specialist", {})])
    request.calls = [call for call in request.calls if not call[0].startswith("transfer_to_")]
    return competent(request)


TWO_AGENTS = {"agents.yaml": [
    ("hand_offs: []", "hand_offs: [specialist]"),
    ("    instructions: |", """    instructions: |
      Hand over where you can.
"""),
    ("agents:\n", """agents:
  - name: specialist
    display_name: Flo
    entry: false
    max_turns: 8
    hand_offs: [support]
    hand_off_description: Knows the product.
    instructions: |
      You are {{agent_name}}, the customer support assistant of {{company}}.
      - Customer: {{customer_name}} ({{customer_id}})
      - Channel: {{channel}}
"""),
]}
"""A company whose two agents can hand customers to each other."""
