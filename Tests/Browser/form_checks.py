"""The support form: what it takes, what it says when it can't, and that nothing is lost or sent twice."""

import json

from pages import FIELDS, fill, notice, send, ticket_of


def check_a_sent_message_leads_to_its_ticket_page(site):
    with site.page() as page:
        page.goto("/")
        fill(page)
        send(page)
        ticket = ticket_of(page)
        text = page.inner_text("main")
        assert "Your message has arrived" in text and "TC-" in text
        assert FIELDS["message"] in text
        assert site.said(ticket) == [FIELDS["message"]]


QUESTIONS = {
    "Invite a teammate": "How do I invite a teammate to my workspace?",
    "Forgot my password": "I forgot my password. How do I reset it?",
    "Two-factor authentication": "How do I turn on two-factor authentication?",
    "Export our data": "How can I export all tasks of a project?",
    "Slack messages": "How do I connect Slack to my project?",
    "A larger plan": "What would it cost us to have twenty more seats?",
    "This is not working": "This is the worst tool ever, I want to talk to a human now!",
    "Recurring tasks": "Can a task repeat every week?",
    "Thanks": "Thank you, that was all I needed!",
    "🙂🙂🙂🙂🙂": "🙈🙉🙊🙈🙉🙊🙈🙉🙊🙈",
}


def check_ten_questions_are_ten_tickets_each_answered_on_its_page(site):
    with site.page() as page:
        tickets = set()
        for subject, message in QUESTIONS.items():
            page.goto("/")
            fill(page, subject=subject, message=message)
            send(page)
            tickets.add(ticket_of(page))
            page.wait_for_selector(".message.company")
            page.wait_for_selector(".reading", state="hidden")
            assert page.inner_text("h1") == subject
            assert page.locator(".message.customer .text").inner_text() == message
            page.click("text=Write about something else")
            assert page.input_value("#message") == ""
        assert len(tickets) == len(QUESTIONS), tickets


def check_errors_are_named_beside_their_fields_and_in_a_summary_that_takes_focus(site):
    with site.page() as page:
        page.goto("/")
        fill(page, name="A", email="ana@", subject="Hi", category="", message="Help")
        send(page)
        assert "Your name must have at least 2 characters." in notice(page)
        assert page.evaluate("document.activeElement.matches('.notice')")
        for field in ("name", "email", "subject", "category", "message"):
            assert page.is_visible(f"#{field}-error"), field
            assert page.get_attribute(f"#{field}", "aria-invalid") == "true", field
        page.click("[data-notices] a:has-text('subject')")
        assert page.evaluate("document.activeElement.id") == "subject"
        page.fill("#subject", "Hello there")
        assert page.is_hidden("#subject-error")
        assert page.input_value("#message") == "Help"


def check_a_field_is_checked_when_left_and_not_while_typing(site):
    with site.page() as page:
        page.goto("/")
        page.type("#email", "ana@exa")
        assert page.is_hidden("#email-error")
        page.press("#email", "Tab")
        assert "name@example.com" in page.inner_text("#email-error")


def check_the_counter_appears_near_the_limit_and_nothing_is_cut(site):
    with site.page() as page:
        page.goto("/")
        page.fill("#message", "x" * 700)
        assert page.inner_text("[data-counter]") == ""
        page.fill("#message", "x" * 999)
        assert page.inner_text("[data-counter]") == "1 character left"
        fill(page, message="👩‍👩‍👧" * 1003)
        assert page.inner_text("[data-counter]") == "3 characters too many"
        send(page)
        assert "it has 1,003" in notice(page)
        assert page.input_value("#message") == "👩‍👩‍👧" * 1003


def check_what_the_server_alone_refuses_is_shown_beside_the_field(site):
    with site.page() as page:
        page.goto("/")
        fill(page, email="a@b..c")
        send(page)
        assert "name@example.com" in notice(page)
        assert page.is_visible("#email-error")


def check_pressing_twice_sends_once(site):
    with site.page() as page:
        page.goto("/")
        posts = []

        def slow(route):
            posts.append(route.request.headers["idempotency-key"])
            page.evaluate("document.querySelector('form').requestSubmit()")
            route.continue_()

        page.route("**/support/submit", slow)
        fill(page)
        page.dblclick("button[type=submit]")
        ticket_of(page)
        assert len(posts) == 1, posts


