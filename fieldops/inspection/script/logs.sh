# shellcheck shell=sh # a part of what a probe runs
# server_logs PID PROGRAM: for each file that the process has open to write to, its path after `log=`, then what awk's
# PROGRAM makes of its last MiB. The file itself is opened, wherever the process sees it, also one that was renamed.
server_logs() {
  if ! _links=$(ls -l "/proc/$1/fd" 2>/dev/null); then
    echo "the login may not see which logs process $1 writes: record an account that may (login: system_account)" >&2
    return 3
  fi
  _seen=' ' _day=$(date -d "@$(($(date +%s) - 86400))" '+%Y/%m/%d %H:%M:%S') || return 3
  printf '%s\n' "$_links" | while read -r _mode _count _owner _group _size _month _date _time _fd _arrow _path; do
    case $_mode:$_path in l-w*:/dev/* | l-w*:*[!\ -~]*) continue ;; l-w*:/*) ;; *) continue ;; esac
    case $_seen in *" $_path "*) continue ;; esac
    _seen="$_seen$_path "
    printf 'log=%s\n' "$_path"
    tail -c 1048576 "/proc/$1/fd/$_fd" | awk -v day="$_day" "$2" || echo failed
  done
}
