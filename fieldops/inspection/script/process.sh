# shellcheck shell=sh disable=SC2154 # a part of what a probe runs, whose variables these are
# instance_process [PORT] NAME...: prints the id of the process of this instance, the first of its family that has one of
# these names and listens at the port that the contract records, else at the usual PORT, else anywhere; prints "down" where
# none does. What cannot be told is said as an error, with exit code 3.
instance_process() {
  _port=$instance_port _these='' _inodes=''
  case $1 in [0-9]*) _port=${_port:-$1} && shift ;; esac
  _names=" $* "
  [ -r /proc/1/stat ] || { echo 'the login may not look at the processes of others (hidepid)' >&2; return 3; }
  for _file in /proc/[0-9]*/stat; do
    read -r _line <"$_file" || continue
    _name=${_line#*"("} _line=${_line##*") "}
    case $_names in *" ${_name%%")"*} "*) ;; *) continue ;; esac
    # What has ended is no candidate (Z); behind the state stands the parent.
    case $_line in Z*) continue ;; esac
    _line=${_line#* } _file=${_file%/stat}
    _these="$_these ${_file#/proc/}:${_line%% *}"
  done 2>/dev/null
  if [ -n "$_port" ]; then
    _inodes=$(awk -v port="$(printf ':%04X' "$_port")" \
      '$4 == "0A" && index($2, port) == length($2) - 4 { print "socket:[" $10 "]" }' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
    if [ -z "$_inodes" ] && [ -z "$instance_port" ] && [ -n "$_these" ]; then
      echo "nothing listens at $_port, the usual port, but processes of that name run: record the port in the contract" >&2
      return 3
    fi
    [ -n "$_inodes" ] || { echo down; return; }
    _all=$_these _these='' _closed=''
    for _each in $_all; do
      _opened=$(ls -l "/proc/${_each%:*}/fd" 2>/dev/null) || _closed="$_closed $_each"
      for _inode in $_inodes; do
        case $_opened in *"$_inode"*) _these="$_these $_each"; break ;; esac
      done
    done
    [ -n "$_these" ] || _these=$_closed
    [ -n "$_these" ] || { echo "another process listens at port $_port" >&2; return 3; }
  fi
  _found=''
  for _each in $_these; do
    case "$_these " in *" ${_each#*:}:"*) ;; *) _found="$_found ${_each%:*}" ;; esac
  done
  # shellcheck disable=SC2086 # words are meant
  set -- $_found
  case $# in
    0) echo down ;;
    1) echo "$1" ;;
    *) echo "several are running (processes$_found): record the port in the contract, and an account that may look at them" >&2; return 3 ;;
  esac
}
# process_facts PID: prints how many seconds it has been up, as whom it runs, and its start, as lines of KEY=VALUE.
process_facts() {
  read -r _line <"/proc/$1/stat" || return 3
  # shellcheck disable=SC2086,SC2046 # words are meant; behind the name the start is the twentieth
  set -- "$1" ${_line##*") "}
  _start=${21} _up=0
  read -r _up _line </proc/uptime
  _ticks=$(getconf CLK_TCK 2>/dev/null) || _ticks=100
  echo "uptime=$((${_up%.*} - _start / _ticks))"
  # shellcheck disable=SC2012 # the owner is what is wanted
  echo "account=$(ls -ld "/proc/$1" | awk '{ print $3 }')"
  echo "since=$1 $_start"
}
