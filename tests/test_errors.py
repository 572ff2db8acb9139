"""What the system says about a file or a connection reaches a reader in words of the reader's language."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest
from conftest import Workspace

from fieldops.errors import FieldopsError, system_error
from fieldops.messages import say_error

SOURCE = Path(__file__).parents[1] / "fieldops"
FREQUENT = (
    *(errno.ENOENT, errno.EACCES, errno.EPERM, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.EROFS),
    *(errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENAMETOOLONG, errno.ELOOP, errno.EBUSY),
    *(errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ECONNRESET, errno.EPIPE, errno.EHOSTDOWN),
)


def told(number: int, language: str) -> str:
    error = system_error(OSError(number, os.strerror(number), "a.csv"))
    sentence, _ = say_error(FieldopsError("file.not-readable", path="a.csv", detail=error), language)
    return sentence.partition("a.csv")[2]


@pytest.mark.parametrize("number", FREQUENT, ids=errno.errorcode.get)
def test_a_frequent_error_of_the_system_has_words_in_both_languages(number: int) -> None:
    assert not re.search("[A-Za-z]", told(number, "zh-CN"))
    assert os.strerror(number) not in told(number, "en")
    assert len(told(number, "en")) > len(": ")


def test_a_rare_one_is_told_as_the_system_says_it() -> None:
    assert os.strerror(errno.EXDEV) in told(errno.EXDEV, "zh-CN")


def test_nothing_passes_the_words_of_the_system_on() -> None:
    passed_on = re.compile(r"\w\.strerror\b(?!:)|getattr\([^)]*strerror")
    for path in SOURCE.rglob("*.py"):
        text = path.read_text("utf-8").replace("os.strerror", "")
        assert path.name == "errors.py" or not passed_on.search(text), path


@pytest.mark.parametrize(
    "command",
    [
        "warranty batch missing.csv",
        "sla status acme --events missing.yaml",
        "contract import-assets missing.csv --contract acme",
        "contract import-assets contracts --contract acme",
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_chinese(workspace: Workspace, command: str) -> None:
    workspace.contract([])
    ran = workspace.run(*command.split(), language="zh-CN")
    assert ran.code == 2
    assert not re.search(r"No such|Is a dir|[A-Za-z]+ [a-z]+ [a-z]+", ran.err.replace("fieldops", ""))
