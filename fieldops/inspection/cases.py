"""Recorded cases of probes: what a command printed on some system, and the facts and verdicts that are true of it. Pure.

Lives here: reading such a file, and what of it a probe and its checks read otherwise. How one is written is `case_text`;
where the files lie, `fieldops.actions.probe_cases`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from fieldops.documents.yaml_text import Node, Path, read_yaml
from fieldops.errors import Named, Position, Problem
from fieldops.inspection.checks import Judge, Verdict
from fieldops.inspection.frames import ProbeEnd, RawOutput
from fieldops.inspection.playbook import Probe
from fieldops.inspection.readings import Cell, Reading, Reason, Row, Session, read_output
from fieldops.structs import Struct

# The keys of a case, with what each holds.
_KEYS: Mapping[str, type] = {
    "system": str,
    "command": str,
    "output": str,
    "error": str,
    "exit_code": int,
    "asked": int,
    "facts": list,
    "unknown": str,
    "verdicts": dict,
}
_NEEDED = ("command", "output")
# A text may hold nothing at all.
_MAY_BE_EMPTY = ("output", "error")

Judges = Callable[[str], Mapping[str, Judge] | None]
"""The judges of a playbook by the id of their check; None where there is no such playbook."""


class Case(Struct, frozen=True):
    """One recorded case, as its file says it; `node` tells where."""

    path: str
    node: Node
    command: str
    output: bytes
    error: bytes
    exit_code: int
    asked: int | None

    def problem(self, code: str, where: Path = (), *, key: bool = False, **values: object) -> Problem:
        """That something at a place of the file is not so."""
        place = self.node.key_place(where) if key else self.node.at(where).place
        return Problem(Position(self.path, *place), code, values)

    def says(self, playbook: str, check: str) -> bool:
        """Whether it has a verdict of that check."""
        verdicts: Any = self.node.data
        return check in verdicts.get("verdicts", {}).get(playbook, {})

    def raw(self, probe: Probe) -> RawOutput:
        """What the host gave for the probe."""
        cut = len(self.output) > probe.cap
        return RawOutput(
            probe.id,
            out=self.output[: probe.cap],
            err=self.error,
            exit_code=self.exit_code,
            why=ProbeEnd.OK,
            cut=cut,
        )

    def reading(self, probe: Probe) -> Reading:
        """The facts that the probe finds in it."""
        session = None if self.asked is None else Session(self.asked, self.asked)
        return read_output(probe, self.raw(probe), session)


def read_case(raw: bytes, path: str) -> tuple[Case | None, list[Problem]]:
    """The case in the bytes of a file, and what is wrong with it; None where it cannot be used."""
    node, problems = read_yaml(raw, path)
    if node is None or problems:
        return None, problems
    if not isinstance(node.data, dict):
        return None, [Problem(Position(path, *node.place), "case.not-mapping")]
    if problems := list(_misfits(node, path)):
        return None, problems
    data: dict[str, Any] = node.data
    output, error = (data.get(key) or "" for key in _MAY_BE_EMPTY)
    return (
        Case(
            path=path,
            node=node,
            command=data["command"],
            output=output.encode(),
            error=error.encode(),
            exit_code=data.get("exit_code", 0),
            asked=data.get("asked"),
        ),
        [],
    )


def _misfits(node: Node, path: str) -> Iterator[Problem]:
    """What does not have the form of a case."""
    assert isinstance(node.data, dict)  # the caller has looked
    for key, value in node.data.items():
        wanted = _KEYS.get(key)
        if wanted is None:
            yield Problem(
                Position(path, *node.key_place((key,))),
                "case.unknown-key",
                {"key": key, "choices": ", ".join(_KEYS)},
            )
        elif value is None and key in _MAY_BE_EMPTY:
            continue
        elif not isinstance(value, wanted) or isinstance(value, bool):
            expected = Named(f"case.is-{wanted.__name__}")
            yield Problem(
                Position(path, *node.at((key,)).place), "case.form", {"key": key, "expected": expected}
            )
    lacking = [key for key in _NEEDED if key not in node.data]
    if ("facts" in node.data) is ("unknown" in node.data):
        yield Problem(Position(path, *node.place), "case.facts-or-unknown")
    for key in lacking:
        yield Problem(Position(path, *node.place), "case.lacks", {"key": key})
    yield from _misfits_inside(node, path)


def _misfits_inside(node: Node, path: str) -> Iterator[Problem]:
    """Of the rows and of the verdicts what is no mapping."""
    for key in ("facts", "verdicts"):
        inner = node.children.get(key)
        entries = inner.children.values() if inner is not None else ()
        for each in entries:
            if not isinstance(each.data, dict):
                expected = Named("case.is-dict")
                yield Problem(Position(path, *each.place), "case.form", {"key": key, "expected": expected})


# --- what is not so ------------------------------------------------------------------------------------


def differences(case: Case, probe: Probe, judges: Judges) -> Iterator[Problem]:
    """Where what the probe and its checks say now differs from what the case says."""
    if case.command != probe.run:
        yield case.problem("case.command", ("command",), probe=probe.id)
    reading = case.reading(probe)
    yield from _facts(case, reading)
    yield from _verdicts(case, probe, reading, judges)


def _facts(case: Case, reading: Reading) -> Iterator[Problem]:
    expected = case.node.children.get("unknown")
    if expected is not None:
        if reading.unknown is None:
            yield case.problem("case.known", ("unknown",), rows=len(reading.rows))
        elif reading.unknown.code != expected.data:
            found, code = _why(reading.unknown), reading.unknown.code
            yield case.problem("case.unknown-otherwise", ("unknown",), found=found, reason=code)
        return
    if reading.unknown is not None:
        found, code = _why(reading.unknown), reading.unknown.code
        yield case.problem("case.unknown", ("facts",), key=True, found=found, reason=code)
        return
    written = case.node.at(("facts",)).children
    if len(written) != len(reading.rows):
        yield case.problem("case.rows", ("facts",), key=True, expected=len(written), found=len(reading.rows))
    for at, row in zip(range(len(written)), reading.rows, strict=False):
        yield from _row(case, at, row)


def _row(case: Case, at: int, row: Row) -> Iterator[Problem]:
    written = case.node.at(("facts", at)).data
    assert isinstance(written, dict)  # the reader has looked
    for name, cell in row.items():
        if name not in written:
            yield case.problem("case.fact-not-written", ("facts", at), field=name, found=_shown(cell))
        elif not is_so(written[name], cell):
            yield case.problem("case.fact", ("facts", at, name), field=name, found=_shown(cell))
    for name in written:
        if name not in row:
            yield case.problem("case.no-field", ("facts", at, name), key=True, field=name)


def is_so(written: object, cell: Cell) -> bool:
    """Whether what is written of a field is what was found: a number by its value, however it is written."""
    if isinstance(cell, Reason):
        return written == {"unknown": cell.code}
    if cell is None or written is None or isinstance(written, bool) or not isinstance(written, str | int):
        return cell is None and written is None
    if isinstance(cell, str):
        return str(written) == cell
    try:
        # Numbers with a point, or of more than 18 digits, are texts to the reader of YAML.
        return Decimal(written) == Decimal(str(cell))
    except InvalidOperation:
        return False


def _shown(cell: Cell) -> object:
    if isinstance(cell, Reason):
        return f"{{ unknown: {cell.code} }}"
    return "null" if cell is None else str(cell)


def _why(reason: Reason) -> Named:
    return Named(reason.code, **reason.values)


def _verdicts(case: Case, probe: Probe, reading: Reading, judges: Judges) -> Iterator[Problem]:
    verdicts = case.node.children.get("verdicts")
    for playbook, entry in verdicts.children.items() if verdicts is not None else ():
        known = judges(str(playbook))
        if known is None:
            yield case.problem("case.no-playbook", ("verdicts", playbook), key=True, id=playbook)
            continue
        for check, verdict in entry.children.items():
            judge = known.get(str(check))
            where = ("verdicts", playbook, check)
            if judge is None or judge.check.probe != probe.id:
                own = ", ".join(id for id, each in known.items() if each.check.probe == probe.id) or "-"
                yield case.problem("case.no-check", where, key=True, id=check, choices=own)
            elif (found := judge.judge(reading).verdict).value != verdict.data:
                code = "case.verdict" if verdict.data in set(Verdict) else "case.no-verdict"
                yield case.problem(
                    code,
                    where,
                    check=check,
                    found=found.value,
                    written=verdict.data,
                    choices=", ".join(Verdict),
                )
