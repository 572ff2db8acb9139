#!/bin/sh
# What stands around the script when it is carried to a machine as a file, instead of being sent over SSH: it says how it
# is used, gives the result to the caller's standard output or to a new file that the caller names, and puts a checksum
# behind it where the machine has a program for that. It writes nothing else, and needs no network and no rights.
{
umask 077
_say() { printf '%s\n' "$1" >&2; }
# shellcheck disable=SC1003,SC2016 # both are texts for people
_usage='Inspection of island: reads only. Usage: sh acme-island.sh > RESULT.txt, or: sh acme-island.sh RESULT.txt (a new file).
对 island 的离线巡检，只读取信息。用法：sh acme-island.sh > 结果.txt，或 sh acme-island.sh 结果.txt（须为新文件）。'
_begins='Inspection of island has begun. It reads only; please wait.
开始对 island 巡检，只读取信息，请稍候。'
_ended='Done. Bring the result back as it is: do not open and save it in an editor.
已完成。请将结果文件原样带回，不要用编辑器打开后另存。'
_exists='That file is there already; nothing was done. Name a new one.
该文件已存在，未执行任何操作。请换一个新文件名。'
_failed='The result could not be written whole (is there room?). Run it again.
结果未能完整写出（空间是否不足？）。请重新执行。'
if [ $# -gt 1 ] || { [ $# = 0 ] && [ -t 1 ]; } || [ "${1#-}" != "${1-}" ]; then
  _say "$_usage"
  exit 2
fi
if [ $# = 0 ]; then
  exec 5>&1
else
  if [ -e "$1" ]; then
    _say "$_exists"
    exit 2
  fi
  set -C
  exec 5>"$1" || exit 2
  set +C
fi
_say "$_begins"
_nonce=350e6bab3cd29082

# A line of our own: its word, and what it tells.
_tell() { printf '\n@fo %s %s\n' "$_nonce" "$1"; }

# What the result begins with: whose it is, and what this machine says of itself and of the time.
_open() {
  printf '%s\n' 'fieldops-result 1 {"by": "zhang", "contract": "acme", "ends": null, "engineers": ["zhang", "li"], "fieldops": "0.1.0", "host": "island", "id": "350e6bab3cd29082", "made": "2026-11-29T21:13:28+08:00", "override": null, "planned": "2026-11-29T21:13:28+08:00", "playbook_documents": "d35237a571407d67e190bbcba6f9531f0bc993d17ecf9f92ecef283b43d68fb3", "playbooks": ["test"], "script": "55651349f8eee0d2c2b777e2a2e7b616d3e63495c841eca8afd146776dfb4a89", "tags": [], "until": "2026-12-13T21:13:28+08:00"}'
  _name='' _serial=''
  { read -r _name </proc/sys/kernel/hostname; } 2>/dev/null
  { read -r _serial </sys/class/dmi/id/product_serial; } 2>/dev/null
  _tell "NAME $_name"
  _tell "SERIAL $_serial"
  _tell "FROM $(date +%s)"
}

# The script, byte for byte as it would be sent over SSH. It ends its shell, which is one of its own here.
_inspect() (
# --- here it begins
# shellcheck shell=sh
# What fieldops runs on a machine that it inspects. It reads; it writes no file and changes nothing.
# The probes, the commands that look at the machine, stand at the end. Each is run in turn by a worker, a shell with a
# session of its own, so that a probe that hangs can be killed with everything it has started. What a probe prints is
# sent back as a frame: a line that begins it, the bytes, a line that ends it. Names begin with _ so that no probe
# meets them by chance. The braces make the shell read everything before it begins: no probe can eat the rest.
{
exec 5<&0 </dev/null 3>&1 2>/dev/null
# A number made for this run. It marks our lines: what a probe prints cannot be taken for one of them.
_nonce=350e6bab3cd29082
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
_most_load=0 _least_memory=0
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
_nice=1 _gently=
if [ "$_nice" = 1 ] && command -v nice >/dev/null; then _gently="nice -n 5"; fi

# How to become root, if a probe needs it. sudo -n never asks; where it is refused, the probe has no result.
_root_probes=0
_sudo=
if [ $_root_probes != 0 ] && [ "$(id -u)" != 0 ]; then _sudo="sudo -n "; fi

_worker='# shellcheck shell=sh disable=SC2030,SC2031 # variables emptied for the probe only
# The worker: runs probes one after the other and frames what they print.
# Its arguments: how to become root, the instances (with @ before their names) that cannot be logged in to, then six for each
# probe, see _run_probes. A probe of an instance is called PROBE@INSTANCE; @INSTANCE is the first login to it.
# Descriptor 3 is the way back, 4 tells the main shell how far it has come. Errors of its own go nowhere.
exec 3>&1 2>/dev/null
_newline="
"
read -r _nonce
_secrets=$_newline
while IFS= read -r _line && [ -n "$_line" ]; do _secrets=$_secrets$_line$_newline; done
exec </dev/null
_sudo=$1 _closed=$2
shift 2
_end_line=

# Once a second a ticker sends ALRM. That interrupts the wait for a probe, so that its time is looked at even when
# the kernel does not let its processes die. A tick that comes at a bad moment is made good by the next.
_ticks=0
_tick() { _ticks=$((_ticks + 1)); }
trap _tick ALRM

# Ends everything this worker has started, and itself.
if command -v setsid >/dev/null; then
  _kill_all() { kill -KILL -$$; }
else
  # Stop a process, kill what it has started, kill it. Of /proc/PID/stat the second word behind the name is the parent.
  _is_child() { read -r _stat <"$1/stat" && _stat=${_stat##*") "} && _stat=${_stat#* } && [ "${_stat%% *}" = "$2" ]; }
  _kill_tree() (
    kill -STOP "$1"
    for _process in /proc/[0-9]*; do
      if _is_child "$_process" "$1"; then _kill_tree "${_process#/proc/}"; fi
    done
    kill -KILL "$1"
  )
  _kill_all() {
    for _process in /proc/[0-9]*; do
      if _is_child "$_process" $$; then _kill_tree "${_process#/proc/}"; fi
    done
    kill -KILL $$
  }
fi

# Lets so many bytes through and no more; where head cannot count, the reader of the frames does. Which of both is
# found out for the first probe that needs it: most scripts have none.
_counter=
_find_counter() {
  _counter="cat"
  if [ "$(echo ab | head -c 1)" = a ]; then _counter="head"; fi
}
_first_bytes() {
  if [ $_counter = head ]; then exec head -c "$1"; fi
  exec cat
}

# Hundredths of a second since the machine was started.
_read_clock() {
  _now=0.00
  read -r _now _stat </proc/uptime
  _now=${_now%.*}${_now#*.}
}

# Makes the line that ends a frame: how it ended, and a detail. It is sent together with the next line that begins one.
_end_frame() {
  _read_clock
  case $_id in *+1) _sampled=$_now ;; esac
  _end_line="$_newline@fo $_nonce E $_id $1 $(((_now - _began) * 10)) $2"
}

# Puts behind the output of a probe the first 40 lines of its errors, its exit code (their last line), and their length.
_tell_errors() {
  _lines=0 _errors="" _last=""
  while IFS= read -r _line; do
    if [ $_lines != 0 ]; then _errors=$_errors$_last$_newline; fi
    _last=$_line _lines=$((_lines + 1))
    if [ $_lines = 40 ]; then
      _line=$(tail -c 64)
      if [ -n "$_line" ]; then _errors=$_errors$_last$_newline _last=${_line##*"$_newline"}; fi
      break
    fi
  done
  _errors=$_errors$_last
  printf "\n%s\nlen=%s\n" "$_errors" ${#_errors} || return 2
  # Whether the command said that all was well. Not by a 1: that is also what a wait of ksh93 says that a tick has interrupted.
  case $_last in *=0) ;; *) return 3 ;; esac
}

# The password of an instance, of the lines that came; the probe gets no other.
_take_secret() {
  _secret=${_secrets#*"$_newline$1 "}
  if [ "$_secret" = "$_secrets" ]; then _secret=; fi
  _secret=${_secret%%"$_newline"*} _secrets=
}

# Waits until a second has passed since the last first sample was taken. A tick may end the sleep of ksh93 early.
_await_second_sample() {
  for _try in 1 2 3; do
    _read_clock
    _left=$((11000 - (_now - ${_sampled:=$_now}) * 10))
    if [ $_left -le 10000 ]; then break; fi
    # Whoever reads may know that this machine rests now.
    if [ -n "$_end_line" ]; then echo "$_end_line" || exit; fi
    _left=${_left#1} _end_line=
    sleep "${_left%???}.${_left#?}" || sleep 1
  done
}

# Runs a command as another account: a login by sudo, root without a password by what there is. Old ones of runuser do not
# know -u; su gives a command (-c) a session of its own, in which nobody could end it, unless it knows another word.
_as_user() {
  _user=$1
  shift
  # The folder of the login may be closed to it.
  cd /
  if [ -n "$_sudo" ]; then
    $_sudo -u "$_user" "$@"
  elif runuser -u "$_user" -- true 2>/dev/null; then
    runuser -u "$_user" -- "$@"
  elif su -s /bin/sh --session-command=true -- "$_user" 2>/dev/null; then
    su -s /bin/sh --session-command="\"\$0\" \"\$@\"" -- "$_user" "$@"
  else
    su -s /bin/sh -c "\"\$0\" \"\$@\"" -- "$_user" "$@"
  fi
}

# The probe itself, and behind its errors its exit code. The inner parentheses are for commands that exit or do not parse:
# the exit code is told all the same. The probe does not get to know the nonce. Only its own group may redirect: busybox
# takes the redirections of a group back before it runs the exit trap of a command in it.
_run_command() {
  _nonce="" _end_line=""
  (
    set --
    _take_secret "$_instance"
    # Of the probes that say by it what needs root only that does. Without sudo the login is root.
    # shellcheck disable=SC2317,SC2329 # the probe calls it
    as_root() { $_sudo "$@"; }
    # Who is root already needs neither sudo nor another shell; sudo takes the place of this one.
    case $_who:$_sudo in
      root=*) eval "_as_user ${_who#*=} $_command" ;;
      root-shell=*) _as_user "${_who#*=}" sh -c "$_command" ;;
      root:?*) eval "exec $_sudo$_command" ;;
      root-shell:?*) eval "exec ${_sudo}sh -c \"\$_command\"" ;;
      *) eval "$_command" ;;
    esac
  )
  echo "${_newline}rc=$?" >&2
}

# Where the bytes are 0 nothing counts them: such a probe is bounded by what it reads, and head costs more than it does.
_run_probe() {
  _id=$1 _seconds=$2 _bytes=$3 _needs=$4 _who=$5 _command=$6 _instance=
  case $_id in *@*) _instance=${_id#*@} _instance=${_instance%+[12]} ;; esac
  case $_id in *+2) _await_second_sample ;; esac
  _read_clock
  _began=$_now
  echo x >&4
  echo "$_end_line$_newline@fo $_nonce B $_id" || exit
  # One attempt to log in is all that an account must stand.
  case "$_closed " in *" @$_instance "*)
    _end_frame absent "@$_instance"
    return
    ;;
  esac
  for _need in $_needs; do
    if ! command -v "$_need" >/dev/null; then
      _end_frame absent "$_need"
      return
    fi
  done
  _deadline=$((_ticks + _seconds + 1))
  if [ "$_bytes" = 0 ]; then
    { exec 2>&1 >&3 3>&- 4>&-; _run_command; } | _tell_errors >&3 4>&- &
  else
    if [ -z "$_counter" ]; then _find_counter; fi
    { { _run_command; } 3>&- 4>&- | _first_bytes "$_bytes" >&3 4>&-; } 2>&1 | _tell_errors >&3 4>&- &
  fi
  _probe=$!
  while :; do
    _seen=$_ticks
    wait $_probe
    _status=$?
    # No tick has interrupted it: the probe has ended.
    if [ "$_seen" = $_ticks ] || [ "$_status" = 0 ] || [ "$_status" = 3 ]; then break; fi
    if [ $_ticks -ge $_deadline ]; then
      _read_clock
      echo "T $(((_now - _began) * 10))" >&4
      # What runs as root only root can kill.
      case $_who in
        *=*) _as_user "${_who#*=}" kill -KILL -- -$$ ;;
        login) ;;
        *) eval "${_sudo}kill -KILL -- -$$" ;;
      esac
      _kill_all
    fi
  done
  if [ "$_status" != 0 ] && [ "$_status" != 3 ]; then _kill_all; fi
  case $_id:$_status in @*:3)
    _closed="$_closed $_id"
    echo "$_id" >&4
    ;;
  esac
  _end_frame ok
}

