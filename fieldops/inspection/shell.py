"""Probes to the text of one POSIX sh script; the only place that quotes shell text.

What the script promises, in dash, bash, ksh, mksh and busybox ash:

- It is one compound command, read whole before it starts: nothing a probe does can eat the rest of it.
- The probes run one after the other in a worker shell, which has a session of its own. A ticker sends it ALRM once
  a second; that interrupts the shell's `wait`, so the worker sees a probe's timeout even when the kernel does not
  let the probe's processes die (D state). It then kills its whole session, itself included, and the main shell
  starts a new worker behind that probe; the same when a probe has killed the worker.
- Standard output is capped at the source by `head -c`; of standard error the first lines are kept.
- Frames carry a nonce that workers read from a pipe: it is never in argv, environment or a file, and what a probe
  prints cannot end its own frame.
- Nothing is written, and the ticker and every probe's processes are gone when it ends.

The stream: ``@fo NONCE B id``, the frame, ``@fo NONCE E id why ms detail``; after the last ``@fo NONCE END count``.
A frame is the command's output, a line feed, its errors, ``rc=CODE`` and ``len=BYTES``, the length of errors and
code. An E line is sent together with the next B line: each write is a packet that both sides must handle.

Names of the script, with an underscore so that no probe meets them by chance: n nonce, h the E line to send, i probe,
t ticks, d deadline in ticks, u v uptime in hundredths of a second, w text of the worker, f frames, l timed-out probes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fieldops.inspection.playbook import Probe

# One argument of a program may have 128 KiB on Linux; a worker gets its probes as one.
_CHUNK = 60_000

# Kill a process and all below it, where there is no setsid to make a group of them.
_TREE = r"""_P() { read -r _a <$1/stat || return; _a=${_a##*") "}; _a=${_a#* }; [ "${_a%% *}" = $2 ]; }
_K() ( kill -STOP $1; for _q in /proc/[0-9]*; do _P $_q $1 && _K ${_q#/proc/}; done; kill -KILL $1 )
_Z() { for _q in /proc/[0-9]*; do _P $_q $$ && _K ${_q#/proc/}; done; kill -KILL $$; }
"""

# The worker tells the main shell on descriptor 4: its process id, an x for each probe begun, "T ms" for a timeout,
# "." at the end. _X keeps the first lines of a probe's errors and the last one, the exit code that follows them.
# The subshell around eval is for commands that exit or do not parse: the exit code is told all the same. No group
# around a command may redirect its output: busybox ash takes redirections back before it runs a command's exit trap.
# In _R, the arguments are: id, seconds, bytes, needed commands, command, sudo.
_WORKER = r"""exec 3>&1 2>/dev/null
read -r _n; exec </dev/null
_t=0 _j=0 _s=$1 _h= _e='
'
trap '_t=$((_t+1))' ALRM
_U() { _u=0.00; read -r _u _a </proc/uptime; _u=${_u%.*}${_u#*.}; }
_E() { _U; _h="$_e@fo $_n E $_i $1 $(( (_u - _v) * 10 )) $2"; }
_X() {
  _m=0 _z= _b=
  while IFS= read -r _a; do
    [ $_m = 0 ] || _z=$_z$_b$_e
    _b=$_a _m=$((_m+1))
    if [ $_m = 40 ]; then
      _a=$(tail -c 64)
      [ -z "$_a" ] || _z=$_z$_b$_e _b=${_a##*"$_e"}
      break
    fi
  done
  _z=$_z$_b
  printf '\n%s\nlen=%s\n' "$_z" ${#_z}
}
_R() {
  _j=$((_j+1)); [ $_j -gt $_s ] || return 0
  _i=$1 _d=$2; _U; _v=$_u
  echo x >&4
  echo "$_h$_e@fo $_n B $_i" || exit
  for _m in $4; do command -v $_m >/dev/null || { _E absent $_m; return; }; done
  _d=$((_t+_d+1))
  { { _n= _h=; (eval "$5"); echo "${_e}rc=$?" >&2; } 3>&- 4>&- | _C $3 >&3 4>&-; } 2>&1 | _X >&3 4>&- & _p=$!
  while :; do
    _b=$_t; wait $_p; _x=$?
    if [ $_b = $_t ] || [ $_x = 0 ]; then break; fi
    if [ $_t -ge $_d ]; then
      _U; echo "T $(( (_u - _v) * 10 ))" >&4
      [ -z "$6" ] || ${6}kill -KILL -- -$$
      _Z
    fi
  done
  [ $_x = 0 ] || _Z
  _E ok
}
echo $$ >&4
(exec 3>&- 4>&-; while sleep 1; do kill -ALRM $$ || exit; done) >/dev/null &
"""

_END_OF_WORKER = r"""echo "$_h" || exit
echo . >&4
_Z
"""

# _V runs the probes of its first argument, whose ids follow, in as many workers as it takes.
_MAIN = r"""exec </dev/null 3>&1 2>/dev/null
_n=@NONCE@ _f=0 _l= _e='
'
LC_ALL=C LANGUAGE=C PATH=$PATH:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin
export LC_ALL LANGUAGE PATH
unset ENV BASH_ENV CDPATH
_w=@WORKER@
if [ "$(echo ab | head -c 1)" = a ]; then _w="_C() { exec head -c \$1; }$_e$_w"; else _w="_C() { exec cat; }$_e$_w"; fi
if command -v setsid >/dev/null; then
  _w="_Z() { kill -KILL -\$\$; }$_e$_w"
  _D() { kill -KILL -$1; }
else
  _D() { :; }
  setsid() { "$@"; }
  _w=@TREE@$_w
fi
_V() {
  _c=$1 _s=0; shift; _f=$((_f+$#))
  while :; do
    _k=$(echo $_n | setsid sh -c "$_w$_c"@END@ fo $_s 4>&1 1>&3 3>&-)
    _g= _y=0 _r=died _o=0
    for _m in $_k; do
      case $_m in
        x) _y=$((_y+1)) ;;
        T) _r=timeout ;;
        .) return ;;
        *) if [ -z "$_g" ]; then _g=$_m; else _o=$_m; fi ;;
      esac
    done
    [ -n "$_g" ] && _D $_g
    [ $_y = 0 ] && return
    _s=$((_s+_y)); eval "_i=\${$_s}"
    _l="$_l $_i=$_g"
    echo "$_e@fo $_n E $_i $_r $_o" || exit
  done
}
"""

# The last line names the probes of which a process outlived KILL; zombies nobody has collected do not count.
_EPILOGUE = r"""_o=
if [ -n "$_l" ]; then
  for _q in /proc/[0-9]*; do
    read -r _a <$_q/stat || continue
    set -- ${_a##*") "}
    for _m in $_l; do [ $1 != Z ] && [ ${_m#*=} = $3 ] && _o="$_o ${_m%%=*}"; done
  done
fi
echo "$_e@fo $_n END $_f$_o"
exit 0
"""

_SUDO = '_S=; [ "$(id -u)" = 0 ] || _S="sudo -n "\n'
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
    main = _MAIN.replace("@NONCE@", nonce).replace("@WORKER@", quote(_WORKER))
    main = main.replace("@TREE@", quote(_TREE)).replace("@END@", quote(_END_OF_WORKER))
    calls = [_chunk_call(chunk) for chunk in _chunks(probes)]
    return "".join(["{\n", main, *calls, _EPILOGUE, "}\n"]).encode()


def _chunks(probes: Iterable[Probe]) -> Iterator[list[Probe]]:
    """The probes in groups whose text one worker can be given."""
    chunk: list[Probe] = []
    size = 0
    for probe in probes:
        length = len(_call(probe).encode())
        if chunk and size + length > _CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(probe)
        size += length
    if chunk:
        yield chunk


def _chunk_call(chunk: list[Probe]) -> str:
    sudo = _SUDO if any(probe.sudo for probe in chunk) else ""
    text = sudo + "".join(_call(probe) for probe in chunk)
    return f"_V {quote(text)} {' '.join(probe.id for probe in chunk)}\n"


def _call(probe: Probe) -> str:
    head = f"_R {probe.id} {probe.timeout} {probe.cap + 1} {quote(' '.join(probe.needs))}"
    if probe.sudo:
        return f'{head} "$_S"{quote(_one_command(probe))} "$_S"\n'
    return f"{head} {quote(probe.run)}\n"
