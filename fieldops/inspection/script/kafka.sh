# shellcheck shell=sh # a part of what a probe runs
# kafka_tool PID NAME...: a program of Kafka by one of these names: in PATH, where it usually lies, or beside the broker PID.
# Beside the broker only as its account: a program found by another's process could be anybody's.
kafka_tool() {
  _folders=''
  if [ "$(awk '$1 == "Uid:" { print $2 }' "/proc/$1/status")" = "$(id -u)" ]; then
    _folders=$(tr '\0' '\n' <"/proc/$1/cmdline" | tr : '\n' | sed -n 's|^\(/.*/bin\)/\.\./libs/.*|\1|p' | head -n 1)
  fi
  shift
  for _name in "$@"; do
    for _place in "$(command -v "$_name")" "/opt/kafka/bin/$_name" "/usr/local/kafka/bin/$_name" "$_folders/$_name"; do
      if [ -n "$_place" ] && [ -x "$_place" ]; then
        echo "$_place"
        return
      fi
    done
  done
  echo "$1: not found" >&2
  return 127
}
