"""What the repository has of a workspace and its working tree does not: submodules, and files that a sparse checkout leaves out.

Nobody reads them, so all is well with them whatever they say: that is told. Does not live here: files that are there and
that nothing reads (`passed_over`), speaking to git (`revisions`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fieldops.documents.places import repository_top
from fieldops.errors import Position, Problem, Severity


def not_checked_out(root: Path) -> Iterator[Problem]:
    """Warnings for the workspace at `root`: document.submodule-not-there for each submodule without its files, and one
    document.sparse-checkout, at the first file of all that are left out.
    """
    if not _may_lack_files(root):
        return
    # Other validations do not load what speaking to git takes.
    from fieldops.actions.revisions import missing_files

    submodules, files = missing_files(root)
    for path in submodules:
        place = Position(path, 1, 1)
        yield Problem(place, "document.submodule-not-there", {"path": path}, Severity.WARNING)
    if files:
        values = {"path": files[0], "count": len(files)}
        yield Problem(Position(files[0], 1, 1), "document.sparse-checkout", values, Severity.WARNING)


def _may_lack_files(root: Path) -> bool:
    """Whether git has been told of submodules or of a part to check out; most repositories know neither."""
    top = repository_top(root)
    if top is None:
        return False
    return (top / ".gitmodules").exists() or (_own_data(top / ".git") / "info" / "sparse-checkout").exists()


def _own_data(git: Path) -> Path:
    """Where git keeps what is one working tree's own: ``.git``, or the folder that a file of that name tells."""
    if git.is_dir():
        return git
    try:
        said = git.read_text("utf-8", "replace")
    except OSError:
        return git
    return git.parent / said.removeprefix("gitdir:").strip()