echo $$ >&4
(
  exec 3>&- 4>&-
  while sleep 1; do kill -ALRM $$ || exit; done
) >/dev/null &
while [ $# -gt 0 ]; do
  _run_probe "$1" "$2" "$3" "$4" "$5" "$6"
  shift 6
done
echo "$_end_line" || exit
echo . >&4
_kill_all
'

# What a worker is told through a pipe, for arguments can be seen by everybody on the machine: the number, then the
# passwords of databases, where there are some, and an empty line.
_tell_worker() { echo "$_nonce$_newline"; }


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

_run_probes \
  state 10 65537 '' login 'echo fine'

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

# --- here it ends
)

_all() {
  _open
  _inspect
  _tell "TO $(date +%s)"
}

# The result passes through the first of these programs that is there, on its way out. Which copies it must be able to
# write into a pipe by its name below /proc.
_sum=none
# shellcheck disable=SC2043 # there may be several
for _program in sha256sum cksum; do
  # A small busybox may be called by that name and not have it.
  if [ -n "$(echo | "$_program" 2>/dev/null)" ]; then
    _sum=$_program
    break
  fi
done
if [ $_sum != none ]; then
  # In ksh93 a pipe is a socket, which has no such name.
  _copied=$( { { printf 'ab\n' | tee /proc/self/fd/4 4>&1 >/dev/null; } | head -n 1; } 2>/dev/null)
  if [ "$_copied" != ab ]; then _sum=none; fi
fi
_give() {
  if [ $_sum = none ]; then
    _all </dev/null >&5 5>&-
    _tell "SUM none" >&5
  else
    # On descriptor 5 is the way out; the copy goes to the program.
    _found=$( { _all </dev/null 5>&- | tee /proc/self/fd/4 4>&1 >&5; } | "$_sum")
    _tell "SUM $_sum ${_found%%  -}" >&5
  fi
}
if ! _give; then
  _say "$_failed"
  exit 1
fi
_say "$_ended"
exit 0
}