def check_an_answer_that_is_lost_can_be_sent_again_without_arriving_twice(site):
    with site.page() as page:
        page.goto("/")
        first = []

        def lose(route):
            first.append(route.fetch().json())
            route.abort("connectionreset")

        page.route("**/support/submit", lose, times=1)
        fill(page)
        send(page)
        assert "can't tell yet" in notice(page)
        assert page.input_value("#message") == FIELDS["message"]
        page.click("text=Send again")
        assert ticket_of(page) == first[0]["ticket_id"]
        assert len(site.said(first[0]["ticket_id"])) == 1


def check_a_message_changed_after_it_arrived_becomes_a_new_one(site):
    with site.page() as page:
        page.goto("/")
        first = []

        def lose(route):
            first.append(route.fetch().json()["ticket_id"])
            route.abort("connectionreset")

        page.route("**/support/submit", lose, times=1)
        fill(page)
        send(page)
        notice(page)
        page.fill("#message", "This is what I really wanted to ask.")
        send(page)
        page.wait_for_selector("text=An earlier version of this message has arrived")
        page.click("text=Send again")
        ticket = ticket_of(page)
        assert ticket != first[0]
        assert site.said(ticket) == ["This is what I really wanted to ask."]


def check_offline_is_said_and_keeps_everything(site):
    with site.page() as page:
        page.goto("/")
        fill(page)
        page.context.set_offline(True)
        send(page)
        assert "offline" in notice(page)
        page.context.set_offline(False)
        page.click("text=Send again")
        ticket_of(page)


def check_a_full_desk_says_that_nothing_arrived(site):
    with site.page() as page:
        page.goto("/")
        problem = json.dumps({"title": "Not available", "status": 503})
        page.route(
            "**/support/submit",
            lambda route: route.fulfill(status=503, content_type="application/problem+json", body=problem),
            times=1,
        )
        fill(page)
        send(page)
        assert "has not arrived" in notice(page)
        page.click("text=Send again")
        ticket_of(page)


def check_a_slow_connection_shows_that_it_is_sending(site):
    with site.page() as page:
        page.goto("/")
        held = []
        page.route("**/support/submit", lambda route: held.append(route))
        fill(page)
        send(page)
        page.wait_for_selector("button[aria-disabled=true]:has-text('Sending')")
        held[0].continue_()
        ticket_of(page)


def check_a_reload_keeps_what_was_typed(site):
    with site.page() as page:
        page.goto("/")
        fill(page)
        page.check("input[name=priority][value=high]")
        page.reload()
        assert page.input_value("#message") == FIELDS["message"]
        assert page.is_checked("input[name=priority][value=high]")
        send(page)
        ticket_of(page)
        page.goto("/")
        assert page.input_value("#message") == ""


def check_going_back_after_sending_shows_an_empty_form(site):
    with site.page() as page:
        page.goto("/")
        fill(page)
        send(page)
        ticket_of(page)
        page.go_back()
        page.wait_for_selector("#message")
        assert page.input_value("#message") == ""
        assert page.get_attribute("button[type=submit]", "aria-disabled") is None


def check_the_form_works_without_script(site):
    with site.page(java_script_enabled=False) as page:
        page.goto("/")
        fill(page, name="A", message="<b>Help</b> & thanks 🙂")
        page.check("input[name=priority][value=low]")
        send(page)
        assert "Your name must have at least 2 characters." in notice(page)
        assert page.title().startswith("Error")
        assert page.input_value("#message") == "<b>Help</b> & thanks 🙂"
        assert page.input_value("#category") == "technical"
        assert page.is_checked("input[name=priority][value=low]")
        page.fill("#name", "Ana")
        send(page)
        ticket = ticket_of(page)
        assert "Your message has arrived" in page.inner_text("main")
        assert site.said(ticket) == ["<b>Help</b> & thanks 🙂"]


def check_the_form_works_by_keyboard_alone(site):
    with site.page() as page:
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        for keys in ("Ana Ruiz", "ana@example.com", "Invite a teammate", None, None, FIELDS["message"]):
            page.keyboard.press("Tab")
            if keys is not None:
                page.keyboard.type(keys)
            elif page.evaluate("document.activeElement.id") == "category":
                page.keyboard.press("ArrowDown")
            else:
                page.keyboard.press("ArrowDown")
                assert page.is_checked("input[name=priority][value=high]")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        ticket_of(page)
