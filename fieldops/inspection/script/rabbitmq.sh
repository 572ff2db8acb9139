# shellcheck shell=sh # a part of what a probe runs
# rabbitmq_may_ask PID: makes rabbitmqctl ask node PID, and says whether it may be started: as the account of the node, or as
# root where the program of the package changes to it (to anybody else it would lay a file with a new secret into the home);
# and where the node's port mapper listens (it would start one that stays).
rabbitmq_may_ask() {
  case $(id -u) in
    "$(awk '$1 == "Uid:" { print $2 }' "/proc/$1/status")") ;;
    *)
      if [ "$(id -u)" != 0 ] || ! grep -q 'Only root' "$(command -v rabbitmqctl)"; then
        echo "it has to run as the account of the node: record it (login: system_account)" >&2
        return 3
      fi
      ;;
  esac
  # What the node was told of its name and of the port mapper, where that is not the usual.
  for _name in RABBITMQ_NODENAME RABBITMQ_USE_LONGNAME ERL_EPMD_PORT; do
    _value=$(tr '\0' '\n' <"/proc/$1/environ" | sed -n "s/^$_name=//p")
    if [ -n "$_value" ]; then export "$_name=$_value"; fi
  done
  if ! awk -v port="$(printf ':%04X' "${ERL_EPMD_PORT:-4369}")" '
    $4 == "0A" && index($2, port) == length($2) - 4 { found = 1 }
    END { exit !found }' /proc/net/tcp /proc/net/tcp6; then
    echo "no port mapper of Erlang listens at ${ERL_EPMD_PORT:-4369}: asking would start one" >&2
    return 3
  fi
}
