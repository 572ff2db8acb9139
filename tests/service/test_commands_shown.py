"""Beside each thing that is to be done stands the command that tells it: whoever types them one after the other closes the order."""

from __future__ import annotations

import shlex
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import again
from service.stories import Desk, instant

from fieldops.actions.dispatch import proposals
from fieldops.actions.order_corrections import AsItWas, correct
from fieldops.actions.order_telling import Word, tell
from fieldops.actions.orders import order_called
from fieldops.cli.agenda_forms import command_text, due_by, lines_in_time
from fieldops.cli.output import Session
from fieldops.errors import Refused, UsageError

BEGUN = instant("2026-10-12T09:00")
# What only whoever types it knows.
KNOWN = {
    "NAME": "卢敏", "TEXT": "seen on site", "FILE": "scan of 12 October", "TIME": "2026-10-12T09:01",
    "姓名": "卢敏", "原因": "到现场看过", "文件": "10 月 12 日扫描件", "时间": "2026-10-12T09:01",
}  # fmt: skip


def follow(desk: Desk, language: str) -> list[str]:
    """Type what is shown first, minute by minute, until nothing is shown; what was typed."""
    session, typed = Session(desk.root, language, False), list[str]()
    for minute in range(1, 40):
        now = BEGUN + timedelta(minutes=minute)
        view = order_called(desk.root, desk.order, now)
        if view.standing.is_over:
            return typed
        lines = lines_in_time((view,), proposals(desk.root, (view,), now))
        typed.append(first_done(desk, [command_text(session, each) for each in lines], now))
    raise AssertionError(typed)


def first_done(desk: Desk, commands: list[str], now: Any) -> str:
    """The first one that may be typed now; what has to wait for another one says so."""
    for command in filter(None, commands):
        with suppress(Refused):
            run(desk, [KNOWN.get(each, each) for each in shlex.split(command)], now)
            return command
    raise AssertionError(commands)


def run(desk: Desk, words: list[str], now: Any) -> None:
    assert words[:2] == ["fieldops", "order"]
    what, order, *rest = words[2:]
    if what == "correct":
        options = dict(zip(rest[::2], rest[1::2], strict=True))
        correct(desk.root, order, AsItWas(inside=True), options["--reason"], None, now)
        return
    kind, *pairs = rest
    values = {name.lstrip("-"): value for name, value in zip(pairs[::2], pairs[1::2], strict=True)}
    tell(desk.root, order, Word(kind, values.pop("at", None), values), now)


_CALLS: list[tuple[str, dict[str, Any]]] = [
    ("archive-digitisation", {"severity": "ordinary", "asset": "scanner-01"}),
    # Agreed first, step by step; and one of which nobody knows whether it is in the scope.
    ("archive-digitisation", {"severity": "ordinary", "affected": "a printer", "inside": False}),
    ("archive-digitisation", {"severity": "ordinary", "affected": "a plotter"}),
    ("managed-service", {"scope": "core", "urgency": "urgent", "asset": "app-01"}),
    ("managed-service", {"request": "complaint", "symptom": "nobody called back"}),
    ("managed-service", {"request": "consultation"}),
    ("housing-fund-portal", {"severity": "major", "caller": "nobody named"}),
]


# In English the words are others, not the commands: one call is enough each time.
@pytest.mark.parametrize(
    ("language", "contract", "given"),
    [
        pytest.param(language, *call, marks=(again,) * (language == "en" and place > 0))
        for place, call in enumerate(_CALLS)
        for language in ("en", "zh-CN")
    ],
)
def test_who_types_what_is_shown_closes_the_order(
    tmp_path: Path, language: str, contract: str, given: dict[str, Any]
) -> None:
    desk = Desk(tmp_path, contract)
    desk.call("2026-10-12T09:00", **given)
    typed = follow(desk, language)
    assert typed
    if language == "zh-CN":
        assert not [each for each in typed if any(name in each for name in ("NAME", "FILE", "TEXT"))]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (0, {"assign an engineer", "response"}),
        # By Wednesday evening it is to be solved, too.
        (instant("2026-10-15T00:00").date(), {"assign an engineer", "response", "resolution"}),
    ],
)
def test_a_day_has_what_is_due_by_its_end_and_what_waits_for_somebody(
    tmp_path: Path, asked: Any, shown: set[str]
) -> None:
    desk = Desk(tmp_path, "housing-fund-portal")
    desk.call("2026-10-12T09:00", severity="ordinary", inside=True, affected="the portal")
    session, view = Session(tmp_path, "en", False), desk.show("2026-10-12T09:05")
    lines = due_by(session, lines_in_time((view,), {}), asked, instant("2026-10-12T09:05"))
    assert {session.value(each.due.what) for each in lines} >= shown
    assert ("resolution" in {session.value(each.due.what) for each in lines}) == ("resolution" in shown)


def test_a_day_that_is_over_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as found:
        due_by(Session(tmp_path, "en", False), [], BEGUN.date() - timedelta(days=2), BEGUN)
    assert found.value.code == "order.day-past"
