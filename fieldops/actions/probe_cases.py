"""Recorded cases of a workspace's probes, `tests/probes/PROBE/CASE.yaml`: holding probes and checks against them, and adding one.

What a case is, and what of it is not so, is `fieldops.inspection.cases`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from fieldops.actions.needed import check_playbook, check_probe, need
from fieldops.actions.probes import Tried
from fieldops.documents.links import inside, read_whole, yaml_files
from fieldops.documents.workspace import Document, Workspace, load_workspace, shown_path
from fieldops.errors import (
    InvalidDocuments,
    Position,
    Problem,
    Refused,
    Unusable,
    UsageError,
    by_place,
    system_error,
)
from fieldops.inspection.case_text import case_text, private_lines
from fieldops.inspection.cases import Case, differences, read_case
from fieldops.inspection.checks import CheckResult, Judge
from fieldops.inspection.frames import ProbeEnd
from fieldops.inspection.load import probe_of
from fieldops.inspection.plan import make_plan
from fieldops.inspection.playbook import Probe
from fieldops.inspection.readings import NO_CLOCK, Session, read_output
from fieldops.structs import Struct

FOLDER = Path("tests/probes")
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}", re.ASCII)


class Held(Struct, frozen=True):
    """One case: its probe, its name, its file, and everything that is not so, ordered by its place."""

    probe: str
    case: str
    path: str
    problems: tuple[Problem, ...]


class Tested(Struct, frozen=True):
    """What was held against recorded outputs; `untested` are the workspace's own probes that have none."""

    held: tuple[Held, ...]
    untested: tuple[str, ...]

    @property
    def failed(self) -> int:
        """How many cases are not so."""
        return sum(bool(each.problems) for each in self.held)


def hold_cases(root: Path, wanted: Sequence[str] = (), folder: Path | None = None) -> Tested:
    """Hold probes (those `wanted`; all without) against their recorded cases, which lie in `folder` or the workspace's own.

    Raises UsageError where there is no case to hold, InvalidDocuments where a probe or a playbook has mistakes of its own.
    """
    workspace = load_workspace(root, judged=False)
    ids = [need(workspace, "Probe", each).id for each in wanted]
    files = list(_files(root, folder))
    chosen = [file for file in files if not ids or file.parent.name in ids]
    lacking = [id for id in ids if not any(file.parent.name == id for file in chosen)]
    if not chosen or lacking:
        raise UsageError(
            "case.none", folder=str(folder or root / FOLDER), probes=", ".join(lacking) or "PROBE"
        )
    own = [document.id for document in workspace.of_kind("Probe")]
    untested = [id for id in own if not ids and not any(file.parent.name == id for file in files)]
    held = _Holder(workspace)
    return Tested(tuple(held.hold(file) for file in chosen), tuple(untested))


def _files(root: Path, folder: Path | None) -> Iterator[Path]:
    if folder is not None and not folder.is_dir():
        raise UsageError("workspace.no-such-path", path=str(folder))
    there = root / FOLDER if folder is None else folder
    if there.is_dir():
        yield from yaml_files(there, root if folder is None else folder)


