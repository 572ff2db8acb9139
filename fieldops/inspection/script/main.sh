# shellcheck shell=sh
# What fieldops runs on a machine that it inspects. It reads; it writes no file and changes nothing.
# The probes, the commands that look at the machine, stand at the end. Each is run in turn by a worker, a shell with a
# session of its own, so that a probe that hangs can be killed with everything it has started. What a probe prints is
# sent back as a frame: a line that begins it, the bytes, a line that ends it. Names begin with _ so that no probe
# meets them by chance. The braces make the shell read everything before it begins: no probe can eat the rest.
{
exec 5<&0 </dev/null 3>&1 2>/dev/null
# A number made for this run. It marks our lines: what a probe prints cannot be taken for one of them.
_nonce=@NONCE@
_frames=0
_given_up=
_closed=
_newline='
'
LC_ALL=C LANGUAGE=C PATH=$PATH:/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin
export LC_ALL LANGUAGE PATH
unset ENV BASH_ENV CDPATH

# A machine that carries too much already is left alone: nothing more is run, and that is told in place of an end.
# Limits of this run: load for each processor, and KiB of memory that programs can still get; 0 is none.
_most_load=@MOST_LOAD@ _least_memory=@LEAST_MEMORY@
if [ "$_most_load" != 0 ]; then
  _load='' _processors=0
  read -r _load _each </proc/loadavg
  while read -r _word _each; do
    case $_word in cpu) ;; cpu*) _processors=$((_processors + 1)) ;; *) break ;; esac
  done </proc/stat
  # Some sandboxes count none there.
  if [ $_processors = 0 ]; then _processors=1; fi
  # What cannot be read is not known to be little.
  if [ -z "$_load" ] || ! [ "${_load%.*}" -lt $((_most_load * _processors)) ]; then
    echo "$_newline@fo $_nonce BUSY load ${_load:-?} $_processors"
    exit 0
  fi
fi
if [ "$_least_memory" != 0 ]; then
  # Kernels before 3.14 do not say what is available: what is free or can be dropped is about that.
  _available='' _free=0
  while read -r _word _each _unit; do
    case $_word in
      MemAvailable:) _available=$_each ;;
      MemFree: | Buffers: | Cached:) _free=$((_free + _each)) ;;
    esac
  done </proc/meminfo
  if [ "${_available:=$_free}" -lt "$_least_memory" ]; then
    echo "$_newline@fo $_nonce BUSY memory $_available"
    exit 0
  fi
fi

# What runs here gives way to the machine's own work, where there is a program for that. The kernel reads from it how
# urgent reading from disks is, too. Not by much: who always gives way never gets an answer.
_nice=@NICE@ _gently=
if [ "$_nice" = 1 ] && command -v nice >/dev/null; then _gently="nice -n 5"; fi

# How to become root, if a probe needs it. sudo -n never asks; where it is refused, the probe has no result.
_root_probes=@ROOT_PROBES@
_sudo=
if [ $_root_probes != 0 ] && [ "$(id -u)" != 0 ]; then _sudo="sudo -n "; fi

_worker=@WORKER@

# What a worker is told through a pipe, for arguments can be seen by everybody on the machine: the number, then the
# passwords of databases, where there are some, and an empty line.
_tell_worker() { echo "$_nonce$_newline"; }
@SECRETS@

# Without setsid (very small systems) the worker finds what it has to kill by itself.
if command -v setsid >/dev/null; then
  _kill_session() { kill -KILL "-$1"; }
else
  _kill_session() { :; }
  setsid() { "$@"; }
fi

# Runs probes, six arguments each: id, seconds, bytes, needed commands, who runs it, command.
# A worker that gives up a probe dies with it; another one goes on behind that probe.
_run_probes() {
  _frames=$((_frames + $# / 6))
  while [ $# -gt 0 ]; do
    # On descriptor 4 the worker tells: its process id, an x for each probe begun, @ with the name of an instance that
    # cannot be logged in to, then . at the end or T and milliseconds when it gives one up. When it tells neither, the
    # probe has killed it.
    # shellcheck disable=SC2086 # words are meant
    _told=$(_tell_worker | setsid $_gently sh -c "$_worker" fieldops "$_sudo" "$_closed" "$@" 4>&1 1>&3 3>&- 5<&-)
    _leader='' _begun=0 _why=died _milliseconds=0
    for _word in $_told; do
      case $_word in
        x) _begun=$((_begun + 1)) ;;
        T) _why=timeout ;;
        S) _sudo=- ;;
        @*) _closed="$_closed $_word" ;;
        .) return ;;
        *) if [ -z "$_leader" ]; then _leader=$_word; else _milliseconds=$_word; fi ;;
      esac
    done
    if [ -n "$_leader" ]; then _kill_session "$_leader"; fi
    if [ "$_begun" = 0 ]; then return; fi
    shift $(((_begun - 1) * 6))
    _given_up="$_given_up $1=$_leader"
    # Nobody tries a second time to log in where it came to no end.
    case $1 in @*) _closed="$_closed $1" ;; esac
    echo "$_newline@fo $_nonce E $1 $_why $_milliseconds" || exit
    shift 6
  done
}

_run_probes @PROBES@
@ROOT@
# A process that the kernel holds (a dead disk or network mount) outlives KILL: name the probe that has left one.
_stuck=
if [ -n "$_given_up" ]; then
  for _process in /proc/[0-9]*; do
    read -r _stat <"$_process/stat" || continue
    # The words behind the name: state, parent, group. A zombie (Z) is dead, only nobody has collected it.
    # shellcheck disable=SC2086 # words are meant
    set -- ${_stat##*") "}
    for _each in $_given_up; do
      if [ "$1" != Z ] && [ "${_each#*=}" = "$3" ]; then _stuck="$_stuck ${_each%%=*}"; fi
    done
  done
fi
echo "$_newline@fo $_nonce END $_frames$_stuck"
exit 0
}
