# shellcheck shell=sh # a part of what a probe runs
# kafka_tool NAME PID: the program of that name of Kafka: in PATH, where it usually lies, or beside the broker PID.
kafka_tool() {
  for _place in "$(command -v "$1.sh")" "$(command -v "$1")" "/opt/kafka/bin/$1.sh" "/usr/local/kafka/bin/$1.sh"; do
    if [ -n "$_place" ] && [ -x "$_place" ]; then echo "$_place"; return; fi
  done
  if [ "$(awk '$1 == "Uid:" { print $2 }' "/proc/$2/status")" = "$(id -u)" ]; then
    _place=$(tr '\0' '\n' <"/proc/$2/cmdline" | tr : '\n' | sed -n 's|^\(/.*/bin\)/\.\./libs/.*|\1|p' | head -n 1)
    if [ -n "$_place" ] && [ -x "$_place/$1.sh" ]; then echo "$_place/$1.sh"; return; fi
  fi
  echo "$1.sh: not found" >&2
  return 127
}
