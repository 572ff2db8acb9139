"""How files that hold a document and that nothing reads are told: which they are is found in `passed_over`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import PurePosixPath

from fieldops.actions.passed_over import PassedOver
from fieldops.documents.schema import KINDS, kind_title
from fieldops.errors import Named, Position, Problem, Severity


def problems_of(found: Iterable[PassedOver]) -> Iterator[Problem]:
    """Warnings with the way out: document.name-not-read and document.file-not-read (beside the folders that are read) for
    each file, document.folder-not-read for each folder.
    """
    for (named, folder), group in groupby(
        found, lambda one: (one.named, str(PurePosixPath(one.path).parent))
    ):
        here = list(group)
        if named or folder == ".":
            code = "document.name-not-read" if named else "document.file-not-read"
            yield from (_warning(one, code) for one in here)
        else:
            yield _warning(here[0], "document.folder-not-read", folder=folder, count=len(here))


def _place(one: PassedOver) -> tuple[bool, str]:
    return one.named, str(PurePosixPath(one.path).parent)


def _warning(one: PassedOver, code: str, **more: object) -> Problem:
    values = {"what": _called(one), "path": one.path, "meant": one.meant, **more}
    return Problem(Position(one.path, 1, 1), code, values, Severity.WARNING)


def _called(one: PassedOver) -> object:
    if one.kind not in KINDS:
        return Named("form.some-document")
    return Named("form.some-kind", kind=kind_title(one.kind), id=one.id)
