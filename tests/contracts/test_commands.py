"""Which programs a shell text runs: found wherever a command can stand, doubt counts, data does not."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import require
from effort import examples
from hypothesis import given
from hypothesis import strategies as st

from fieldops.contracts.commands import command_words, denied_word

D = "dmidecode"


@pytest.mark.parametrize(
    "script",
    [
        # where a command stands
        "dmidecode -t 1",
        "/usr/sbin/dmidecode",
        "./dmidecode",
        "x; dmidecode",
        "x\ndmidecode",
        "x & dmidecode",
        "x && dmidecode || y",
        "x | dmidecode | y",
        "x |\n\n  dmidecode",
        "! dmidecode",
        "(cd /x; dmidecode)",
        "{ dmidecode; }",
        "if dmidecode; then x; fi",
        "if x; then dmidecode; fi",
        "if x; then y; elif dmidecode; then z; fi",
        "if x; then y; else dmidecode; fi",
        "while dmidecode; do x; done",
        "until x; do dmidecode; done >/x 2>&1",
        "for a in b c; do dmidecode; done",
        "for a\ndo dmidecode; done",
        "case x in (a) y ;; b | c) dmidecode ;; esac",
        "case x in a) y ;; b) dmidecode\nesac",
        "case x in esac; dmidecode",
        "f() { dmidecode; }; f",
        "f() (dmidecode)",
        "x # a comment\ndmidecode",
        "x #\ndmidecode",
        "x 'a\nb'; dmidecode",
        "2>/x dmidecode",
        "</x dmidecode >/y",
        "LC_ALL=C dmidecode",
        "A=1 B='2 3' /usr/sbin/dmidecode",
        "x \\\n; dmidecode",
        # how it is written
        "'dmidecode'",
        '"dmidecode" -t 1',
        "dmi'de'code",
        'dmi"deco"de',
        "d\\midecode",
        "dmi\\\ndecode",
        '"/usr/sbin"/dmidecode',
        # substitutions
        "x=$(dmidecode)",
        "x $(y; dmidecode)",
        'echo "a $(dmidecode) b"',
        'echo "$(echo "$(dmidecode)")"',
        "echo `dmidecode`",
        'echo "`dmidecode`"',
        "echo `echo \\`dmidecode\\``",
        "echo ${x:-$(dmidecode)}",
        'echo "${x:-`dmidecode`}"',
        "echo $((1 + $(dmidecode)))",
        "[ -n $(dmidecode) ]",
        "x=$(case a in a) dmidecode ;; esac)",
        "for a in $(dmidecode); do x; done",
        "case $(dmidecode) in a) x ;; esac",
        "cat <<E\na $(dmidecode) b\nE",
        "cat <<-E\n\t`dmidecode`\n\tE\nx",
        "cat <<E; dmidecode\nx\nE",
        "cat <<'E'\nx\nE\ndmidecode",
        "cat <<A <<B\na\nA\nb\nB\ndmidecode",
        # through other programs
        "sudo -n dmidecode",
        "sudo -nu root LC_ALL=C dmidecode -t 1",
        "sudo -u root -- /usr/sbin/dmidecode",
        "sudo -n sh -c 'x; dmidecode'",
        "sh -c dmidecode",
        "sh -c 'sh -c \"sh -c dmidecode\"'",
        "/bin/bash -ec 'x && dmidecode' name",
        "bash -c -e 'dmidecode'",
        "sh -c \"x=1; dmidecode\"",
        "env dmidecode",
        "env -i LC_ALL=C dmidecode",
        "env -S 'dmidecode -t 1'",
        "busybox dmidecode",
        "busybox sh -c dmidecode",
        "command dmidecode",
        "command -p dmidecode",
        "exec dmidecode",
        "exec 3>&1 dmidecode",
        "nice -n 5 dmidecode",
        "nice -5 dmidecode",
        "ionice -c3 nice timeout 5 dmidecode",
        "timeout -s KILL 5s dmidecode",
        "timeout -sKILL 5s dmidecode",
        "timeout --signal KILL 5s dmidecode",
        "nohup setsid dmidecode",
        "x | xargs dmidecode",
        "x | xargs -n 1 -I A dmidecode A",
        "x | xargs -n1 sh -c 'dmidecode $1'",
        "find / -name x -exec dmidecode {} ;",
        "find / -name x -exec dmidecode {} \\;",
        "find / -name x -exec x {} + -execdir sh -c 'dmidecode' {} \\;",
        "eval dmidecode",
        "eval 'x;' \"dmidecode\"",
        "trap dmidecode EXIT",
        "trap -- 'x; dmidecode' EXIT",
        # what cannot be told for certain
        "awk 'BEGIN { system(\"dmidecode\") }'",
        "awk '{ print | \"/usr/sbin/dmidecode -t \" $1 }'",
        "perl -e 'exec q(dmidecode)'",
        "x --command=dmidecode",
        "ssh other dmidecode",
        "su - root -c dmidecode",
        "watch 'x; dmidecode'",
        "PAGER=dmidecode man x",
        "c=dmidecode; $c -t 1",
        "for c in x dmidecode; do $c; done",
        "echo dmidecode | sh",
        "sh <<E\ndmidecode\nE",
        "sh <<'E'\ndmidecode\nE",
        "cat <<E | sh\ndmidecode\nE",
        "echo dmidecode | xargs sudo",
        "echo dmidecode | xargs -I A A",
        "eval \"$(echo dmidecode)\"",
        "set -- dmidecode; \"$@\"",
        "sh /opt/x.sh dmidecode",
        ". /opt/dmidecode",
        "f() { \"$@\"; }; f dmidecode",
        "sh -c '$0' dmidecode",
        "sh -c '\"$@\"' x dmidecode",
        "alias x=dmidecode; x",
        "x=dmidecode env",
        "bash --rcfile dmidecode -c x",
        "bash --rcfile /x -c dmidecode",
        "$'dmidecode'",
        "echo $'\\''; dmidecode; echo $'\\''",
        # what is no shell text
        "x $(dmidecode",
        "if then ( dmidecode",
        "'dmidecode",
        "x <<E\ndmidecode",
        "cat <<E\nx\\\nE\ndmidecode\nE",
        "echo \"$\\\n(dmidecode)\"",
        "echo \"${x:-it's}\"; dmidecode; echo 'a'",
        "diff <(dmidecode) x",
        "case x in a) y ;& b) dmidecode ;; esac",
        "((dmidecode))",
        "x\rdmidecode",
        "`" * 999 + D,
        "$(" * 999 + D,
        "sudo " * 9999 + D,
        "sh -c " * 9999 + D,
    ],
)  # fmt: skip
def test_what_runs_or_may_run_is_found(script: str) -> None:
    assert D in command_words(script)


@pytest.mark.parametrize(
    "script",
    [
        "echo dmidecode",
        "cat /var/log/dmidecode",
        "grep -q 'dmidecode' /x && echo yes",
        "x # dmidecode",
        "# dmidecode\nx",
        "cat <<E\ndmidecode\nE",
        "cat <<'E'\n$(dmidecode)\nE",
        "mydmidecode; dmidecode2; dmidecode.sh",
        "case x in dmidecode) y ;; esac",
        "for name in dmidecode; do echo \"$name\"; done",
        "command -v dmidecode >/dev/null",
        "sudo -nl dmidecode",
        "x >/tmp/dmidecode",
        "[ -e /usr/sbin/dmidecode ]",
        "LC_ALL=C ls \"$x\" dmidecode | sudo -n head -n 1 dmidecode",
        "find /x -name dmidecode",
        "find /x -name dmidecode -exec cat {} +",
        "ls | xargs -n 1 grep dmidecode",
        "sh -c 'cat /proc/dmidecode'",
        "printf '%s\\n' \"$(cat dmidecode)\"",
        "x 'it'\\''s $(dmidecode)'",
    ],
)  # fmt: skip
def test_data_does_not_count(script: str) -> None:
    # x is a program that nobody knows: of it only what stands elsewhere is looked at.
    assert D not in command_words(script.replace("x '", "echo '"))


def test_what_a_probe_needs_and_sudo_count() -> None:
    assert command_words("x", needs=["/opt/app/bin/qstat"], sudo=True) == {"x", "qstat", "sudo"}


def test_a_denied_command_is_told_as_it_was_written() -> None:
    words = command_words("x | /sbin/dmidecode")
    assert denied_word(["lspci", "/usr/sbin/dmidecode"], words) == "/usr/sbin/dmidecode"
    assert denied_word(["lspci"], words) is None
    assert denied_word([], words) is None


# --- in any surroundings -----------------------------------------------------------------------------------


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _backquoted(text: str) -> str:
    return "`" + text.replace("\\", "\\\\").replace("`", "\\`").replace("$", "\\$") + "`"


SURROUNDINGS = {
    "sequence": lambda text: f"echo a; {text}\necho b",
    "pipe": lambda text: f"echo a | {{ {text}\n}} | cat",
    "or": lambda text: f"false || {{ {text}\n}}",
    "group": lambda text: f"({text}\n)",
    "condition": lambda text: f"if {text}\nthen echo a; else echo b; fi",
    "loop": lambda text: f"for a in 1; do {text}\ndone",
    "case": lambda text: f"case a in a) {text}\n;; esac",
    "substitution": lambda text: f"a=$({text}\n)",
    "in quotes": lambda text: f'echo "a \'$({text}\n)"',
    "backquotes": lambda text: f"echo {_backquoted(text)}",
    "default": lambda text: f"echo ${{none:-$({text}\n)}}",
    "here-document": lambda text: f"cat <<E\n' $({text}\n)\nE",
    "shell": lambda text: f"sh -c {_quoted(text)}",
    "eval": lambda text: f"eval {_quoted(text)}",
    "trap": lambda text: f"(trap {_quoted(text)} EXIT)",
    "function": lambda text: f"f() {{ {text}\n}}\nf",
    "environment": lambda text: f"A=1 sh -c {_quoted(text)} name",
    "comment": lambda text: f'echo a # it\'s "not" ( `over\n{text} # {{',
    "data": lambda text: f"echo {_quoted(text)} | cat\n{text}",
    "input": lambda text: f"sh <<'END'\n{text}\nEND",
}


@given(st.lists(st.sampled_from(sorted(SURROUNDINGS)), max_size=6))
@examples(120)
def test_a_command_is_found_in_any_surroundings(names: list[str]) -> None:
    text = D
    for name in names:
        text = SURROUNDINGS[name](text)
    assert D in command_words(text)


@given(st.text())
@examples(120)
def test_any_text_is_read_or_every_word_of_it_counts(text: str) -> None:
    command_words(text)


# --- as a real shell sees it -------------------------------------------------------------------------------

PIECES = [
    "dmidecode", " ", " ", "\n", ";", ";;", "|", "||", "&&", "(", ")", "$(", "`", "\"", "'", "\\", "#", "$", "${", "}", "{", "$((",
    "))", "<<E", "\nE\n", "<<-E", "<<'E'", "\t", "if ", "then ", "fi", "case a in ", "a)", "esac", "echo ", "x", "a=", "eval ",
    "sh -c ", "command ", "exec ", "for a in ", "do ", "done", "!", "${x:-", ":", "trap ", " EXIT", ">&2", "~", "=", "E", "\\\n",
]  # fmt: skip


@pytest.fixture(scope="module")
def stubs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a program dmidecode that leaves a mark beside it, and a few that run others; nothing else."""
    folder = tmp_path_factory.mktemp("stubs")
    (folder / D).write_text(f"#!/bin/sh\necho ran >'{folder}/mark'\n", "utf-8")
    (folder / D).chmod(0o755)
    (folder / "sh").symlink_to(require("dash"))
    for name in ("env", "xargs", "cat"):
        (folder / name).symlink_to(require(name))
    return folder


