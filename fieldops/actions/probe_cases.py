"""Recorded cases of a workspace's probes, `tests/probes/PROBE/CASE.yaml`: holding probes and checks against them, and adding one.

What a case is, and what of it is not so, is `fieldops.inspection.cases`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from fieldops.actions.needed import check_probe, need
from fieldops.actions.probe_judges import Asking, asking, judges_of
from fieldops.actions.probes import Tried
from fieldops.documents.links import inside, read_whole, yaml_files
from fieldops.documents.workspace import Workspace, load_workspace, shown_path
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
from fieldops.inspection.playbook import Probe
from fieldops.inspection.readings import NO_CLOCK, Session, read_output
from fieldops.structs import Struct

FOLDER = Path("tests/probes")
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,63}", re.ASCII)


class Held(Struct, frozen=True):
    """One case: its probe, its name, its file, and everything that is not so, ordered by its place; `lacking`: by playbook the
    checks that read the probe, and of which the case says no verdict.
    """

    probe: str
    case: str
    path: str
    problems: tuple[Problem, ...]
    lacking: Mapping[str, tuple[str, ...]]


class Tested(Struct, frozen=True):
    """What was held against recorded outputs; `untested` are the workspace's own probes that have none."""

    held: tuple[Held, ...]
    untested: tuple[str, ...]

    @property
    def failed(self) -> int:
        """How many cases are not so."""
        return sum(bool(each.problems) for each in self.held)

    def lacking(self) -> dict[str, list[Held]]:
        """The cases that say no verdict of a check, by the playbook that has it."""
        found: dict[str, list[Held]] = {}
        for held in self.held:
            for playbook in held.lacking:
                found.setdefault(playbook, []).append(held)
        return found


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
        self._asking = cache(self._read_asking)

    def hold(self, file: Path) -> Held:
        path, id = shown_path(self._workspace.root, file), file.parent.name
        case, problems = self._read(file, path)
        probe = self._probe(id)
        if probe is None:
            problems.append(Problem(Position(path, 1, 1), "case.no-probe", {"id": id}))
        if case is None or probe is None:
            return Held(id, file.stem, path, tuple(by_place(problems)), {})
        problems += differences(case, probe, self._judges)
        return Held(id, file.stem, path, tuple(by_place(problems)), self._lacking(case, probe))

    def _read(self, file: Path, path: str) -> tuple[Case | None, list[Problem]]:
        try:
            return read_case(read_whole(file), path)
        except OSError as error:
            here = Position(path, 1, 1)
            return None, [Problem(here, "document.unreadable", {"detail": system_error(error)})]

    def _lacking(self, case: Case, probe: Probe) -> dict[str, tuple[str, ...]]:
        """By the workspace's own playbooks, the checks that read the probe and of which the case says nothing."""
        lacking = {
            playbook: tuple(check for check in judges if not case.says(playbook, check))
            for playbook, judges in self._asking(probe.id).judges.items()
            if ("Playbook", playbook) in self._workspace.documents
        }
        return {playbook: checks for playbook, checks in lacking.items() if checks}

    def _read_asking(self, id: str) -> Asking:
        found = asking(self._workspace, id)
        if found.problems:
            raise InvalidDocuments(list(found.problems))
        return found

    def _read_probe(self, id: str) -> Probe | None:
        document = self._workspace.get("Probe", id)
        if document is None:
            return None
        check_probe(self._workspace, document)
        return probe_of(self._workspace.judge(document))

    def _read_judges(self, id: str) -> Mapping[str, Judge] | None:
        document = self._workspace.get("Playbook", id)
        return None if document is None else judges_of(self._workspace, document)


# --- adding one ----------------------------------------------------------------------------------------


class VerdictsLacking(InvalidDocuments):
    """No case is recorded, as playbooks that ask the probe have mistakes."""

    def __init__(self, problems: list[Problem], probe: str) -> None:
        super().__init__(problems)
        paths = ", ".join(dict.fromkeys(each.position.path for each in problems))
        self.code, self.values = "case.would-lack", {"probe": probe, "files": paths}


class NewCase(Struct, frozen=True):
    """A case as it would be written to `path`; `private`: its lines, counted from 1, that are often not to be handed on;
    `clockless`: the checks that are UNKNOWN in it only because nobody said when the output was printed.
    """

    path: Path
    text: str
    private: tuple[tuple[int, str], ...]
    clockless: tuple[str, ...] = ()


def case_file(root: Path, probe: Probe, name: str) -> Path:
    """Where a new case of that name lies. Raises UsageError where there is one, and for a name that is none; InvalidDocuments
    for mistakes of a playbook that asks the probe: the case would lack its verdicts, and nobody would miss them.
    """
    if not _NAME.fullmatch(name):
        raise UsageError("case.bad-name", name=name)
    file = inside(root, root / FOLDER / probe.id / f"{name}.yaml")
    if file.exists():
        raise UsageError("case.exists", path=str(file))
    _insist_on_judges(asking(load_workspace(root, judged=False), probe.id), probe)
    return file


def _insist_on_judges(asked: Asking, probe: Probe) -> None:
    if asked.problems:
        raise VerdictsLacking(list(asked.problems), probe.id)


def new_case(root: Path, probe: Probe, tried: Tried, path: Path, system: str, note: str) -> NewCase:
    """The case that a tried probe comes to; nothing is written. `system` and `note` are what it says of itself.

    Raises InvalidDocuments as `case_file` does, and Refused where the command did not end by itself, or printed more than its cap: that is no case of an output.
    """
    output = tried.output
    if output is None or output.why is not ProbeEnd.OK or output.cut:
        raise Refused("case.not-whole", probe=probe.id)
    asked = tried.asked
    reading = read_output(probe, output, None if asked is None else Session(asked, asked))
    asked_by = asking(load_workspace(root, judged=False), probe.id)
    _insist_on_judges(asked_by, probe)
    found = asked_by.judge(reading)
    verdicts = {
        id: {check: result.verdict.value for check, result in results.items()}
        for id, results in found.items()
    }
    judged = [each for results in found.values() for each in results.items()]
    clockless = dict.fromkeys(check for check, result in judged if _lacks_clock(result))
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
