#!/usr/bin/env python3
"""Checks the customer's pages of a running program in Debian's Chromium.

    python3 Tests/Browser/check.py --url http://127.0.0.1:8000

Needs PyPI's playwright and the package chromium. The accessibility rules are axe-core's `axe.min.js`, given by --axe
or found in `$FTE_SHARED_DATA/web`; without it those checks are skipped, and that is said.
"""

import argparse
import inspect
import os
import sys
import traceback

import form_checks
import look_checks
import ticket_checks
from pages import open_site


def checks():
    for module in (form_checks, ticket_checks, look_checks):
        for name, check in inspect.getmembers(module, inspect.isfunction):
            if check.__module__ == module.__name__ and name.startswith("check_"):
                yield name.removeprefix("check_").replace("_", " "), check


def main():
    shared = os.environ.get("FTE_SHARED_DATA")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", required=True, help="where the program listens")
    parser.add_argument("--browser", default="/usr/bin/chromium", help="Chromium's path")
    parser.add_argument("--axe", default=f"{shared}/web/axe.min.js" if shared else None, help="axe.min.js")
    parser.add_argument("--only", default="", help="checks whose name holds this text")
    options = parser.parse_args()

    passed, failed, skipped = 0, 0, 0
    with open_site(options.url, options.browser, options.axe) as site:
        for name, check in checks():
            if options.only not in name:
                continue
            if site.axe is None and "accessib" in name:
                skipped += 1
                print(f"skip  {name}: axe.min.js was not given (--axe, or FTE_SHARED_DATA)")
                continue
            try:
                check(site)
                passed += 1
                print(f"ok    {name}")
            except Exception as error:  # noqa: BLE001: every kind of failure is counted
                failed += 1
                place = traceback.extract_tb(error.__traceback__)[1]
                print(f"FAIL  {name}: {str(error) or place.line} ({os.path.basename(place.filename)}:{place.lineno})")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
