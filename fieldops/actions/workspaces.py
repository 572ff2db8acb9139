"""Making a workspace: a small contract or the examples, settings for git and for editors. Nothing that is there is overwritten."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from pathlib import Path

from fieldops.actions.editor_schemas import schemas_by_place, schemas_for_editors
from fieldops.dates.periods import Period, last_day
from fieldops.documents.links import inside, yaml_files
from fieldops.documents.places import SETTINGS_FILE, is_workspace
from fieldops.documents.workspace import shipped_folder
from fieldops.errors import Unusable, UsageError

_COPIED = (".yaml", ".known_hosts")
_HOLIDAYS = re.compile(r"cn-[0-9]{4}[.]yaml", re.ASCII)
_SCHEMAS = ".fieldops/schemas"
_IGNORED = """# Records and evidence stay out of git; the schemas for editors are shared.
.fieldops/*
!.fieldops/schemas/
reports/
"""


class Contents(Enum):
    """What a new workspace holds."""

    STARTER = auto()  # one small contract and what it refers to
    EXAMPLES = auto()  # the large examples that ship with fieldops
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Made:
    """What `make_workspace` wrote, and the files that were there and stay as they are; relative to the workspace."""

    written: tuple[str, ...]
    left: tuple[str, ...]
    added_to: tuple[str, ...] = ()
    """Files of somebody else's that got lines at their end: .gitignore."""

    @property
    def contracts(self) -> bool:
        """Whether documents were written."""
        return any(path.startswith("contracts/") for path in self.written)


def make_workspace(
    folder: Path, contents: Contents, language: str, today: date, *, settled: bool = False
) -> Made:
    """Make a workspace in `folder`: a new or empty one, a git repository, or a workspace that lacks something.

    A file that is there is left as it is, except that .gitignore gets the lines that keep records out of git, and that
    the schemas, which are fieldops' own, are brought up to date. The small contract is written in `language` and begins
    `today`; not where there are contracts already. `settled`: `language` is not this computer's, but was asked for, and is
    the workspace's from now on. Raises UsageError for any other folder that is not empty,
    LeadsOut for a file that would lie outside of it, FieldopsError for one that cannot be written.
    """
    refuse_foreign(folder)
    written, left, added = [], [], []
    try:
        for name, text in _files(folder, contents, language, today, settled):
            path = inside(folder, folder / name)
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
                written.append(name)
            elif path.read_bytes() == text.encode():
                continue
            elif name.startswith(_SCHEMAS):
                path.write_text(text, "utf-8")
                written.append(name)
            elif name == ".gitignore":
                added += _ignored_too(path)
            else:
                left.append(name)
    except OSError as error:
        at = error.filename or folder
        raise Unusable(str(at), error) from None
    return Made(tuple(written), tuple(left), tuple(added))


def refuse_used(folder: Path) -> None:
    """Raise UsageError when `folder` is there and not empty."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError("init.not-empty", path=str(folder))


def refuse_foreign(folder: Path) -> None:
    """Raise UsageError when `folder` holds something and is neither the top of a git repository nor a workspace."""
    if not (folder / ".git").exists() and not is_workspace(folder):
        refuse_used(folder)


def _files(
    folder: Path, contents: Contents, language: str, today: date, settled: bool
) -> Iterator[tuple[str, str]]:
    """The files of a new workspace, by path below it, with their texts."""
    settings = _starter(SETTINGS_FILE, language, today)
    yield SETTINGS_FILE, settings.replace("# language:", "language:") if settled else settings
    yield ".gitignore", _IGNORED
    for name, schema in schemas_for_editors().items():
        yield f"{_SCHEMAS}/{name}", json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    yield ".vscode/settings.json", json.dumps({"yaml.schemas": schemas_by_place()}, indent=2) + "\n"
    if contents is Contents.EXAMPLES:
        yield from ((f"contracts/{name}", _example(name)) for name in example_files())
    elif contents is Contents.STARTER and not _has_contracts(folder):
        for name in starter_files():
            yield f"contracts/{name}", _starter(name, language, today)


def _has_contracts(folder: Path) -> bool:
    return (
        next(yaml_files(folder / "contracts", folder), None) is not None
        if (folder / "contracts").exists()
        else False
    )


def _ignored_too(path: Path) -> list[str]:
    """Add what is not to be in git to somebody's .gitignore; its name when something was lacking."""
    text = path.read_text("utf-8", "surrogateescape")
    if set(_rules(_IGNORED)) <= set(_rules(text)):
        return []
    end = "" if not text or text.endswith("\n") else "\n"
    path.write_text(f"{text}{end}{_IGNORED}", "utf-8", "surrogateescape")
    return [path.name]


def _rules(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


# --- what ships ------------------------------------------------------------------------------------------


def starter_files() -> list[str]:
    """The files of the small contract, as paths below contracts/."""
    folder = shipped_folder("templates") / "starter" / "en"
    return sorted(file.name for file in folder.glob("*.yaml") if file.name != SETTINGS_FILE)


def _starter(name: str, language: str, today: date) -> str:
    text = (shipped_folder("templates") / "starter" / language / name).read_text("utf-8")
    end = last_day(today, Period(1, "year"), "day_before_anniversary")
    return text.replace("@START@", today.isoformat()).replace("@END@", end.isoformat())


def example_files() -> list[str]:
    """The shipped contracts and what they refer to, with their pinned host keys, as paths below contracts/.

    Without the public holidays of a year: those that ship are found without a copy, and a copy would hide a later
    version of fieldops whose year was corrected.
    """
    shipped = shipped_folder("contracts")
    files = (file.relative_to(shipped) for suffix in _COPIED for file in shipped.rglob(f"*{suffix}"))
    return sorted(file.as_posix() for file in files if not _HOLIDAYS.fullmatch(file.name))


def copy_example(name: str, folder: Path) -> None:
    """Copy the file `name` below the shipped contracts/ to the workspace `folder`, with the schema's place there."""
    copy = folder / "contracts" / name
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(_example(name), "utf-8")


def _example(name: str) -> str:
    text = (shipped_folder("contracts") / name).read_text("utf-8")
    return text.replace("../fieldops/documents/schemas/", f"../{_SCHEMAS}/")