def _runs_it(script: str, stubs: Path) -> bool:
    mark = stubs / "mark"
    mark.unlink(missing_ok=True)
    subprocess.run(
        [require("dash"), "-c", script],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=stubs,
        env={"PATH": str(stubs), "LC_ALL": "C"},
        timeout=900,
        check=False,
    )
    return mark.exists()


@pytest.mark.parametrize("name", sorted(SURROUNDINGS))
def test_the_surroundings_are_such_that_dash_runs_it(stubs: Path, name: str) -> None:
    assert _runs_it(SURROUNDINGS[name](D), stubs)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
@examples(100)
def test_what_dash_runs_is_found(stubs: Path, script: str) -> None:
    if D not in command_words(script):
        assert not _runs_it(script, stubs)


@given(
    st.sampled_from(sorted(SURROUNDINGS)),
    st.sampled_from(sorted(SURROUNDINGS)),
    st.data(),
)
@examples(100)
def test_what_dash_runs_is_found_in_damaged_text(
    stubs: Path, outer: str, inner: str, data: st.DataObject
) -> None:
    text = SURROUNDINGS[outer](SURROUNDINGS[inner](f"echo a; {D}"))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(at, min(len(text), at + 3)))
        text = text[:at] + data.draw(st.sampled_from(["", *PIECES])) + text[end:]
    if D not in command_words(text):
        assert not _runs_it(text, stubs)
