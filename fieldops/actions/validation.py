"""Validating a workspace: everything that is wrong with all files, or with what a change can have broken."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from itertools import groupby
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from fieldops import rules as contract_rules
from fieldops.actions import passed_over, pin_files, unread_told
from fieldops.actions.checkouts import not_checked_out
from fieldops.actions.passed_over import PassedOver
from fieldops.actions.pin_files import PinFile, hosts_in
from fieldops.actions.settings import open_store, store_path
from fieldops.actions.unused import unused
from fieldops.contracts.agreement import asset_documents, contract_of
from fieldops.contracts.terms import timeline_of
from fieldops.documents.lineage import lineage
from fieldops.documents.links import is_inside, yaml_files
from fieldops.documents.places import FOLDERS, SETTINGS_FILE, is_workspace, workspace_around
from fieldops.documents.references import open_references, references
from fieldops.documents.schema import UNFILLED
from fieldops.documents.workspace import (
    Document,
    Workspace,
    files_of,
    is_within,
    load_workspace,
    shown_path,
)
from fieldops.documents.yaml_text import Path
from fieldops.errors import FieldopsError, Named, Position, Problem, Severity, UsageError, by_place
from fieldops.rules.accepted import Accepted, day_of, sort_out
from fieldops.rules.calendars import due
from fieldops.rules.sections import sections
from fieldops.structs import Struct, replaced

if TYPE_CHECKING:
    from fieldops.actions.since import Change, Gone

# Problems listed of one file: nobody reads sixty thousand, and saying them takes seconds.
_MOST = 1000
# Ids that a hint lists.
_IDS = 12
# Files that a notice names.
_LEFT_OUT = 10
_BUILT_IN = "stock.serial-built-in"


class Validation(Struct, frozen=True):
    """Which files were judged (as shown to people, sorted), what is wrong with them, how many could be read.

    Errors come first, each by place. `hidden` warnings are counted and not among the problems; `accepted` ones are neither.
    `gone`: the contracts that a change has taken away.
    """

    paths: tuple[str, ...]
    problems: tuple[Problem, ...]
    read: int
    hidden: int = 0
    accepted: tuple[Accepted, ...] = ()
    untracked: tuple[str, ...] = ()
    """Files that were left out, as git does not track them."""
    gone: tuple[Gone, ...] = ()
    changed_since: str | None = None
    contracts: bool = True
    """Whether there is a contract, where the whole workspace was judged and holds what belongs to contracts."""
    unused: tuple[str, ...] = ()
    """Files of what means something in contracts only, and that none names."""

    @property
    def notices(self) -> tuple[Named, ...]:
        """What is no problem of a file and should be known of the whole: what was left out, what is gone."""
        gone = [
            Named("validate.gone", id=each.id, path=each.path, revision=self.changed_since)
            for each in self.gone
        ]
        # Where something lies that nobody means to commit, it may be much.
        more = ("…",) if len(self.untracked) > _LEFT_OUT else ()
        paths = ", ".join([*self.untracked[:_LEFT_OUT], *more])
        left_out = [Named("validate.untracked", paths=paths)] if self.untracked else []
        none = [] if self.contracts or self.gone else [Named("validate.no-contract")]
        unnamed = [Named("validate.unused", paths=self.unused)] if self.unused else []
        return (*left_out, *gone, *none, *unnamed)

    @property
    def files(self) -> int:
        """The number of files that were judged."""
        return len(self.paths)

    @property
    def errors(self) -> int:
        """The number of problems that are errors."""
        return sum(problem.severity is Severity.ERROR for problem in self.problems)

    @property
    def warnings(self) -> int:
        """The number of problems that are warnings."""
        return sum(problem.severity is Severity.WARNING for problem in self.problems) + self.hidden

    def without_warnings(self) -> Validation:
        """The same with the warnings hidden; their number stays."""
        errors = tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)
        return replaced(self, problems=errors, hidden=self.warnings)

    def fails(self, strict: bool) -> bool:
        """Whether there are errors, or with `strict` warnings that nobody has accepted."""
        return bool(self.errors or (strict and self.warnings))

    def summary(self, strict: bool) -> Named:
        """All of it in one sentence, which says so where warnings alone make it fail."""
        values = {"files": self.files, "errors": self.errors, "warnings": self.warnings}
        if self.accepted:
            said = Named("validate.summary-accepted", accepted=len(self.accepted), **values)
        elif self.errors or self.warnings:
            said = Named("validate.summary", **values)
        else:
            said = Named("validate.clean", files=self.files)
        by_warnings = self.fails(strict) and not self.errors
        return Named("validate.strict-fails", summary=said) if by_warnings else said


def validate(
    root: FilePath,
    paths: Sequence[FilePath] = (),
    changed_since: str | None = None,
    *,
    now: datetime | None = None,
    tracked: bool = False,
) -> Validation:
    """Every problem of the workspace at `root`, or of these files and folders of it.

    With `changed_since`, a revision of git's, only of what the change from there to the working tree can have broken
    (see `fieldops.actions.since`); of `paths`, those that it can, and every one that lies where git is not asked (outside
    of what a workspace reads). References are looked up in the whole workspace either way. Of the whole workspace, files
    that hold documents and are not read are told, too. At the instant `now` some warnings are accepted
    (`fieldops.rules.accepted`); without one, all count. With `tracked` only what git tracks is looked at, as it stands in
    the working tree: a clone has no more. Raises UsageError for a path that does not exist, and as `commit_of` and
    `untracked_paths` of `fieldops.actions.revisions`.
    """
    chosen = [file for path in paths for file in _expand(root, path)]
    left_out = _untracked(root) if tracked else frozenset()
    workspace = _read(root, chosen, left_out)
    wanted = {shown_path(root, file) for file in chosen} if paths else set(workspace.files)
    around = _Around.of(workspace, left_out) if not paths else _Around()
    change = _change(workspace, changed_since) if changed_since is not None else None
    if change is not None:
        wanted = {path for path in wanted if path in change.files or not _asked_of_git(path)}
        around = around.concerned(change)
    found = [*_not_handed_out(root, _problems(workspace, wanted, around.pins)), *around.problems()]
    if change is not None:
        found += [*change.now_packaged(workspace), *change.contracts_lost(workspace, around.beside)]
    told = wanted | {problem.position.path for problem in found}
    accepted: list[Accepted] = []
    if now is not None:
        # What another file's rules say of a file is not known where only some were asked for.
        whole = () if paths else _whole(workspace, wanted)
        found, accepted = sort_out(workspace, by_place(list(due(found, day_of(now)))), day_of(now), whole)
    kept = [problem for problem in by_place(found) if problem.position.path in told]
    return Validation(
        tuple(sorted(wanted)),
        tuple(sorted(_listed(kept), key=_errors_first)),
        len(workspace.files),
        accepted=tuple(each for each in accepted if each.problem.position.path in told),
        gone=change.gone if change is not None else (),
        untracked=tuple(_there(root, left_out)),
        changed_since=changed_since,
        contracts=bool(paths) or _has_contracts(workspace),
        unused=unused(workspace) if not paths and changed_since is None else (),
    )


def _read(root: FilePath, chosen: Sequence[FilePath], left_out: frozenset[str]) -> Workspace:
    """The workspace, with those of the chosen files that it would not read by itself."""
    workspace = load_workspace(root, judged=False, left_out=left_out)
    for file in chosen:
        if shown_path(root, file) not in workspace.files:
            workspace.add(file)
    return workspace


def _not_handed_out(root: FilePath, found: Iterable[Problem]) -> list[Problem]:
    """Without the warnings about a spare that is built in by now and that the records have handed out of the stock: a stock's
    file is read until the first movement only. What the records do not say, or cannot, is warned of as before.
    """
    problems = list(found)
    if not any(each.code == _BUILT_IN for each in problems) or not store_path(root).exists():
        return problems
    # Most validations ask no store.
    from fieldops.actions.stock import moves_in
    from fieldops.service.stock import books_of

    try:
        with closing(open_store(root)) as log:
            gone = books_of(moves_in(log)).gone
    except FieldopsError:
        return problems
    return [each for each in problems if each.code != _BUILT_IN or each.values["serial"] not in gone]


def _has_contracts(workspace: Workspace) -> bool:
    """Whether there is a contract, or what can do without one: playbooks and probes of one's own, and nothing else."""
    kinds = {kind for kind, _ in workspace.documents} - {"Settings"}
    unread = any(problem.position.path.startswith(f"{FOLDERS[0]}/") for problem in workspace.problems)
    return "Contract" in kinds or unread or bool(kinds and kinds <= {"Playbook", "Probe"})


