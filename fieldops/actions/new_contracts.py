"""Making a contract from a template: which templates there are, the files written, what remains to be filled in.

Lives here: the files. Does not live here: what becomes of a template's texts (fieldops.contracts.template), the renewal of a
contract (`renewals`).
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldops.actions.named_values import by_id
from fieldops.actions.validation import validate
from fieldops.contracts.template import (
    MAIN,
    Assignment,
    Part,
    Placed,
    WrongValues,
    assigned,
    mistakes_in,
    open_places,
    part_of_text,
    renamed,
    told_at_options,
)
from fieldops.documents.choices import nearest
from fieldops.documents.links import inside, yaml_files
from fieldops.documents.schema import in_both
from fieldops.documents.workspace import Workspace, load_workspace, shipped_folder, shown_path
from fieldops.errors import Notice, Position, Problem, Severity, UsageError
from fieldops.messages import Text

TEMPLATES = "contracts"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
# Which promise a line of our template serves means something to us, not in a customer's contract.
_PROMISES = re.compile(r"[ \t]+#(?: [A-H][0-9]{1,2})+$", re.MULTILINE)
_MODELINE = re.compile(r"(\$schema=)\S*/([a-z-]+\.json)")


@dataclass(frozen=True, slots=True)
class Blank:
    """What is still to be filled in: where, what the place is called for `--set`, what belongs there."""

    position: Position
    name: str
    title: object


@dataclass(frozen=True, slots=True)
class NewContract:
    """The files made, what remains to be filled in, and what else `validate` says about them."""

    files: tuple[Path, ...]
    blanks: tuple[Blank, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """How many of the problems are errors."""
        return sum(each.severity is Severity.ERROR for each in self.problems)


# --- templates ---------------------------------------------------------------------------------------------


def contract_templates(root: Path) -> dict[str, Path]:
    """The folders of contract templates by name: those of the workspace, else those that ship with fieldops.

    A folder is one when a contract is in it: ``contract.yaml``.
    """
    folders = (shipped_folder("templates") / TEMPLATES, root / "templates" / TEMPLATES)
    found = {
        each.name: each
        for folder in folders
        if folder.is_dir()
        for each in sorted(folder.iterdir())
        if (each / f"{MAIN}.yaml").exists() or (each / f"{MAIN}.yaml").is_symlink()
    }
    return dict(sorted(found.items()))


def passed_over_templates(root: Path) -> list[str]:
    """What lies among the workspace's contract templates and is none, so that a packaged one of that name is used: a folder
    without ``contract.yaml``, a file beside the folders. As paths in the workspace, sorted.
    """
    folder = root / "templates" / TEMPLATES
    known = set(contract_templates(root).values())
    found = [each for each in folder.iterdir() if not each.name.startswith(".")] if folder.is_dir() else []
    return sorted(shown_path(root, each) for each in found if each not in known and each.name != "README.md")


def _tell_passed_over(root: Path) -> None:
    for path in passed_over_templates(root):
        warnings.warn(Notice("new.template-not-used", path=path), stacklevel=3)


def described_templates(root: Path) -> dict[str, Text | None]:
    """What each template is for, by name: the first comment of its contract. Raises LeadsOut."""
    _tell_passed_over(root)
    return {name: _purpose(root, folder) for name, folder in contract_templates(root).items()}


def _purpose(root: Path, folder: Path) -> Text | None:
    file = inside(_owner(root, folder), folder / f"{MAIN}.yaml")
    for line in file.read_text("utf-8", "replace").splitlines():
        said = line.removeprefix("#").strip()
        if not line.startswith("#"):
            break
        if said and not said.startswith("yaml-language-server"):
            return in_both(said)
    return None


def template_names(root: Path, template: str) -> list[str]:
    """What is to be filled in of a template, by the names that `--set` takes; none of a template that is not there."""
    folder = contract_templates(root).get(template)
    return list(open_places(_parts(root, folder)).values()) if folder is not None else []


def _owner(root: Path, folder: Path) -> Path:
    """What the files of a template must lie in: the workspace's own lie in the workspace."""
    return root if folder.is_relative_to(root / "templates") else folder


