# shellcheck shell=sh # a part of what a probe runs
# rabbitmq_may_ask PID: whether the client may be started: as the account of node PID, or as root where the program of the
# package changes to it. To anybody else the client would lay a file with a new secret into the home.
rabbitmq_may_ask() {
  case $(id -u) in
    "$(awk '$1 == "Uid:" { print $2 }' "/proc/$1/status")") return ;;
    0) if grep -q 'Only root' "$(command -v rabbitmqctl)"; then return; fi ;;
  esac
  echo "it has to run as the account of the node: record it (login: system_account)" >&2
  return 3
}