# Only here is git spoken to, and for a change: other validations do not load what that takes.


def _change(workspace: Workspace, since: str) -> Change:
    from fieldops.actions.since import change_since

    return change_since(workspace, since)


def _untracked(root: FilePath) -> frozenset[str]:
    from fieldops.actions.revisions import untracked_paths

    return untracked_paths(root)


def _there(root: FilePath, left_out: frozenset[str]) -> Iterator[str]:
    """The files of a workspace that lie in what is left out, and pinned keys among it."""
    shown = (shown_path(root, file) for file in (files_of(root) if left_out else ()))
    yield from (path for path in shown if is_within(path, left_out))
    yield from sorted(path for path in left_out if path.endswith(".known_hosts"))


def _whole(workspace: Workspace, wanted: Collection[str]) -> Collection[str]:
    """The files that nothing is left to be said of, the settings only with all others."""
    everything = len(wanted) == len(workspace.files)
    return wanted if everything else [path for path in wanted if path != SETTINGS_FILE]


def _errors_first(problem: Problem) -> bool:
    return problem.severity is not Severity.ERROR


class _Around(Struct, frozen=True):
    """What lies around the documents that are read: files that nothing reads, files of pinned keys, and what is not there."""

    beside: tuple[PassedOver, ...] = ()
    pins: tuple[PinFile, ...] = ()
    missing: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, workspace: Workspace, left_out: Collection[str]) -> _Around:
        """All that lies around the documents of the workspace."""
        beside = passed_over.passed_over(workspace.root, workspace.files, left_out)
        missing = tuple(not_checked_out(workspace.root))
        return cls(tuple(beside), tuple(pin_files.pin_files(workspace)), missing)

    def concerned(self, change: Change) -> _Around:
        """The part that a change has to do with."""
        pins = tuple(one for one in self.pins if any(map(change.touches, one.about)))
        return _Around(tuple(change.concerned(self.beside)), pins, self.missing)

    def problems(self) -> Iterator[Problem]:
        """What is to be said about it."""
        yield from unread_told.problems_of(self.beside)
        yield from pin_files.problems_of(self.pins)
        yield from self.missing


