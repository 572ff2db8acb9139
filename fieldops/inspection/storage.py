"""Reads what the probes say of file systems: how full each is, whether it can be written, what was left out.

Which file systems are asked is chosen by the probes, on the host. Here a file system that gave no answer becomes a row
that says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from fieldops.inspection.raw import WHOLE, RawRow, RawRows, Unreadable, after_head, whole

# The probe gives a file system up after so many seconds.
_PATIENCE = 3
_ESCAPED = re.compile(r"\\([0-7]{3})")
# A number below zero, printed as one of 64 bits without a sign.
_NEGATIVE = 1 << 63
_SIZES = ("size", "used", "usable", "inodes", "inodes_used")
# Device and path of an answer, to its words: ("got", numbers...) or ("failed", words...).
_Answers = Mapping[tuple[str, str], list[str]]


def _mount_path(escaped: str) -> str:
    """A path of the mount table with its octal escapes taken back."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 8)), escaped) if "\\" in escaped else escaped


def filesystems(text: str) -> RawRows:
    """The probe's lines: ``ask DEVICE TYPE PATH...``, ``got`` or ``failed DEVICE PATH WORDS...``, ``left TYPE COUNT PATH...``.

    ``end`` says that all have been named. The words of ``got`` are those of statfs: block size, blocks, free, available,
    inodes, free inodes. Used is blocks less free; `usable` is used and available together, to which df's percentage
    refers. What was left out is a row for each type, with its first paths.
    """
    lines = [line.split() for line in text.splitlines() if line.strip()]
    answers = {(words[1], words[2]): [words[0], *words[3:]] for words in lines if _is_answer(words)}
    rows: RawRows = []
    for words in lines:
        if words[0] == "ask" and len(words) > 3:
            rows += _asked(words[1], words[2], words[3:], answers)
        elif words[0] == "left" and len(words) > 3:
            rows.append(_left(words[1], words[2], words[3:]))
        elif words != ["end"] and not _is_answer(words):
            rows.append(Unreadable("reading.line", line=" ".join(words)))
    if ["end"] not in lines:
        rows.append(Unreadable("reading.field-missing", field="end"))
    return rows


def _is_answer(words: list[str]) -> bool:
    return words[0] in ("got", "failed") and len(words) > 2


def _asked(device: str, type_: str, paths: list[str], answers: _Answers) -> RawRows:
    """The row of a file system, by the path that answered."""
    for path in paths:
        answer = answers.get((device, path), ["none"])
        if answer[0] == "got":
            return _sizes(_row(device, type_, path), answer[1:])
    said = next((" ".join(answers[device, path][1:]) for path in paths if (device, path) in answers), None)
    why = (
        Unreadable("reading.no-answer", path=_mount_path(paths[0]), seconds=_PATIENCE)
        if said is None
        else Unreadable("reading.refused", said=said or "-")
    )
    return [_row(device, type_, paths[0]) | dict.fromkeys(_SIZES, why)]


def _row(device: str, type_: str, path: str) -> dict[str, object]:
    return {"mount": _mount_path(path), "type": type_, "device": _mount_path(device), "asked": "yes"}


def _sizes(row: dict[str, object], words: list[str]) -> RawRows:
    line = " ".join(words)
    if len(words) != 6 or not all(WHOLE.fullmatch(word) for word in words):
        return [row | dict.fromkeys(_SIZES, Unreadable("reading.line", line=line))]
    unit, blocks, free, available, inodes, free_inodes = (whole(word, line) for word in words)
    if blocks == 0 and not str(row["device"]).startswith("/"):
        return [_left(str(row["type"]), "1", [str(row["mount"])])]
    used = blocks - free
    # What root alone may use can be in use: some kinds print that as a number below zero.
    available = 0 if available >= _NEGATIVE else available
    usable = (used + available) * unit if available <= blocks else Unreadable("reading.line", line=line)
    return [
        row
        | {
            "size": blocks * unit,
            "used": used * unit,
            "usable": usable,
            "inodes": inodes,
            "inodes_used": inodes - free_inodes,
        }
    ]


def _left(type_: str, count: str, paths: list[str]) -> RawRow:
    more = f" … ({count})" if count != str(len(paths)) else ""
    named = " ".join(_mount_path(path) for path in paths)
    return {"mount": _mount_path(paths[0]), "type": type_, "asked": "no", "left_out": f"{named}{more}"}


def mount_states(text: str) -> RawRows:
    """``mounts FILE``, then ``planned PATH``, ``mount PATH TYPE DEVICE OPTIONS [fixed]`` and ``shut PATH``: can each file system be written?

    States: rw, ro, and planned-ro for what fstab or a unit mounts read-only, or lies on a mapped device that is
    read-only itself (dm-verity, loop, a snapshot), and for ZFS, which never becomes so by itself. From mountinfo OPTIONS are the file system's own:
    a read-only bind mount of a healthy file system is rw. Since Linux 6.15 ext4 keeps saying rw after an error and adds
    ``emergency_ro`` or ``shutdown``; XFS says rw without a word, and answers with I/O errors (``shut``): shut-down.
    """
    lines = [line.split() for line in after_head(text, "mounts") if line.strip()]
    planned = {words[1] for words in lines if words[0] == "planned" and len(words) == 2}
    shut = {words[1] for words in lines if words[0] == "shut" and len(words) == 2}
    rows: RawRows = []
    for words in lines:
        if words[0] == "mount" and (len(words) == 5 or words[5:] == ["fixed"]):
            path, type_, device, options = words[1:5]
            state = _state(options.split(","), path in planned or len(words) == 6 or type_ == "zfs")
            state = "shut-down" if path in shut else state
            rows.append(
                {"mount": _mount_path(path), "type": type_, "device": _mount_path(device), "state": state}
            )
        elif words[0] not in ("planned", "shut"):
            rows.append(Unreadable("reading.line", line=" ".join(words)))
    return rows


def _state(options: list[str], planned: bool) -> str | Unreadable:
    if options[0] not in ("rw", "ro"):
        return Unreadable("reading.line", line=",".join(options))
    if "emergency_ro" in options or "shutdown" in options:
        return "ro"
    return "planned-ro" if options[0] == "ro" and planned else options[0]


_HANGING, _MOST_ASKED = "hangs", 100


def network_mounts(text: str) -> RawRows:
    """``mounts``, then ``ask PATH TYPE`` for each mount of another machine, ``got PATH`` or ``failed PATH WHY`` where it answers.

    States: answers, refuses, hangs. Those beyond the first hundred were not asked.
    """
    lines = [line.split(" ", 2) for line in after_head(text, "mounts") if line.strip()]
    answers = {words[1]: words for words in lines if words[0] in ("got", "failed") and len(words) > 1}
    asked = [words for words in lines if words[0] == "ask" and len(words) == 3]
    return [_answered(words[1], words[2], answers.get(words[1]), at) for at, words in enumerate(asked)]


def _answered(path: str, type_: str, answer: list[str] | None, at: int) -> RawRow:
    row: dict[str, object] = {"mount": _mount_path(path), "type": type_}
    if answer is None and at >= _MOST_ASKED:
        return row | dict.fromkeys(("state", "said"), Unreadable("reading.refused", said=f"> {_MOST_ASKED}"))
    if answer is None:
        return row | {"state": _HANGING, "said": "-"}
    state = "answers" if answer[0] == "got" else "refuses"
    return row | {"state": state, "said": answer[2].strip() if len(answer) > 2 else "-"}
