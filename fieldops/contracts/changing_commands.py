"""What changes the machine it runs on: what a probe, which may only read, runs and writes of it. Pure.

A probe may open nothing for writing but /dev/null and what is open already. Of programs that can write or change something it is
known with which words they do (from their manuals). How they are found behind `sudo`, `xargs`, `find -exec` and in the text of
`sh -c`: `commands`. Not every way to change something can be told from a text: what is found here is sure, what is not found
proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from fieldops.contracts import awk_text
from fieldops.contracts.changing_programs import ALWAYS, FILES, UNLESS, VERBS, WITH
from fieldops.contracts.commands import CARRIERS, SHELLS, Program, programs_run
from fieldops.contracts.shell_text import Output

Words = Sequence[str]


# Where an option with a value that never names a file would be taken for one of a single letter.
_LONG_BY_ONE_DASH = frozenset({"keytool", "openssl"})
# Interpreters, and the option behind which a program stands.
_PROGRAM_BEHIND = {"lua": "e", "node": "ep", "perl": "eE", "php": "r", "python": "c", "ruby": "e"}
_NO_VALUE = frozenset({"-O", "--remote-name", "--remote-name-all"})
_OPEN_ALREADY = re.compile(r"-|/dev/(?:null|stdout|stderr|fd/[0-9]+)|/proc/self/fd/[0-9]+", re.ASCII)
# Of bash: a connection, no file.
_SOCKET = re.compile(r"/dev/(?:tcp|udp)/")
# Calls of Python, Perl, Ruby, PHP, JavaScript and Lua that write a file, take one away or run a command, and modules for that.
_CALLS = re.compile(
    r"\b(?:remove|unlink\w*|rmtree|rmdir|renames?|mkdir|makedirs|chmod|chown|truncate|write_text|write_bytes|symlink|writeFile\w*"
    r"|appendFile\w*|file_put_contents|rmSync|mkdirSync|(?<!platform\.)system|popen\w*|spawn\w*|exec[vl]?\w*|shell_exec|passthru"
    r"|utime|kill|__import__|import_module|eval)(?:\s*\(|\s+[\"'$@])"
    r"|\b(?:shutil|subprocess|child_process|FileUtils)\b|\bFile\.(?:write|delete)\b"
    r"""|\bopen\s*\([^)]*,\s*(?:mode\s*=\s*)?["'](?:[wax][bt+]*|r[bt]?\+[bt]?)["']|\bopen\b[^;]*["']\s*\+?>""",
    re.ASCII,
)
_SQL = re.compile(
    r"(?:^|;)\s*(?:alter|analyze|call|copy\b(?!.*\bto\s+stdout)|create|delete|do|drop|flush|grant|insert|kill|load|lock|merge|optimize|purge|reindex|rename"
    r"|repair|replace|reset|revoke|shutdown|truncate|update|vacuum|set\s+(?:global|persist))\b",
    re.ASCII | re.IGNORECASE | re.DOTALL,
)
_ADDRESS = r"(?:[0-9]+|\$|/(?:[^/\\]|\\.)*/)"
_SED_WRITES = re.compile(
    rf"(?:^|[;{{}}\n])\s*(?:{_ADDRESS}(?:,{_ADDRESS})?)?\s*!?\s*(?:[wW]\s+(?!/dev/std)\S|e\b)"
    r"|(?:^|[;{}\s0-9$/])s([^\w\s\\])(?:(?!\1)[^\\]|\\.)*\1(?:(?!\1)[^\\]|\\.)*\1[gpIiMm0-9]*(?:w\s+(?!/dev/std)|e)",
    re.ASCII | re.DOTALL,
)


def changing_command(script: str) -> str | None:
    """The first of a shell text that changes the machine, a command or a redirection to a file, as it is written, at most 80
    characters; None: none is known.
    """
    programs, outputs = programs_run(script)
    for program in programs:
        if _changes(program):
            return (program.written or " ".join([program.name, *program.arguments]))[:80]
    return next((f"{each.operator} {each.target.raw}"[:80] for each in outputs if _opens_file(each)), None)


def _opens_file(output: Output) -> bool:
    """Whether a redirection opens what is not open already."""
    target = output.target.text
    if output.operator == ">&" and (re.fullmatch(r"[0-9]*-?", target, re.ASCII) is not None):
        return False
    return _is_file(target) and not _SOCKET.match(target)


def _is_file(name: str) -> bool:
    return _OPEN_ALREADY.fullmatch(name) is None


def _changes(program: Program) -> bool:
    name, rest = program.name.rsplit("/", 1)[-1], program.arguments
    # A word that `find` or `xargs` fills in: what runs stands in what they read.
    if name in ALWAYS or name.startswith(("mkfs.", "fsck.", "mkfs_")) or name == "{}":
        return True
    if name in SHELLS:
        return _runs_its_input(rest, program.inputs)
    interpreter = name.rstrip("0123456789.")
    if interpreter in _PROGRAM_BEHIND:
        return _inline_program_changes(interpreter, rest, program.inputs)
    if name in _OWN:
        return _OWN[name](rest)
    if name in ("su", "runuser"):
        return _su(rest, program.inputs)
    if name in VERBS:
        valued, verbs = VERBS[name]
        return bool(set(_operands(rest, valued)[:1]) & verbs)
    words = set(_compared(name, rest))
    if name in UNLESS:
        return not words & UNLESS[name]
    return bool(words & WITH.get(name, frozenset())) or any(map(_is_file, _files_behind(name, rest)))


def _compared(name: str, rest: Words) -> Iterator[str]:
    """The words as tables name them: up to "=", and each letter of `-nvL`."""
    for word in rest:
        yield word.partition("=")[0] if word.startswith("--") else word
        if name == "redis-cli":
            yield word.lower()
        if name not in _LONG_BY_ONE_DASH and re.fullmatch(r"-[A-Za-z]{2,6}", word, re.ASCII):
            yield from (f"-{letter}" for letter in word[1:])


def _files_behind(name: str, rest: Words) -> Iterator[str]:
    """What stands behind the options of a program that name a file; what takes its name from elsewhere is an empty text."""
    valued, naming = FILES.get(name, ("", frozenset()))
    words = iter(rest if naming else ())
    for word in words:
        option, equals, value = word.partition("=")
        if option in naming:
            yield "" if option in _NO_VALUE else value if equals else next(words, "")
        elif word.startswith("-") and not word.startswith("--") and name not in _LONG_BY_ONE_DASH:
            yield from _letters(word[1:], valued, naming, words)


def _letters(letters: str, valued: str, naming: frozenset[str], words: Iterator[str]) -> Iterator[str]:
    """The same of single letters behind one dash: the value of the last one stands beside it or is the next word."""
    for at, letter in enumerate(letters):
        if letter in valued:
            value = letters[at + 1 :] or next(words, "")
            if f"-{letter}" in naming:
                yield value
            return
        if f"-{letter}" in naming:
            yield ""


def _operands(rest: Words, valued: str = "") -> list[str]:
    """The words that are no options and no values of the options with these letters."""
    found, words = [], iter(rest)
    for word in words:
        if not word.startswith("-"):
            found.append(word)
        elif not word.startswith("--") and word[-1] in valued:
            next(words, None)
    return found


# --- programs that are asked for by themselves -------------------------------------------------------------


def _awk(rest: Words) -> bool:
    if {"inplace", "--include=inplace", "-iinplace"} & set(rest):
        return True
    program = next(iter(_operands(rest, "Fvfi")), "")
    if any(each.startswith(("-f", "--file")) for each in rest):
        return False  # what stands in the file nobody knows
    files, commands = awk_text.outputs(program)
    return any(map(_is_file, files)) or any(changing_command(each) for each in commands)


def _sed(rest: Words) -> bool:
    """Its options are e, f, l with a value, and i, of which the value can only stand beside it."""
    scripts: list[str] = []
    words = iter(rest)
    for word in words:
        if word.startswith("--"):
            if word.startswith("--in-place"):
                return True
            continue
        if not word.startswith("-") or word == "-":
            if not scripts:
                scripts.append(word)
            continue
        for at, letter in enumerate(word[1:], 2):
            if letter == "i":
                return True
            if letter in "efl":
                value = word[at:] or next(words, "")
                scripts.append(value if letter == "e" else "")
                break
    return any(_SED_WRITES.search(each) for each in scripts)


def _find(rest: Words) -> bool:
    """-delete, and the actions that print into a file."""
    prints = ("-fprint", "-fprint0", "-fprintf", "-fls")
    pairs = zip(rest, (*rest[1:], ""), strict=False)
    return "-delete" in rest or any(word in prints and _is_file(file) for word, file in pairs)


def _tar(rest: Words) -> bool:
    """It unpacks, but to standard output; or it writes an archive, but to standard output."""
    first = rest[0] if rest else ""
    letters = {letter for word in rest if re.fullmatch(r"-[A-Za-z]+", word, re.ASCII) for letter in word[1:]}
    letters |= set() if first.startswith("-") else set(first)
    long = {word.partition("=")[0] for word in rest}
    if letters & {"x"} or long & {"--extract", "--get"}:
        return not (letters & {"O"} or "--to-stdout" in long)
    return bool(letters & set("cruA")) and "-" not in rest


def _gzip(rest: Words) -> bool:
    letters = {
        letter for word in rest if re.fullmatch(r"-[A-Za-z0-9]+", word, re.ASCII) for letter in word[1:]
    }
    asks = letters & set("cltV") or {"--stdout", "--to-stdout", "--list", "--test", "--version"} & set(rest)
    return bool(_operands(rest, "STp")) and not asks


def _wget(rest: Words) -> bool:
    """It writes a file wherever it does not only look, or prints."""
    if {"--spider", "--version", "-V", "--help"} & set(rest):
        return False
    _, joined, behind = " ".join(rest).partition("--output-document=")
    named = [behind.split(" ")[0]] if joined else []
    named += [
        value
        for word, after in zip(rest, (*rest[1:], ""), strict=False)
        if (found := re.fullmatch(r"-[A-Za-z]*?O(.*)|--output-document", word, re.ASCII))
        for value in [found[1] or after]
    ]
    return not named or any(map(_is_file, named))


def _rpm(rest: Words) -> bool:
    words = set(_compared("rpm", rest))
    if words & {"-q", "-V", "-K", "--query", "--verify", "--checksig", "--eval", "-E"}:
        return False
    long = {
        "--install",
        "--upgrade",
        "--freshen",
        "--erase",
        "--import",
        "--rebuilddb",
        "--initdb",
        "--reinstall",
    }
    return bool(words & {"-i", "-U", "-F", "-e", *long})


def _mount(rest: Words) -> bool:
    """Without a device or folder it only lists."""
    acts = {"-a", "--all", "-o", "--bind", "--rbind", "--move", "-B", "-R", "-M"} & set(rest)
    return bool(acts) or bool(_operands(rest, "tO"))


def _sysctl(rest: Words) -> bool:
    return bool(
        {"-w", "-p", "--write", "--load", "--system"} & {word.partition("=")[0] for word in rest}
    ) or any("=" in word for word in rest if not word.startswith("-"))


def _date(rest: Words) -> bool:
    sets = any(word in ("-s", "--set") or word.startswith("--set=") for word in rest)
    return sets or any(
        re.fullmatch(r"[0-9]{8,12}(?:\.[0-9]{2})?", word, re.ASCII) for word in _operands(rest, "Ddrf")
    )


def _firewall(rest: Words) -> bool:
    acts = r"--(?:add|remove|set|new|delete|change)-.*|--(?:complete-)?reload|--runtime-to-permanent|--panic-o(?:n|ff)"
    return any(re.fullmatch(acts, word) for word in rest)


def _sql(rest: Words) -> bool:
    """What stands behind -c or -e."""
    asked = (
        word.partition("=")[2] if word.startswith("--") else word[2:] or after
        for word, after in zip(rest, (*rest[1:], ""), strict=False)
        if word.startswith(("-c", "-e", "--command=", "--execute="))
    )
    return any(_SQL.search(each) for each in asked)


def _swapon(rest: Words) -> bool:
    return bool(_operands(rest)) or bool(set(_compared("swapon", rest)) & WITH["swapon"])


def _runs_its_input(rest: Words, inputs: Words) -> bool:
    """Of a shell: whether it runs what comes from a pipe or a file, which is not in the text; a here-document is."""
    flags = {letter for word in rest if re.match(r"-[A-Za-z]", word) for letter in word[1:]}
    if "c" in flags:
        # Its text is missing: it comes from elsewhere, as below xargs.
        return re.fullmatch(r"-[A-Za-z]*c[A-Za-z]*", rest[-1]) is not None
    if inputs or any(word.startswith("--") for word in rest):
        return False
    return "s" in flags or set(_operands(rest, "oO")) <= {"-", "/dev/stdin"}


def _xargs(rest: Words) -> bool:
    """Below it a program that runs what stands behind it, and nothing stands there: the first word that is read is the command."""
    words = [word for word in rest if not word.startswith("-") and not word.isdecimal()]
    return len(words) == 1 and words[0].rsplit("/", 1)[-1] in CARRIERS


def _kill(rest: Words) -> bool:
    """It only asks with signal 0 and -l; what the text has started itself it may end."""
    words = list(rest)
    if set(words) & {"-0", "-l", "-L", "--list", "--table"} or words[:2] in (["-s", "0"], ["-n", "0"]):
        return False
    return any(word != "$!" for word in _operands(words, "sn"))


def _is_program(file: str) -> bool:
    """Whether a file that the shell reads has a place of its own, as a program has: what it does, its writer answers for."""
    return "/" in file and not file.startswith(("/dev/", "/proc/"))


def _su(rest: Words, inputs: Words) -> bool:
    """Without a command it is a shell, and runs what it reads."""
    return not inputs and not any(word.startswith(("-c", "--", "-lc")) for word in rest)


_OWN: Mapping[str, Callable[[Words], bool]] = {
    **dict.fromkeys(("awk", "gawk", "mawk", "nawk"), _awk),
    **dict.fromkeys(("gzip", "gunzip", "bzip2", "bunzip2", "xz", "unxz", "zstd", "lz4"), _gzip),
    **dict.fromkeys(("mysql", "mariadb"), _sql),
    "date": _date,
    "dd": lambda rest: any(word.startswith("of=") and _is_file(word[3:]) for word in rest),
    "find": _find,
    "firewall-cmd": _firewall,
    "hostname": lambda rest: bool(_operands(rest)) or "-F" in rest,
    ".": lambda rest: bool(rest) and not _is_program(rest[0]),
    "source": lambda rest: bool(rest) and not _is_program(rest[0]),
    "ifconfig": lambda rest: len(_operands(rest)) > 1,
    "kill": _kill,
    "mount": _mount,
    "psql": lambda rest: _sql(rest) or any(map(_is_file, _files_behind("psql", rest))),
    "rpm": _rpm,
    "sed": _sed,
    "swapon": _swapon,
    "sysctl": _sysctl,
    "tar": _tar,
    "tee": lambda rest: any(map(_is_file, _operands(rest))),
    "uniq": lambda rest: len(_operands(rest, "fsw")) > 1,
    "unzip": lambda rest: not set(_compared("unzip", rest)) & {"-l", "-p", "-t", "-v", "-Z"},
    "wget": _wget,
    "xargs": _xargs,
}


def _inline_program_changes(name: str, rest: Words, inputs: Words) -> bool:
    """Whether the program in the command's own text names a call that writes or runs something; perl -i writes in place."""
    if name in ("perl", "ruby") and any(re.match(r"-[lnpaw0]*i", word, re.ASCII) for word in rest):
        return True
    option = re.compile(rf"-[A-Za-z0-9]*?[{_PROGRAM_BEHIND[name]}](.*)", re.ASCII | re.DOTALL)
    behind = [
        found[1] or after
        for word, after in zip(rest, (*rest[1:], ""), strict=False)
        if (found := option.fullmatch(word))
    ]
    if not behind and not inputs and all(word in ("-", "-u", "-s", "-B", "-E", "-I", "-q") for word in rest):
        return True  # it runs what it reads
    return any(_CALLS.search(text) for text in (*behind, *inputs))
