# shellcheck shell=sh # a part of what a probe runs
# server_logs PID PROGRAM: for each file that the process has open to write to, its path after `log=`, then what awk's
# PROGRAM makes of its last MiB. The file itself is opened, wherever the process sees it, also one that was renamed. Where it
# was turned over within the last day, what it was called before is read first; `unread=yes`: there is more of that day.
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
    printf 'log=%s\nday=%s\n' "$_path" "$_day"
    if [ ! -r "/proc/$1/fd/$_fd" ]; then
      echo failed
      continue
    fi
    _before=$(turned_over "/proc/$1/root$_path") || echo unread=yes
    {
      printf '%s\n' "$_before" | while read -r _file; do if [ -n "$_file" ]; then tail -c 1048576 "$_file"; fi; done
      tail -c 1048576 "/proc/$1/fd/$_fd"
    } | tail -c 1048576 | awk -v day="$_day" '{ bytes += length($0) + 1 } END { print "bytes=" bytes + 0 } '"$2" || echo failed
  done
}
# turned_over LOG: the files that were LOG until it was turned over (LOG.1, LOG-20261128), were written within a day and can
# be read, oldest first; fails where there are others, packed ones for instance, or where the folder may not be looked into.
turned_over() {
  { [ -r "${1%/*}/" ] && [ -x "${1%/*}/" ] && command -v find >/dev/null; } || return
  # shellcheck disable=SC2012 # the order of time is wanted
  ls -tr "${1%/*}/" | {
    _all=0
    while read -r _name; do
      case $_name in "${1##*/}"[.-]*) _file=${1%/*}/$_name ;; *) continue ;; esac
      [ -n "$(find "$_file" -prune -type f -mtime -1 2>/dev/null)" ] || continue
      case $_name in *.gz | *.xz | *.bz2 | *.zst | *.Z | *.lz4) _all=1 && continue ;; esac
      if [ -r "$_file" ]; then printf '%s\n' "$_file"; else _all=1; fi
    done
    return $_all
  }
}