class _Holder:
    """Holds cases against the documents of one workspace, each of which is read once."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._probe = cache(self._read_probe)
        self._judges = cache(self._read_judges)

    def hold(self, file: Path) -> Held:
        path, id = shown_path(self._workspace.root, file), file.parent.name
        return Held(id, file.stem, path, tuple(by_place(list(self._problems(file, path, id)))))

    def _problems(self, file: Path, path: str, id: str) -> Iterator[Problem]:
        try:
            raw = read_whole(file)
        except OSError as error:
            yield Problem(Position(path, 1, 1), "document.unreadable", {"detail": system_error(error)})
            return
        case, problems = read_case(raw, path)
        yield from problems
        probe = self._probe(id)
        if probe is None:
            yield Problem(Position(path, 1, 1), "case.no-probe", {"id": id})
        elif case is not None:
            yield from differences(case, probe, self._judges)

    def _read_probe(self, id: str) -> Probe | None:
        document = self._workspace.get("Probe", id)
        if document is None:
            return None
        check_probe(self._workspace, document)
        return probe_of(self._workspace.judge(document))

    def _read_judges(self, id: str) -> Mapping[str, Judge] | None:
        document = self._workspace.get("Playbook", id)
        return None if document is None else _judges(self._workspace, document)


def _judges(workspace: Workspace, document: Document) -> Mapping[str, Judge]:
    """The judges of a playbook by the id of their check. Raises InvalidDocuments."""
    check_playbook(workspace, document)
    plan = make_plan((workspace.judge(document),), workspace)
    return {judge.check.id: judge for judge in plan.judges}


# --- adding one ----------------------------------------------------------------------------------------


class NewCase(Struct, frozen=True):
    """A case as it would be written to `path`; `private`: its lines, counted from 1, that are often not to be handed on;
    `clockless`: the checks that are UNKNOWN in it only because nobody said when the output was printed.
    """

    path: Path
    text: str
    private: tuple[tuple[int, str], ...]
    clockless: tuple[str, ...] = ()


def case_file(root: Path, probe: Probe, name: str) -> Path:
    """Where a new case of that name lies. Raises UsageError where there is one, and for a name that is none."""
    if not _NAME.fullmatch(name):
        raise UsageError("case.bad-name", name=name)
    file = inside(root, root / FOLDER / probe.id / f"{name}.yaml")
    if file.exists():
        raise UsageError("case.exists", path=str(file))
    return file


def new_case(root: Path, probe: Probe, tried: Tried, path: Path, system: str, note: str) -> NewCase:
    """The case that a tried probe comes to; nothing is written. `system` and `note` are what it says of itself.

    Raises Refused where the command did not end by itself, or printed more than its cap: that is no case of an output.
    """
    output = tried.output
    if output is None or output.why is not ProbeEnd.OK or output.cut:
        raise Refused("case.not-whole", probe=probe.id)
    asked = tried.asked
    reading = read_output(probe, output, None if asked is None else Session(asked, asked))
    workspace = load_workspace(root, judged=False)
    verdicts: dict[str, dict[str, str]] = {}
    clockless: dict[str, None] = {}
    for id in workspace.ids("Playbook"):
        # Mistakes of other playbooks are none of this probe's.
        with suppress(InvalidDocuments, UsageError):
            judges = _judges(workspace, workspace.need("Playbook", id))
            found = {
                check: judge.judge(reading)
                for check, judge in judges.items()
                if judge.check.probe == probe.id
            }
            said = {check: result.verdict.value for check, result in found.items()}
            verdicts.update({id: said} if said else {})
            clockless |= dict.fromkeys(check for check, result in found.items() if _lacks_clock(result))
    text = case_text(system, probe, output, asked, reading, verdicts, note)
    case, problems = read_case(text.encode(), path.name)
    if case is None or _differs(case, probe):
        raise Refused("case.not-text", probe=probe.id, problems=len(problems))
    return NewCase(path, text, tuple(private_lines(text)), tuple(clockless))


def _lacks_clock(result: CheckResult) -> bool:
    reasons = (result.reason, *(item.reason for item in result.items))
    return any(reason is not None and reason.code == NO_CLOCK for reason in reasons)


def _differs(case: Case, probe: Probe) -> bool:
    return any(
        each.code not in ("case.no-playbook", "case.no-check")
        for each in differences(case, probe, lambda _: None)
    )


def write_case(case: NewCase) -> None:
    """Write the file of a new case; one that is there is never written over. Raises UsageError, Unusable."""
    try:
        case.path.parent.mkdir(parents=True, exist_ok=True)
        with case.path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(case.text)
    except FileExistsError:
        raise UsageError("case.exists", path=str(case.path)) from None
    except OSError as error:
        raise Unusable(str(case.path), error) from None
