"""The workspace's git history: what changed since a revision, and the documents as they stood at one.

Lives here: every call of the program git. But for `commit_files`, nothing here changes history, staged files or the working tree (git
may note in its index which files it found unchanged, as for `git status`); a new workspace can get a repository. git is found on PATH and spoken to
by argument lists and NUL-separated output only.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import tempfile
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from fieldops.documents.places import FOLDERS, SETTINGS_FILE, repository_top
from fieldops.documents.workspace import Workspace, is_within, load_workspace
from fieldops.errors import FieldopsError, Named, Notice, UsageError, system_error

# What a workspace is read from; names of git's, relative to the workspace.
_READ = (*FOLDERS, SETTINGS_FILE)
# A hook's environment names its own repository and index; ours is the one that the workspace lies in.
_OF_A_HOOK = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE")
_SECONDS = 120
# As git's extended regular expressions have it.
_FIRST_LINE = """^[[:blank:]{]*["']?apiVersion["']?[[:blank:]]*:[[:blank:]]*["']?fieldops/"""
_LINK, _SUBMODULE = "120000", "160000"
# Digits of an id: SHA-1, SHA-256.
_LENGTHS = (40, 64)


def changed_paths(root: Path, revision: str) -> frozenset[str]:
    """What differs between `revision` and the working tree, as paths relative to the workspace `root`.

    A plain comparison of two states (not with the merge base): changed, added, removed files and both names of
    a renamed one, below `root` only. Files that git does not track count as changed, ignored ones too, as far as a
    workspace reads them. A submodule or a repository inside is one path, its folder's. Raises UsageError as `commit_of`.
    """
    commit = commit_of(root, revision)
    # A user's settings may hide submodules or run programs; both would make the answer theirs.
    options = ("--name-only", "--no-renames", "--no-ext-diff", "--ignore-submodules=none", "--relative", "-z")
    tracked = _git(root, "diff", *options, commit, "--")
    others = _git(root, "ls-files", "--others", "-z", "--", *_READ)
    return frozenset(path.rstrip("/") for path in (*_names(tracked), *_names(others)))


def workspace_at(
    root: Path, revision: str, *, judged: bool = True, only: Collection[str] | None = None
) -> Workspace:
    """The workspace at `root` as it stood at `revision`, read whole into memory; paths are relative as usual.

    With `only`, just the files of these paths (as `changed_paths` names them); `judged` as `load_workspace` has it.
    Its `root` is a folder that exists no more: host keys pinned at that revision cannot be read from it. The
    files are the repository's own bytes, no filter or attribute applied (a file of git LFS is its pointer), those of
    submodules among them; which of these cannot be read, a Notice tells. A folder that did not exist then is the
    folder that its files were moved from, which a Notice tells, else an empty workspace. Raises UsageError as `commit_of`.
    """
    commit = commit_of(root, revision)
    listed = _entries(root, commit) or _moved(root, commit, revision)
    entries = [entry for entry in listed if only is None or is_within(entry.path, only)]
    for entry in entries:
        if entry.mode == _SUBMODULE:
            warnings.warn(Notice("git.submodule-unread", path=entry.path, revision=revision), stacklevel=2)
    files = [entry for entry in entries if entry.mode != _SUBMODULE]
    with tempfile.TemporaryDirectory(prefix="fieldops-revision-") as folder:
        _write(Path(folder), files, _contents(files))
        return load_workspace(Path(folder), judged)


def unread_submodules(root: Path, revision: str, only: Collection[str]) -> bool:
    """Whether `workspace_at`, asked for the same, lacks the files of a submodule: it is not checked out here, or without
    the commit that it had then.
    """
    entries = _entries(root, commit_of(root, revision))
    return any(entry.mode == _SUBMODULE and is_within(entry.path, only) for entry in entries)


def with_documents(root: Path) -> tuple[str, ...]:
    """The text files below the workspace at `root` in which a line begins like a document's first one, by path.

    Those that git tracks or would add; none where git cannot be asked.
    """
    options = ("-l", "-z", "-I", "--untracked", "--no-color", "-E")
    try:
        done = _run(root, "grep", *options, "-e", _FIRST_LINE, "--", ".")
    except OSError:
        return ()
    return tuple(sorted(_names(done.stdout)))


def last_commit(root: Path, paths: Collection[str]) -> datetime | None:
    """When the last commit was made that changed one of these files of the workspace (UTC); None without git, outside of a
    repository, or where none of them was committed.
    """
    if repository_top(root) is None:
        return None
    try:
        done = _run(root, "log", "-1", "--format=%ct", "--", *paths)
    except OSError:
        return None
    said = done.stdout.decode("ascii", "replace").strip()
    return datetime.fromtimestamp(int(said), UTC) if done.returncode == 0 and said.isdigit() else None


def missing_files(root: Path) -> tuple[list[str], list[str]]:
    """What git tracks of the workspace at `root` and the working tree has not: submodules that are not checked out, and the
    YAML files that a sparse checkout leaves out. Both by path; nothing where git cannot be asked.
    """
    try:
        listed = _run(root, "ls-files", "-t", "--stage", "-z", "--", *_READ)
    except OSError:
        return [], []
    submodules, files = [], []
    for line in _names(listed.stdout):
        facts, path = line.split("\t", 1)
        tag, mode, *_ = facts.split()
        if mode == _SUBMODULE and not (root / path / ".git").exists():
            submodules.append(path)
        elif tag == "S" and path.lower().endswith((".yaml", ".yml")) and not os.path.lexists(root / path):
            files.append(path)
    return submodules, files


def committed_ids(root: Path, folder: str) -> dict[str, set[str]]:
    """Of each file that ever was in `folder` of the workspace, by the history of what is checked out, git's ids of all that
    stood in it; nothing without git or outside of a repository.
    """
    if repository_top(root) is None:
        return {}
    options = ("--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "-m", "--format=", "-z")
    try:
        done = _run(root, "log", *options, "--", folder)
    except OSError:
        return {}
    found: dict[str, set[str]] = {}
    told = _names(done.stdout)
    # In turn: ":mode mode id-before id-after change" and the path.
    for facts, path in zip(told, told, strict=False):
        after = facts.split()[3]
        found.setdefault(os.path.basename(path), set()).update({after} if after.strip("0") else ())
    return found


def id_of(raw: bytes, like: str) -> str:
    """Git's id of these bytes as a file, by the hash that made the id `like`."""
    kind = "sha1" if len(like) == 40 else "sha256"
    return hashlib.new(kind, b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()


def commit_files(root: Path, files: Collection[Path], message: str) -> None:
    """Commit these files of the workspace and nothing else; one that is committed as it is changes nothing.

    Raises FieldopsError with git's complaint, UsageError: git.missing-for.
    """
    names = [os.path.relpath(file, root) for file in files]
    try:
        _git(root, "add", "--", *names)
        if _run(root, "diff", "--cached", "--quiet", "--", *names).returncode:
            _git(root, "commit", "-q", "-m", message, "--", *names)
    except OSError:
        raise UsageError("git.missing-for", option="--commit") from None


def touched(root: Path, path: str, changed: Collection[str]) -> bool:
    """Whether the file `path` of the workspace at `root`, or the one that it links to, is among `changed_paths`."""
    if is_within(path, changed):
        return True
    if not os.path.islink(os.path.join(root, path)):
        return False
    target, top = (root / path).resolve(), root.resolve()
    return target.is_relative_to(top) and is_within(target.relative_to(top).as_posix(), changed)


def untracked_paths(root: Path) -> frozenset[str]:
    """What a workspace at `root` would be read from and git does not track, ignored files included; folders as one path.

    That is what no clone has. In a hook the index counts that the commit is made from. Raises UsageError: git.missing,
    git.no-repository.
    """
    try:
        inside = _run(root, "rev-parse", "--absolute-git-dir")
    except OSError:
        raise UsageError("git.missing-for", option="--tracked") from None
    if inside.returncode != 0:
        raise UsageError("git.no-repository", path=str(root), detail=_complaint(inside))
    index = _index_of_hook(root, Path(os.fsdecode(inside.stdout).rstrip("\n")))
    others = _git(root, "ls-files", "--others", "-z", "--", *_READ, index=index)
    return frozenset(path.rstrip("/") for path in _names(others))


def _index_of_hook(root: Path, folder: Path) -> Path | None:
    """The index of the commit under way, where the environment names one of the repository whose data are in `folder`."""
    named = os.environ.get("GIT_INDEX_FILE")
    if not named:
        return None
    # A hook is started at the top of the working tree, and git names the file from there.
    index = Path(named) if os.path.isabs(named) else (repository_top(root) or root) / named
    return index if index.resolve().is_relative_to(folder.resolve()) and index.exists() else None


def commit_of(root: Path, revision: str) -> str:
    """The full id of the commit that `revision` (a branch, tag, id, ``HEAD~1``) names.

    Raises UsageError: git.missing, git.no-repository, git.unknown-revision (also for anything that git could take
    for an option), git.empty-revision, and git.no-commit-before for what CI services give where nothing was before.
    """
    if not revision.strip():
        raise UsageError("git.empty-revision")
    if set(revision) == {"0"} and len(revision) in _LENGTHS:
        raise UsageError("git.no-commit-before", revision=revision)
    if revision.startswith("-") or "\0" in revision:
        raise UsageError("git.unknown-revision", revision=revision, choices="-")
    try:
        inside = _run(root, "rev-parse", "--git-dir")
        found = _run(root, "rev-parse", "--verify", "--quiet", revision + "^{commit}")
    except OSError:
        raise UsageError("git.missing", revision=revision) from None
    except UnicodeEncodeError:
        raise UsageError("git.unknown-revision", revision=revision, choices="-") from None
    if inside.returncode != 0:
        raise UsageError("git.no-repository", path=str(root), detail=_complaint(inside))
    if found.returncode != 0:
        raise UsageError("git.unknown-revision", revision=revision, choices=_branches(root))
    return found.stdout.decode("ascii").strip()


def _branches(root: Path) -> tuple[str, ...] | str:
    """The names of the first branches that there are; "-" before the first commit."""
    listed = _run(root, "for-each-ref", "--count=5", "--format=%(refname:short)", "refs/heads")
    return tuple(listed.stdout.decode("utf-8", "replace").split()) or "-"


def make_repository(folder: Path) -> Literal["made", "inside", "missing"]:
    """Make `folder` a git repository with the branch main and no commit, where it lies in none and git is there."""
    if repository_top(folder) is not None:
        return "inside"
    try:
        _git(folder, "init", "-q")
        # An option for the name of the first branch is newer than some gits.
        _git(folder, "symbolic-ref", "HEAD", "refs/heads/main")
    except OSError:
        return "missing"
    return "made"


# --- speaking to git ---------------------------------------------------------------------------------


def _environment(index: Path | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    # No question on the terminal, no magic in paths, no translated complaints.
    ours = {"GIT_INDEX_FILE": str(index)} if index is not None else {}
    return {**kept, **ours, "GIT_TERMINAL_PROMPT": "0", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}


def _run(
    root: Path, *arguments: str, stdin: bytes = b"", index: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    # A repository's own setting may name a program as its file monitor; none is started for us.
    command = ["git", "-C", str(root), "-c", "core.fsmonitor=false", *arguments]
    try:
        return subprocess.run(
            command, input=stdin, capture_output=True, env=_environment(index), timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise FieldopsError("git.failed", command=arguments[0], detail=f"> {_SECONDS} s") from None


def _git(root: Path, *arguments: str, stdin: bytes = b"", index: Path | None = None) -> bytes:
    done = _run(root, *arguments, stdin=stdin, index=index)
    if done.returncode != 0:
        raise FieldopsError("git.failed", command=arguments[0], detail=_complaint(done))
    return done.stdout


def _complaint(done: subprocess.CompletedProcess[bytes]) -> Named | str:
    """What git said on standard error: in our words where it is known, else its first line."""
    lines = done.stderr.decode("utf-8", "replace").splitlines()
    if lines and "not a git repository" in lines[0]:
        return Named("git.not-a-repository")
    if lines and "dubious ownership" in lines[0]:
        return Named("git.not-owner")
    return lines[0].removeprefix("fatal: ") if lines else f"exit {done.returncode}"


def _names(listed: bytes) -> Iterator[str]:
    yield from (os.fsdecode(name) for name in listed.split(b"\0") if name)


# --- files of a revision -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file of a commit: its mode and object as git names them, its path relative to the workspace, and the working
    tree whose repository has it. A submodule by itself where its files cannot be read.
    """

    mode: str
    object: str
    path: str
    tree: Path


def _entries(root: Path, commit: str) -> list[_Entry]:
    """The workspace's files and links in `commit`, and the YAML files elsewhere that a link may lead to."""
    read = list(_listed(root, commit, *_READ))
    if not any(entry.mode == _LINK for entry in read):
        return read
    elsewhere = [each for each in _listed(root, commit) if not is_within(each.path, _READ)]
    return [*read, *(each for each in elsewhere if each.path.lower().endswith((".yaml", ".yml")))]


def _moved(root: Path, commit: str, revision: str) -> list[_Entry]:
    """The files of the workspace where it was in `commit`, with paths as they are here; nothing where it was nowhere."""
    top = repository_top(root) or root
    folder = _moved_from(root, top, commit)
    if folder is None:
        return []
    warnings.warn(Notice("git.workspace-moved", path=folder or ".", revision=revision), stacklevel=3)
    return _entries(top, f"{commit}:{folder}")


def _moved_from(root: Path, top: Path, commit: str) -> str | None:
    """The folder, from the top of the repository, of a workspace of then that is there no more, and most of whose files the
    one at `root` has now; "" for the top.
    """
    here = set(_names(_git(root, "ls-files", "-z", "--", *FOLDERS)))
    there: dict[str, int] = {}
    same: dict[str, int] = {}
    for path in _names(_git(top, "ls-tree", "-r", "--name-only", "-z", commit)):
        steps = path.split("/")
        at = next((index for index, step in enumerate(steps) if step in FOLDERS), None)
        if at is not None:
            folder = "/".join(steps[:at])
            there[folder] = there.get(folder, 0) + 1
            same[folder] = same.get(folder, 0) + ("/".join(steps[at:]) in here)
    gone = [each for each in there if not any((top / each / name).exists() for name in FOLDERS)]
    alike = sorted((each for each in gone if 2 * same[each] > there[each]), key=lambda each: -same[each])
    return alike[0] if alike and same[alike[0]] > max((same[each] for each in alike[1:]), default=0) else None


def _listed(tree: Path, commit: str, *paths: str, below: str = "") -> Iterator[_Entry]:
    # Names that no file can have here (a forged tree's) are left out: they could lead out of the folder.
    for line in _names(_git(tree, "ls-tree", "-r", "-z", commit, "--", *paths)):
        facts, path = line.split("\t", 1)
        mode, _, name = facts.split()
        if {"", ".", ".."} & set(path.split("/")):
            continue
        if mode == _SUBMODULE and _has_commit(tree / path, name):
            yield from _listed(tree / path, name, below=f"{below}{path}/")
        else:
            yield _Entry(mode, name, f"{below}{path}", tree)


def _has_commit(folder: Path, commit: str) -> bool:
    """Whether a repository of its own is checked out there that has the commit."""
    if not (folder / ".git").exists():
        return False
    return _run(folder, "cat-file", "-e", f"{commit}^{{commit}}").returncode == 0


def _contents(entries: list[_Entry]) -> list[bytes]:
    """The bytes of each entry; each repository is asked once."""
    of_tree: dict[Path, list[_Entry]] = {}
    for entry in entries:
        of_tree.setdefault(entry.tree, []).append(entry)
    found = {
        entry: content
        for tree, here in of_tree.items()
        for entry, content in zip(here, _blobs(tree, here), strict=True)
    }
    return [found[entry] for entry in entries]


def _blobs(tree: Path, entries: list[_Entry]) -> list[bytes]:
    """The bytes of each entry, in one call: ``<object> blob <size>\\n<bytes>\\n`` each (git-cat-file, --batch)."""
    asked = "".join(f"{entry.object}\n" for entry in entries).encode("ascii")
    answer = _git(tree, "cat-file", "--batch", stdin=asked)
    found, at = [], 0
    for _ in entries:
        end = answer.index(b"\n", at)
        size = answer[at:end].rsplit(b" ", 1)[1]
        if not size.isdigit():
            raise FieldopsError(
                "git.failed", command="cat-file", detail=answer[at:end].decode("utf-8", "replace")
            )
        at = end + 1 + int(size) + 1
        found.append(answer[end + 1 : at - 1])
    return found


def _write(folder: Path, entries: list[_Entry], contents: list[bytes]) -> None:
    # Links come last, so that no file is ever written through one.
    for entry, content in sorted(zip(entries, contents, strict=True), key=lambda pair: pair[0].mode == _LINK):
        file = folder / entry.path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            if entry.mode == _LINK:
                file.symlink_to(os.fsdecode(content))
            else:
                file.write_bytes(content)
        except (OSError, ValueError) as error:
            detail = system_error(error) if isinstance(error, OSError) else type(error).__name__
            raise FieldopsError("file.not-writable", path=entry.path, detail=detail) from error
