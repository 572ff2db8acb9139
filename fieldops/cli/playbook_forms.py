"""How a playbook is shown, as tables and as JSON: checks, manual items, deviations; and what it needs as root, as lines of sudoers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from fieldops.cli.output import Session, print_line
from fieldops.cli.tables import print_table
from fieldops.errors import UsageError
from fieldops.messages import one_line

if TYPE_CHECKING:
    from fieldops.actions.playbooks import InstanceAccount, SudoersLine
    from fieldops.inspection.plan import Plan
    from fieldops.inspection.playbook import Check, Deviation, ManualItem


def shown_data(plan: Plan, language: str) -> dict[str, object]:
    """What a playbook checks, what people look at for it, and where it deviates from what it extends, as JSON."""
    from fieldops.inspection.variables import shown, value_of

    return {
        "extends": list(plan.extends),
        "deviations": [deviation_data(each, language) for each in plan.deviations],
        "vars": [
            {
                "name": name,
                "value": shown(value_of(each.value)),
                "title": each.title and each.title.say(language),
            }
            for name, each in plan.playbook.vars.items()
        ],
        "checks": [_check_data(judge.check, language) for judge in plan.judges],
        "manual": [_item_data(item, language) for item in plan.manual],
    }


def _check_data(check: Check, language: str) -> dict[str, object]:
    return {
        "id": check.id,
        "title": check.title.say(language),
        "area": check.area,
        "probe": check.probe,
        "warn": check.written.get("warn"),
        "crit": check.written.get("crit"),
        "expect": check.written.get("expect"),
        "standard": check.standard.say(language),
        "tags": list(check.tags),
    }


def _item_data(item: ManualItem, language: str) -> dict[str, object]:
    return {
        "id": item.id,
        "title": item.title.say(language),
        "area": item.area,
        "per": item.per,
        "look": item.look.say(language),
        "form": item.form,
        "unit": item.unit,
        "choices": [
            {"id": each.id, "title": each.title.say(language), "result": each.result} for each in item.choices
        ],
        "warn": item.warn,
        "crit": item.crit,
        "expect": item.expect,
        "standard": item.standard.say(language),
        "photo": item.photo,
        "tags": list(item.tags),
    }


def print_plan(session: Session, plan: Plan) -> None:
    """The checks of a playbook as a table, then the manual items, then the deviations; what there is none of is left out."""
    language = session.language
    if plan.judges or not plan.manual:
        checks = [judge.check for judge in plan.judges]
        rows = [
            [check.id, check.title.say(language), check.standard.say(language), check.probe]
            for check in checks
        ]
        print_table(session, _headings(session, ("check", "title", "standard", "probe")), rows)
    if plan.manual:
        if plan.judges:
            print_line("")
        words = ("manual-item", "title", "per", "look", "standard", "answer")
        print_table(session, _headings(session, words), [_item_row(session, item) for item in plan.manual])
    if plan.playbook.vars:
        from fieldops.inspection.variables import shown, value_of

        print_line("")
        rows = [
            [name, shown(value_of(each.value)), each.title.say(language) if each.title else ""]
            for name, each in plan.playbook.vars.items()
        ]
        print_table(session, _headings(session, ("variable", "value", "title")), rows)
    print_deviations(session, plan)


def _headings(session: Session, words: Sequence[str]) -> list[str]:
    return [session.say(f"word.{word}") for word in words]


def _item_row(session: Session, item: ManualItem) -> list[str]:
    texts = [each.say(session.language) for each in (item.title, item.look, item.standard)]
    return [item.id, texts[0], session.say(f"manual.per.{item.per}"), *texts[1:], _answer(session, item)]


def _answer(session: Session, item: ManualItem) -> str:
    """What is to be filled in."""
    match item.form:
        case "number":
            return session.say("manual.form.number", unit=item.unit)
        case "text":
            return session.say("manual.form.text")
        case "choice":
            return " / ".join(each.title.say(session.language) for each in item.choices)
    return " / ".join(
        session.say(f"manual.answer.{each}") for each in ("ok", "not-ok", *(("na",) if item.na else ()))
    )


def deviation_data(deviation: Deviation, language: str) -> dict[str, object]:
    """Where a playbook deviates from the one that it extends, as JSON."""
    terms = [
        {
            "name": each.name,
            "was": each.was and each.was.say(language),
            "now": each.now and each.now.say(language),
        }
        for each in deviation.terms
    ]
    return {
        "check": deviation.check,
        "playbook": deviation.playbook,
        "reason": deviation.reason.say(language),
        "left_out": deviation.left_out,
        "hosts": list(deviation.hosts),
        "groups": list(deviation.groups),
        "terms": terms,
    }


def print_deviations(session: Session, plan: Plan) -> None:
    """The deviations as a table, as the report has them."""
    if not plan.deviations:
        return
    from zoneinfo import ZoneInfo

    from fieldops.actions.snapshots import deviation_snapshots
    from fieldops.reports.deviations import head_of_deviations, row_of
    from fieldops.reports.wording import Wording

    wording = Wording(session.language, ZoneInfo("UTC"))
    print_line("")
    print_line(wording.say("deviations"))
    rows = []
    for each, kept in zip(plan.deviations, deviation_snapshots(plan), strict=True):
        hosts = wording.listed((*each.hosts, *each.groups)) or wording.say("all-hosts")
        row = row_of(kept, hosts, wording)
        rows.append([row.check, row.standard, row.here, row.hosts, row.reason])
    print_table(session, head_of_deviations(wording), rows)


# Where sudo may find the shell that runs what a client of an instance needs.
_SHELLS = "/usr/bin/sh, /bin/sh"
# What a name in sudoers may be made of without a quote; %, # and @ would mean something else at its beginning.
_USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}", re.ASCII)


def sudoers_text(session: Session, playbook: str, user: str, needed: Iterable[SudoersLine]) -> Iterator[str]:
    """The lines by which `user` may run what a playbook needs as root, with a comment for each probe.

    Raises UsageError for a name that is none.
    """
    if not _USER.fullmatch(user):
        raise UsageError("sudoers.user", user=user)
    aliases: dict[str, list[str]] = {}
    yield f"# {session.say('sudoers.head', playbook=playbook, user=user)}"
    yield f"# {session.say('sudoers.where')}"
    for each in needed:
        yield ""
        yield f"# {each.probe}: {one_line(each.title.say(session.language))}"
        if each.commands is None:
            yield f"# {session.say('sudoers.shell', account=each.account)}"
            continue
        alias = "FIELDOPS_" + each.probe.upper().replace("-", "_")
        aliases.setdefault(each.account, []).append(alias)
        yield f"Cmnd_Alias {alias} = {', '.join(each.commands)}"
    yield ""
    for account, named in aliases.items():
        yield f"{user} ALL=({account}) NOPASSWD: {', '.join(named)}"
    if not aliases:
        yield f"# {session.say('sudoers.nothing')}"


def instances_text(session: Session, user: str, accounts: Iterable[InstanceAccount]) -> Iterator[str]:
    """The lines by which `user` may run the clients of instances as the accounts that the contract names, and what that gives."""
    for each in accounts:
        yield ""
        if each.account == "root":
            yield f"# {', '.join(each.instances)}: {session.say('sudoers.shell', account='root')}"
            continue
        named = ", ".join(each.instances)
        yield f"# {session.say('sudoers.instances', instances=named, account=each.account, user=user)}"
        yield f"{user} ALL=({each.account}) NOPASSWD: {_SHELLS}"
