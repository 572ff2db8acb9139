"""What a workspace brings for the looks of its reports: templates and logos, for all contracts or for one."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fieldops.documents.links import inside, read_whole
from fieldops.errors import Notice, Unusable

if TYPE_CHECKING:
    from fieldops.reports.view import Logo

_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]*", re.ASCII)


def own_folders(root: Path, contract: str) -> tuple[Path, ...]:
    """Where templates and logos for a contract's reports are looked for: its own folder first, then that for all.

    The id of a run that came from elsewhere may be anything: only one that a contract can have is a folder's name.
    """
    general = root / "templates"
    return (general / contract, general) if _PLAIN.fullmatch(contract) else (general,)


def logos_of(root: Path, folders: Sequence[Path], names: Mapping[str, str], form: str) -> tuple[Logo, ...]:
    """The logos for the sides (customer, vendor) by whose `names` they are told: ``logo-customer.svg`` or ``.png`` of the first
    of `folders` that has one. A Word file takes a PNG.

    Raises FieldopsError for one that is no such picture or lies somewhere else, Unusable where it cannot be read.
    """
    from fieldops.reports.logos import logo_uri
    from fieldops.reports.view import Logo

    found = []
    for side, name in names.items():
        file = _logo(root, folders, side, (".png",) if form == "docx" else (".svg", ".png"))
        if file is not None:
            try:
                data = read_whole(file)
            except OSError as error:
                raise Unusable(str(file), error) from error
            found.append(Logo(side, name, logo_uri(data, str(file))))
        elif form == "docx" and (file := _logo(root, folders, side, (".svg",))) is not None:
            warnings.warn(Notice("logo.svg-in-word", path=str(file)), stacklevel=3)
    return tuple(found)


def _logo(root: Path, folders: Sequence[Path], side: str, endings: Sequence[str]) -> Path | None:
    for folder in folders:
        for ending in endings:
            file = folder / f"logo-{side}{ending}"
            if file.is_symlink() or file.exists():
                return inside(root, file)
    return None