def _listed(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The same problems (by file), of each file at most _MOST, and one that tells how many there are."""
    for _, group in groupby(problems, lambda problem: problem.position.path):
        here = sorted(group, key=_errors_first)
        yield from here[:_MOST]
        if rest := here[_MOST:]:
            weight = max(rest, key=lambda problem: problem.severity is Severity.ERROR).severity
            values = {"count": len(here), "limit": _MOST}
            yield Problem(rest[0].position, "document.many-mistakes", values, weight)


def _expand(root: FilePath, path: FilePath) -> list[FilePath]:
    _refuse_other_workspace(root, path)
    if path.is_dir():
        return list(yaml_files(path, root if is_inside(root, path) else path))
    if not path.is_file():
        # As messages name it, from the top of the workspace; somebody stands in a folder of it.
        if not path.is_absolute() and (root / path).exists():
            raise UsageError("validate.path-from-top", path=str(path), meant=str(root / path))
        raise UsageError("workspace.no-such-path", path=str(path))
    return [path]


def _refuse_other_workspace(root: FilePath, path: FilePath) -> None:
    """What lies in another workspace refers to what is there: here each of its references would be a mistake."""
    if is_inside(root, path) or not path.exists():
        return
    other = workspace_around(path if path.is_dir() else path.parent)
    if is_workspace(other) and not other.samefile(root):
        raise UsageError("validate.other-workspace", path=str(path), other=str(other.resolve()))


def _problems(workspace: Workspace, wanted: set[str], files: Sequence[PinFile]) -> list[Problem]:
    """The problems found while reading, and those of the rules for the documents in the files `wanted`."""
    found: list[Problem] = []
    for document in [*workspace.documents.values(), *workspace.doubled]:
        if document.path in wanted:
            judged = workspace.judge(document)
            if not judged.readable:
                continue
            found.extend(contract_rules.check_rules(workspace, judged))
            if judged.kind in ("Playbook", "Probe"):
                found.extend(_of_inspections(workspace, judged))
            if judged.kind == "Contract":
                found.extend(_of_its_playbooks(workspace, judged))
            if judged.kind in ("Contract", "Assets"):
                found.extend(_unpinned(workspace, judged, files))
    said = contract_rules.said_once([*_with_choices(workspace, wanted), *found])
    return [one for one in said if one.position.path in wanted]


# Most runs of `validate` see no playbook and no host of its own: what these take is loaded when one is there.


def _of_inspections(workspace: Workspace, document: Document) -> list[Problem]:
    from fieldops.inspection.rules import check_rules

    return check_rules(workspace, document)


def _of_its_playbooks(workspace: Workspace, contract: Document) -> Iterator[Problem]:
    """What the workspace's own playbooks come to on the hosts of a contract."""
    ids = {one.id for one in references(contract) if one.kind == "Playbook"}
    sets = any(True for _ in sections(contract, "vars"))
    named = [one for id in sorted(ids) if (one := workspace.get("Playbook", id)) is not None]
    named = [one for one in named if sets or (not one.shipped and _adapts(one))]
    files = (contract, *asset_documents(workspace, contract.id))
    if not named or not all(workspace.judge(file).valid for file in files):
        return
    from fieldops.inspection.rules import check_rules, clashes
    from fieldops.inspection.variables import settings_in

    written = list(timeline_of(contract_of(workspace, contract)).written())
    told: dict[tuple[Position, str], Problem] = {}
    for playbook in named:
        chain = [workspace.judge(each) for each in lineage(workspace, playbook)]
        if all(each.valid and not check_rules(workspace, each) for each in chain):
            for terms in written:
                found = clashes(workspace, playbook, terms.contract, settings_in(contract, terms))
                for problem in found:
                    told.setdefault((problem.position, problem.code), problem)
    yield from told.values()


def _adapts(playbook: Document) -> bool:
    """Whether what a playbook comes to may differ between hosts."""
    return bool(playbook.entries("override")) or playbook.text("extends") is not None


def _with_choices(workspace: Workspace, wanted: set[str]) -> Iterator[Problem]:
    """The workspace's problems; where an id is still to be filled in, those that exist are told."""
    unfilled = {one.position.path for one in workspace.problems if one.code == "document.unfilled"} & wanted
    known: dict[Position, str] = {}
    for document in workspace.documents.values():
        if document.path in unfilled and document.readable:
            known.update(_choices(workspace, document))
    for one in workspace.problems:
        ids = known.get(one.position) if one.code == "document.unfilled" else None
        if ids is None:
            yield one
        else:
            title = Named("form.title-and-ids", title=one.values["title"], ids=ids)
            yield replaced(one, values={**one.values, "title": title})


def _choices(workspace: Workspace, document: Document) -> Iterator[tuple[Position, str]]:
    for each in open_references(document):
        ids = workspace.ids(each.kind)
        if ids:
            yield document.position(*each.path), _some(ids)
    for place in _people_asked(document):
        # The team stands beside the person, or beside the list of people.
        beside = place[:2] if len(place) > 1 else ()
        team = workspace.get("Team", document.text(*beside, "team") or "")
        people = [team.text("people", at, "id") for at in team.entries("people")] if team is not None else []
        if people:
            yield document.position(*place), _some([id for id in people if id])


def _people_asked(document: Document) -> Iterator[Path]:
    """Where somebody of a team is still to be named."""
    if document.data.get("account_manager") == UNFILLED:
        yield ("account_manager",)
    for group in document.entries("groups") if document.kind == "EmergencyPlan" else ():
        for at in document.entries("groups", group, "members"):
            if document.node.at(("groups", group, "members", at)).data == UNFILLED:
                yield ("groups", group, "members", at)


def _some(ids: list[str]) -> str:
    return ", ".join([*ids[:_IDS], *(["…"] if len(ids) > _IDS else [])])


def _unpinned(workspace: Workspace, document: Document, files: Sequence[PinFile]) -> Iterator[Problem]:
    # A warning: the document is right, but the next inspection would refuse these hosts. One for all of them, as the
    # same command pins them.
    owner = document.id if document.kind == "Contract" else document.text("contract")
    contract = workspace.get("Contract", owner or "")
    hosts = list(hosts_in(document))
    if contract is None or not contract.readable or not hosts:
        return
    from fieldops.actions.pins import pins_of
    from fieldops.transport.hostkeys import Pinned

    pins = (
        Pinned(())
        if is_within(pin_files.pins_path(contract), workspace.left_out)
        else pins_of(workspace, contract)
    )
    missing = [host for host in hosts if not pins.keys_for(host.address, host.port)]
    if missing:
        left = next((one for one in files if one.orphaned_of(contract)), None)
        orphan = Named("form.pins-moved", path=left.path, wanted=left.wanted) if left is not None else ""
        values = {"address": missing[0].address, "contract": owner, "count": len(missing), "orphan": orphan}
        place = document.position(*missing[0].place, "address")
        yield Problem(place, "contract.host-not-pinned", values, Severity.WARNING)


def _asked_of_git(path: str) -> bool:
    return path == SETTINGS_FILE or path.split("/", 1)[0] in FOLDERS