def _parts(root: Path, folder: Path) -> list[Part]:
    """The files of a template, the contract first. Raises InvalidDocuments for one that is no document."""
    owner = _owner(root, folder)
    files = {_stem(folder, file): file for file in yaml_files(folder, owner)}
    parts = []
    for stem, file in sorted(files.items(), key=lambda each: (each[0] != MAIN, each)):
        text = inside(owner, file).read_text("utf-8")
        if owner is not root:
            text = _PROMISES.sub("", text)
        parts.append(
            part_of_text(stem, _MODELINE.sub(r"\1../.fieldops/schemas/\2", text), shown_path(owner, file))
        )
    return parts


def _stem(folder: Path, file: Path) -> str:
    """What a file of a template is called: its path there without the ending, as one word."""
    return "-".join(file.relative_to(folder).with_suffix("").parts)


# --- a new contract ----------------------------------------------------------------------------------------


def new_contract(
    root: Path,
    id: str,
    template: str,
    assignments: Sequence[Assignment] = (),
    now: datetime | None = None,
) -> NewContract:
    """Copy a template's files into contracts/ under the new id, with the values that are set; `TBD` is what remains.

    Written is all or nothing. Warnings that the template accepts `now` are not told (`validate`). Raises UsageError for a bad or used id, an unknown template, a file that is already there,
    a name that the template does not have; WrongValues for a value that is a mistake where it is set; InvalidDocuments for a
    template with broken files; LeadsOut for a file of the template, or a place for a new one, that is not in the workspace.
    """
    _check_form(id)
    _tell_passed_over(root)
    templates = contract_templates(root)
    if template not in templates:
        raise UsageError("new.no-template", template=template, choices=nearest(template, templates))
    workspace = load_workspace(root, judged=False)
    blank = renamed(_parts(root, templates[template]), template, id)
    _, asked = assigned(blank, assignments)
    parts, placed = assigned(blank, [by_id(workspace, blank, asked, each) for each in assignments])
    if wrong := mistakes_in(parts, placed):
        raise WrongValues(wrong)
    files = {part.stem: inside(root, root / "contracts" / _file_name(part, id)) for part in parts}
    check_new_id(workspace, id, list(files.values()))
    try:
        for part in parts:
            files[part.stem].parent.mkdir(parents=True, exist_ok=True)
            files[part.stem].write_text(part.text, "utf-8")
        return _looked_at(root, parts, placed, files, now)
    except BaseException:
        for file in files.values():
            file.unlink(missing_ok=True)
        raise


def _file_name(part: Part, id: str) -> str:
    return f"{id}.yaml" if part.stem == MAIN else f"{id}-{part.stem}.yaml"


def _looked_at(
    root: Path, parts: list[Part], placed: Placed, files: dict[str, Path], now: datetime | None
) -> NewContract:
    """What `validate` says of the new files. Raises WrongValues for errors about what was set."""
    problems = validate(root, list(files.values()), now=now).problems
    written = [part_of_text(part.stem, part.text, shown_path(root, files[part.stem])) for part in parts]
    errors = [each for each in problems if each.severity is Severity.ERROR]
    if wrong := told_at_options(errors, written, placed):
        raise WrongValues(wrong)
    names = open_places(written)
    titles = {each.position: each.values["title"] for each in problems if each.code == "document.unfilled"}
    blanks = tuple(Blank(place, name, titles.get(place, "")) for place, name in names.items())
    # What a warning says while something is open may only follow from that.
    others = (each for each in problems if each.code != "document.unfilled")
    return NewContract(
        tuple(files.values()),
        blanks,
        tuple(each for each in others if not blanks or each.severity is Severity.ERROR),
    )


def _check_form(id: str) -> None:
    if not _ID.fullmatch(id) or len(id) > 48:
        raise UsageError("new.bad-id", id=id)


def check_new_id(workspace: Workspace, id: str, targets: list[Path]) -> None:
    """Raise UsageError for an id that is none or is used, or a file that is there already."""
    _check_form(id)
    used = workspace.get("Contract", id)
    if used is not None:
        raise UsageError("new.used-id", id=id, path=used.path)
    for target in targets:
        if target.exists():
            raise UsageError("new.file-exists", path=str(target))
