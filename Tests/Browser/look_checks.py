"""How the pages look: accessibility rules in both themes, narrow and wide, with texts of every kind."""

import urllib.request

from pages import fill, notice, send

THEMES = ("light", "dark")
WIDTHS = (1280, 390, 320)


def odd_tickets(site):
    yield site.ticket(name="N" * 300, subject="W" * 300, message="word " * 1000)
    yield site.ticket(name="سارة", subject="لا أستطيع دعوة زميل", message="مرحبا، لا أستطيع دعوة زميلي إلى مساحة العمل.")
    yield site.ticket(subject="🙂🙂🙂🙂🙂", message="🙈🙉🙊" * 4)


def assert_fits(page):
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{page.url} is {width[0]} wide in {width[1]}"


def assert_accessible(site, page):
    found = site.violations(page)
    assert not found, f"{page.url}: {found}"


def everywhere(site):
    for theme in THEMES:
        for width in WIDTHS:
            with site.page(color_scheme=theme, viewport={"width": width, "height": 800}) as page:
                yield page


def check_the_form_is_accessible(site):
    for page in everywhere(site):
        page.goto("/")
        assert_accessible(site, page)
        send(page)
        notice(page)
        assert_accessible(site, page)
        assert_fits(page)


def check_the_ticket_page_is_accessible(site):
    ticket = site.ticket()
    for page in everywhere(site):
        for address in (f"/tickets/{ticket}?sent", f"/tickets/{ticket}"):
            page.goto(address)
            page.wait_for_selector("text=New messages appear here by themselves.")
            assert_accessible(site, page)
            assert_fits(page)


def check_the_other_pages_are_accessible(site):
    for page in everywhere(site):
        for address in ("/privacy", "/nothing-here"):
            page.goto(address)
            assert_accessible(site, page)
            assert_fits(page)


def check_odd_texts_are_accessible_and_fit(site):
    tickets = list(odd_tickets(site))
    for page in everywhere(site):
        for ticket in tickets:
            page.goto(f"/tickets/{ticket}")
            assert_accessible(site, page)
            assert_fits(page)


def check_targets_are_large_enough(site):
    small = """[...document.querySelectorAll('a, button, input:not([type=hidden]):not([type=radio]), select, .choice')]
        .filter((e) => e.checkVisibility() && !e.matches('.skip') && !e.closest('p.hint, .text'))
        .map((e) => [e.textContent.trim().slice(0, 30) || e.id, e.getBoundingClientRect().height])
        .filter(([, height]) => height < 43.5)"""
    with site.page(viewport={"width": 390, "height": 800}) as page:
        for address in ("/", f"/tickets/{site.ticket()}", f"/tickets/{site.ticket()}?sent"):
            page.goto(address)
            assert page.evaluate(small) == [], address


def check_the_form_page_is_light(site):
    sizes = {}
    with site.page() as page:
        page.on("response", lambda r: sizes.update({r.url: r}) if "/assets/" in r.url else None)
        page.goto("/", wait_until="networkidle")
        total = sum(len(r.body()) for r in sizes.values() if r.url.endswith((".css", ".js")))
    assert 0 < total < 30_000, total


def check_the_policy_allows_only_our_own(site):
    with urllib.request.urlopen(site.url, timeout=10) as response:
        policy = response.headers["Content-Security-Policy"]
        text = response.read().decode()
    assert "default-src 'self'" in policy and "unsafe" not in policy
    assert " style=" not in text and "<style" not in text and " onclick=" not in text


def check_enlarged_to_twice_its_size_it_still_fits(site):
    with site.page(viewport={"width": 640, "height": 400}, device_scale_factor=2) as page:
        page.goto("/")
        fill(page)
        assert_fits(page)


def check_reduced_motion_is_respected(site):
    ticket = site.ticket()
    with site.page(reduced_motion="reduce") as page:
        page.goto(f"/tickets/{ticket}")
        assert page.evaluate("document.getAnimations().length") == 0


def check_forced_colours_are_accessible(site):
    with site.page(forced_colors="active") as page:
        page.goto("/")
        assert_accessible(site, page)


def check_a_printed_ticket_has_its_conversation_and_no_form(site):
    with site.page() as page:
        page.goto(f"/tickets/{site.ticket()}")
        page.emulate_media(media="print")
        assert page.is_visible(".message") and page.is_visible(".reference")
        assert page.is_hidden("form") and page.is_visible("[data-link]")
