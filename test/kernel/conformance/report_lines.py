"""A pytest plugin that says what happened as lines of JSON, for the test runner that started pytest."""

from __future__ import annotations

import json
from typing import Any

import pytest


def say(**content: Any) -> None:
    print("\n" + json.dumps(content), flush=True)


def pytest_collection_finish(session: pytest.Session) -> None:
    if session.config.option.collectonly:
        say(tests=[item.nodeid for item in session.items])


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """One line for each phase of each test, and for each part that a test has of its own (a subtest)."""
    if report.passed and report.when != "teardown":
        return
    reason = report.longrepr[2] if report.skipped and isinstance(report.longrepr, tuple) else report.longreprtext
    part = getattr(report, "context", None)
    # Only the end of the test itself ends it; what has a context is a part.
    say(
        test=report.nodeid,
        outcome=report.outcome,
        text=reason if report.failed or report.skipped else "",
        part=part is not None,
        ended=report.when == "teardown" and part is None,
    )
