# shellcheck shell=sh disable=SC2030,SC2031 # variables emptied for the probe only
# The worker: runs probes one after the other and frames what they print.
# Its arguments: how to become root (- where sudo has not answered), the instances (with @ before their names) that cannot
# be logged in to, then six for each probe, see _run_probes. A probe of an instance is called PROBE@INSTANCE; @INSTANCE is
# the first login to it.
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

# Waits for a process until the ticks come to _deadline; its exit code is _status. 1: it has not ended.
_await() {
  while :; do
    _seen=$_ticks
    wait "$1"
    _status=$?
    # No tick has interrupted it: it has ended.
    if [ "$_seen" = $_ticks ] || [ "$_status" = 0 ] || [ "$_status" = 3 ]; then return 0; fi
    if [ $_ticks -ge $_deadline ]; then return 1; fi
  done
}

# Kills what runs as root, which only root can, and this worker with it. A sudo that waits for a directory that does not
# answer waits here, too: five seconds are enough for one that works, and then nobody tries it again.
_kill_by_sudo() {
  (
    exec 3>&- 4>&-
    case $_who in
      *=*) _as_user "${_who#*=}" kill -KILL -- -$$ ;;
      *) eval "${_sudo}kill -KILL -- -$$" ;;
    esac
  ) &
  _deadline=$((_ticks + 6))
  _await $! || echo S >&4
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
  # It waits still: what its end would bring nobody waits for.
  if [ "$_sudo" = - ] && [ "$_who" != login ]; then
    _who=login _command="echo sudo: no answer, left waiting >&2; false"
  fi
  _deadline=$((_ticks + _seconds + 1))
  if [ "$_bytes" = 0 ]; then
    { exec 2>&1 >&3 3>&- 4>&-; _run_command; } | _tell_errors >&3 4>&- &
  else
    if [ -z "$_counter" ]; then _find_counter; fi
    { { _run_command; } 3>&- 4>&- | _first_bytes "$_bytes" >&3 4>&-; } 2>&1 | _tell_errors >&3 4>&- &
  fi
  if ! _await $!; then
    _read_clock
    echo "T $(((_now - _began) * 10))" >&4
    if [ "$_who" != login ] && [ -n "$_sudo" ]; then _kill_by_sudo; fi
    _kill_all
  fi
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
