"""The ticket page: the conversation, its live update, and replies."""

import urllib.error
import urllib.request

from pages import fill, notice, send, ticket_of, until


def check_a_reply_from_elsewhere_appears_by_itself_without_stealing_focus(site):
    ticket = site.ticket()
    with site.page() as page:
        page.goto(f"/tickets/{ticket}")
        page.wait_for_selector("text=New messages appear here by themselves.")
        page.type("#message", "I am still wri")
        page.evaluate("window.scrollTo(0, document.getElementById('message').offsetTop - 100)")
        before = page.evaluate("document.getElementById('message').getBoundingClientRect().top")
        site.post(f"/support/ticket/{ticket}/replies", {"message": "Sent from another window."})
        page.wait_for_selector(".message:has-text('Sent from another window.')")
        after = page.evaluate("document.getElementById('message').getBoundingClientRect().top")
        assert abs(after - before) < 2, f"the field moved by {after - before}"
        page.keyboard.type("ting")
        assert page.input_value("#message") == "I am still writing"
        assert page.locator(".message:has-text('Sent from another window.')").count() == 1


def check_a_reply_is_sent_in_place_and_stands_there_once(site):
    ticket = site.ticket()
    with site.page() as page:
        page.goto(f"/tickets/{ticket}")
        page.fill("#message", "One more thing:\nit happens on my phone.")
        send(page)
        page.wait_for_selector(".message:has-text('it happens on my phone.')")
        until(lambda: page.input_value("#message") == "")
        until(lambda: "arrived" in page.inner_text("[data-announce]"))
        assert page.locator(".message:has-text('it happens on my phone.')").count() == 1
        assert site.said(ticket)[1:] == ["One more thing:\nit happens on my phone."]


def check_a_lost_reply_can_be_sent_again_without_arriving_twice(site):
    ticket = site.ticket()
    with site.page() as page:
        page.goto(f"/tickets/{ticket}")

        def lose(route):
            route.fetch()
            route.abort("connectionreset")

        page.route("**/replies", lose, times=1)
        page.fill("#message", "Sent once only")
        send(page)
        assert "can't tell yet" in notice(page)
        assert page.input_value("#message") == "Sent once only"
        page.click("text=Send again")
        until(lambda: page.input_value("#message") == "")
        assert site.said(ticket).count("Sent once only") == 1


def check_an_empty_reply_is_refused_in_words(site):
    with site.page() as page:
        page.goto(f"/tickets/{site.ticket()}")
        send(page)
        assert "Your message is missing." in notice(page)


def check_the_ticket_page_works_without_script(site):
    ticket = site.ticket()
    with site.page(java_script_enabled=False) as page:
        page.goto(f"/tickets/{ticket}")
        assert page.is_visible("text=Refresh")
        send(page)
        assert "Your message is missing." in notice(page)
        page.fill("#message", "Without script")
        send(page)
        page.wait_for_url("**/tickets/*#message-*")
        assert page.is_visible(".message:has-text('Without script')")
        assert page.input_value("#message") == ""


def check_a_cut_connection_is_told_and_mended(site):
    ticket = site.ticket()
    with site.page() as page:
        page.route("**/events", lambda route: route.abort("connectionreset"), times=1)
        page.goto(f"/tickets/{ticket}")
        page.wait_for_selector("text=The connection is interrupted.")
        assert page.is_visible("text=Refresh")
        page.wait_for_selector("text=New messages appear here by themselves.")
        site.post(f"/support/ticket/{ticket}/replies", {"message": "After the break."})
        page.wait_for_selector(".message:has-text('After the break.')")


def check_times_are_relative_with_the_exact_one_on_hover(site):
    with site.page(timezone_id="America/New_York") as page:
        page.goto(f"/tickets/{site.ticket()}")
        time = page.locator(".message time").first
        until(lambda: time.inner_text() == "just now")
        assert "EST" in time.get_attribute("title") or "GMT-" in time.get_attribute("title")


def check_the_kept_address_does_not_say_sent(site):
    with site.page() as page:
        page.goto("/")
        fill(page)
        send(page)
        ticket = ticket_of(page)
        until(lambda: page.url.endswith(f"/tickets/{ticket}"))
        page.reload()
        assert "Your message has arrived" not in page.inner_text("main")
        assert ticket in page.inner_text(".keep")


def check_what_is_typed_is_shown_as_typed(site):
    ticket = site.ticket(subject="<script>alert(1)</script>", message="<img src=x onerror=alert(1)> **bold** {{name}}")
    with site.page() as page:
        page.goto(f"/tickets/{ticket}")
        assert page.inner_text("h1") == "<script>alert(1)</script>"
        assert page.inner_text(".customer .text") == "<img src=x onerror=alert(1)> **bold** {{name}}"


def check_an_unknown_ticket_is_a_page_for_people(site):
    address = f"{site.url}/tickets/00000000-0000-4000-8000-000000000000"
    with site.page() as page:
        response = page.goto(address)
        assert response.status == 404
        assert "We can't find this page" in page.inner_text("h1")
        page.click("text=Write to us")
        page.wait_for_selector("#message")
    try:
        urllib.request.urlopen(address, timeout=10)
        raise AssertionError("a program gets no error")
    except urllib.error.HTTPError as error:
        assert error.code == 404
        assert error.headers["Content-Type"] == "application/problem+json"
