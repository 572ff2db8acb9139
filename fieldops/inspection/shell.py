"""Probes to the text of one POSIX sh script; the only place that quotes shell text.

What the script promises, in dash, bash, ksh, mksh and busybox ash:

- It is one compound command, read whole before it starts: nothing a probe does can eat the rest of it.
- Each probe runs in a session of its own under a watchdog. A ticker sends ALRM once a second, which
  interrupts the shell's `wait`; after the timeout the probe's process group is killed and the script
  goes on, whether or not the kernel lets the processes die (D state).
- Standard output and standard error are capped at the source by `head -c`.
- Frames carry a nonce that is only in the script's text on standard input, so never in argv, environment
  or a file: what a probe prints cannot end its own frame.
- Descriptor 8 is handed on as ``8>&8`` because ksh closes its own descriptors for other programs (mksh also
  what a function was given).
- Nothing is written, and the ticker and every probe's processes are gone when it ends.

Frames on stdout: ``@fo NONCE B id`` raw bytes ``@fo NONCE E id why ms detail``; after the last
``@fo NONCE END count``. Stderr has B lines and an END; a probe's exit code is the last line of its stderr.
"""

from __future__ import annotations

from collections.abc import Iterable

from fieldops.inspection.playbook import Probe

ERROR_CAP = 64 << 10

# Runs one probe: $1 command, $2 bytes of output, $3 bytes of errors. Descriptor 8 is the script's stderr.
# A subshell and no exit trap: busybox ash takes redirections back before it runs the trap, and rc= is lost.
_WRAPPER = r"""exec 3>&1
{ { (eval "$1"); x=$?; echo >&2; echo "rc=$x" >&2; } 3>&- 8>&- | c "$2" >&3 8>&-; } 2>&1 | c "$3" >&8 3>&-
"""

_PROLOGUE = r"""exec </dev/null 8>&2 2>/dev/null
n=@NONCE@ t=0 f=0 p= k= l=
e='
'
LC_ALL=C LANGUAGE=C PATH=$PATH:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin
export LC_ALL LANGUAGE PATH
unset ENV BASH_ENV CDPATH
w=@WRAPPER@
if [ "$(echo ab | head -c 1)" = a ]; then w="c() { exec head -c \"\$1\"; }$e$w"; else w="c() { exec cat; }$e$w"; fi
if command -v setsid >/dev/null; then
  K() { kill -KILL -$1; }
else
  setsid() { exec "$@" 8>&8; }
  K() (
    kill -STOP $1
    for q in /proc/[0-9]*; do
      read -r s <$q/stat || continue
      s=${s##*") "}; s=${s#* }
      [ "${s%% *}" = $1 ] && K ${q#/proc/}
    done
    kill -KILL $1
  )
fi
Q() { trap '' HUP INT TERM PIPE; [ -n "$p" ] && K $p; [ -n "$k" ] && K $k; }
trap 't=$((t+1))' ALRM
trap 'Q; exit 1' HUP INT TERM PIPE
U() { u=0.00; read -r u _ </proc/uptime; u=${u%.*}${u#*.}; }
E() { U; echo "$e@fo $n E $i $1 $(( (u - v) * 10 )) $2" || { Q; exit 1; }; }
R() {
  i=$1 d=$2 f=$((f+1))
  U; v=$u
  echo "$e@fo $n B $i"; echo "$e@fo $n B $i" >&8
  for m in $4; do command -v $m >/dev/null || { E absent $m; return; }; done
  d=$((t+d+1)) y=
  setsid sh -c "$w" fo "$5" $3 @ERRORS@ 8>&8 & p=$!
  while :; do
    b=$t; wait $p; x=$?
    if [ $b = $t ] || [ $x = 0 ]; then break; fi
    if [ -z "$y" ] && [ $t -ge $d ]; then
      y=1; K $p; [ -n "$6" ] && ${6}kill -KILL -- -$p
    fi
  done
  if [ -n "$y" ]; then l="$l $i=$p"; E timeout; elif [ $x = 0 ]; then E ok; else K $p; E died $x; fi
  p=
}
setsid sh -c "exec 8>&-; while sleep 1; do kill -ALRM $$ || exit; done" >/dev/null 8>&8 & k=$!
"""

# The last line names the probes of which a process outlived KILL; zombies nobody has collected do not count.
_EPILOGUE = r"""K $k; k= o=
if [ -n "$l" ]; then
  for q in /proc/[0-9]*; do
    read -r s <$q/stat || continue
    set -- ${s##*") "}
    for m in $l; do [ $1 != Z ] && [ ${m#*=} = $3 ] && o="$o ${m%%=*}"; done
  done
fi
echo "$e@fo $n END" >&8
echo "$e@fo $n END $f$o"
exit 0
"""

_SUDO = 'S=; [ "$(id -u)" = 0 ] || S="sudo -n "\n'
_SPECIAL = frozenset("|&;<>()$`\\\"'*?[]#~=%{}!\n\t")


def quote(text: str) -> str:
    """`text` as one word of POSIX shell, whatever it holds."""
    return "'" + text.replace("'", "'\\''") + "'"


def command_line(probe: Probe) -> str:
    """What will run for `probe`, as shown to the customer: with sudo where the login is not root."""
    return f"sudo -n {_one_command(probe)}" if probe.sudo else probe.run


def _one_command(probe: Probe) -> str:
    # A plain command is given to sudo as it is, so that a sudoers line can allow just that one.
    simple = not _SPECIAL & set(probe.run.strip())
    return probe.run.strip() if simple else f"sh -c {quote(probe.run)}"


def compile_script(probes: Iterable[Probe], nonce: str) -> bytes:
    """The script that runs `probes` in order and frames their output with `nonce` (ASCII letters and digits)."""
    chosen = list(probes)
    prologue = _PROLOGUE.replace("@NONCE@", nonce).replace("@WRAPPER@", quote(_WRAPPER))
    parts = ["{\n", prologue.replace("@ERRORS@", str(ERROR_CAP))]
    if any(probe.sudo for probe in chosen):
        parts.append(_SUDO)
    parts.extend(_call(probe) for probe in chosen)
    parts.append(_EPILOGUE)
    parts.append("}\n")
    return "".join(parts).encode()


def _call(probe: Probe) -> str:
    needs = quote(" ".join(probe.needs))
    head = f"R {probe.id} {probe.timeout} {probe.cap + 1} {needs}"
    if probe.sudo:
        return f'{head} "$S"{quote(_one_command(probe))} "$S"\n'
    return f"{head} {quote(probe.run)}\n"
