"""The customer's pages in a real browser: how each check opens, fills and reads them."""

import contextlib
import json
import os
import time
import urllib.error
import urllib.request

from playwright.sync_api import sync_playwright

FIELDS = {
    "name": "Ana Ruiz",
    "email": "ana@example.com",
    "subject": "Invite a teammate",
    "category": "technical",
    "message": "How do I invite a teammate to my workspace?",
}


class Site:
    """The running program, and a browser to look at it with."""

    def __init__(self, url, browser, axe):
        self.url = url
        self.browser = browser
        self.axe = axe

    @contextlib.contextmanager
    def page(self, **options):
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = self.browser.new_context(base_url=self.url, **options)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on(
            "console",
            lambda message: page.faults.append(message.text)
            if "Content Security Policy" in message.text
            else None,
        )
        try:
            yield page
            assert not page.faults, f"the page's scripts failed: {page.faults}"
        finally:
            context.close()

    def post(self, path, fields, key=None):
        """Sends JSON as a program would; answers with status and body."""
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Idempotency-Key"] = key
        request = urllib.request.Request(self.url + path, json.dumps(fields).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def ticket(self, **fields):
        """A new ticket's id."""
        status, receipt = self.post("/support/submit", FIELDS | fields)
        assert status == 200, receipt
        return receipt["ticket_id"]

    def conversation(self, ticket):
        """The ticket's messages, as a program reads them."""
        with urllib.request.urlopen(f"{self.url}/support/ticket/{ticket}", timeout=10) as response:
            return json.load(response)["messages"]

    def said(self, ticket):
        """What the customer wrote, in order."""
        return [m["content"] for m in self.conversation(ticket) if m["role"] == "customer"]

    def violations(self, page):
        """What axe finds against WCAG 2.2 AA."""
        page.evaluate(self.axe)  # not a script element: the page's own policy would refuse one
        found = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        )
        return [
            f"{v['id']}: {v['help']} ({v['nodes'][0]['html'][:120]})" for v in found["violations"]
        ]


def fill(page, **fields):
    for name, value in (FIELDS | fields).items():
        if name == "category":
            page.select_option("#category", value)
        else:
            page.fill(f"#{name}", value)


def send(page):
    page.click("button[type=submit]")


def ticket_of(page):
    page.wait_for_url("**/tickets/*")
    return page.url.split("/tickets/")[1].split("?")[0].split("#")[0]


def notice(page):
    """The banner above the form, once it is there."""
    page.wait_for_selector("[data-notices] .notice")
    return page.inner_text("[data-notices] .notice")


def until(condition, seconds=10):
    """Waits for what has no element to wait for."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@contextlib.contextmanager
def open_site(url, browser_path, axe_path):
    axe = None
    if axe_path and os.path.exists(axe_path):
        with open(axe_path, encoding="utf-8") as file:
            axe = file.read()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_path,
            args=["--no-sandbox", "--disable-quic", "--disable-background-networking"],
        )
        try:
            yield Site(url.rstrip("/"), browser, axe)
        finally:
            browser.close()
