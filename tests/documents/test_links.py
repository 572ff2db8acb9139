"""Files of a workspace lie in it, whatever links say; a link within it is as good as a file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from fieldops.documents.links import LeadsOut, inside, read_whole, yaml_files


def found(folder: Path, root: Path | None = None) -> list[str]:
    return [file.relative_to(folder).as_posix() for file in yaml_files(folder, root)]


def test_what_is_named_within_and_lies_within_is_inside(tmp_path: Path) -> None:
    root = tmp_path / "w"
    (root / "a").mkdir(parents=True)
    (tmp_path / "link").symlink_to(root)
    (root / "within").symlink_to("a")
    for path in ("a", "a/not-there.html", "within/x", "a/../b"):
        assert inside(root, root / path) == root / path
        # The workspace itself may be reached by a link.
        assert inside(tmp_path / "link", root / path) == root / path


@pytest.mark.parametrize("path", ["../x", "a/../../x", "out/x", "out", "circle", "/etc/passwd", "deep/out/x"])
def test_what_leads_out_by_name_or_link_or_in_a_circle_is_refused(tmp_path: Path, path: str) -> None:
    root = tmp_path / "w"
    (root / "deep").mkdir(parents=True)
    (root / "a").mkdir()
    (root / "out").symlink_to(tmp_path)
    (root / "deep/out").symlink_to("../../..")
    (root / "circle").symlink_to("circle")
    with pytest.raises(LeadsOut):
        inside(root, root / path)


def test_linked_folders_within_are_read_and_all_others_are_named(tmp_path: Path) -> None:
    root = tmp_path / "w"
    for name in ("contracts/b", "shared", "contracts/.hidden"):
        (root / name).mkdir(parents=True)
    for name in ("contracts/a.yaml", "contracts/b/c.yml", "shared/s.yaml", "contracts/.hidden/h.yaml"):
        (root / name).write_text("")
    links = {
        "shared": "../shared",
        "out": "../..",
        "again": ".",
        "nowhere": "not-there",
        "z.yaml": "not-there.yaml",
        "notes.txt": "not-there.txt",
        "twin.yaml": "a.yaml",
    }
    for name, target in links.items():
        (root / "contracts" / name).symlink_to(target)
    assert found(root / "contracts", root) == [
        "a.yaml",
        "again",
        "b/c.yml",
        "nowhere",
        "out",
        "shared/s.yaml",
        "twin.yaml",
        "z.yaml",
    ]


def test_a_circle_of_two_folders_ends(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    (tmp_path / "a/b").symlink_to("../b")
    (tmp_path / "b/a").symlink_to("../a")
    assert found(tmp_path) == ["a/b/a", "b/a/b"]


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    assert found(tmp_path) == ["pipe.yaml"]
    with pytest.raises(OSError, match="Invalid argument"):
        read_whole(tmp_path / "pipe.yaml")
