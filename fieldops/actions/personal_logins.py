"""Personal login settings: a file of one engineer's own, outside of any workspace, judged as documents are.

What holds for a host by them is decided in `fieldops.contracts.logins`.
"""

from __future__ import annotations

import os
import stat
import warnings
from collections.abc import Mapping
from pathlib import Path

from fieldops.contracts.logins import LoginOptions, PersonalLogin
from fieldops.documents.judging import check_schema
from fieldops.documents.schema import PERSONAL
from fieldops.documents.typed import Model, fill
from fieldops.documents.yaml_text import Node, read_yaml
from fieldops.errors import InvalidDocuments, Notice, Refused, Unusable, by_place
from fieldops.structs import Struct, replaced

_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH


class Personal(Struct, frozen=True):
    """The settings of a file, and the line of each."""

    path: str
    logins: tuple[PersonalLogin, ...] = ()
    lines: tuple[int, ...] = ()


class _Logins(Model, frozen=True):
    apiVersion: str
    kind: str
    logins: tuple[PersonalLogin, ...] = ()


def personal_file(environ: Mapping[str, str]) -> Path:
    """Where the settings are: ``fieldops/logins.yaml`` in ``$XDG_CONFIG_HOME``, else in ``~/.config`` (XDG Base Directory)."""
    home = environ.get("XDG_CONFIG_HOME", "")
    base = home if os.path.isabs(home) else os.path.join(environ.get("HOME") or "/nonexistent", ".config")
    return Path(base, "fieldops", "logins.yaml")


def read_personal(file: Path) -> Personal:
    """The settings of that file; none where there is no file, or where its folder is closed to whoever runs this (told as a
    notice): ``sudo -u`` leaves the home of another.

    Raises InvalidDocuments with the place of each mistake, Refused for a file that others may write (what stands in it is
    run as commands), Unusable for one that cannot be read.
    """
    try:
        mode = file.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return Personal(str(file))
    except PermissionError:
        warnings.warn(Notice("logins.out-of-reach", path=str(file)), stacklevel=2)
        return Personal(str(file))
    except OSError as error:
        raise Unusable(str(file), error, "logins.unreadable") from None
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise Unusable(str(file), error, "logins.unreadable") from None
    if mode & _BY_OTHERS:
        raise Refused("logins.written-by-others", path=str(file))
    if mode & (stat.S_IRGRP | stat.S_IROTH):
        warnings.warn(Notice("logins.read-by-others", path=str(file)), stacklevel=2)
    node, problems = read_yaml(raw, str(file))
    if node is not None:
        problems = [*problems, *check_schema(node, str(file), PERSONAL)[1]]
    if node is None or problems:
        raise InvalidDocuments(by_place(problems))
    return _filled(file, node)


def _filled(file: Path, node: Node) -> Personal:
    logins = tuple(_at_home(each, file.parent) for each in fill(_Logins, node.data).logins)
    listed = node.children["logins"].children
    return Personal(str(file), logins, tuple(listed[index].place[0] for index in range(len(logins))))


def _at_home(login: PersonalLogin, folder: Path) -> PersonalLogin:
    """The same with a key file that means the same wherever it is used."""
    if login.key_file is None:
        return login
    path = os.path.expanduser(login.key_file)
    return replaced(login, key_file=path if os.path.isabs(path) else str(folder / path))


def with_personal(options: LoginOptions) -> LoginOptions:
    """The options with the settings of whoever runs this. Raises what `read_personal` raises."""
    if options.personal:
        return options
    return replaced(options, personal=read_personal(personal_file(os.environ)).logins)
