# shellcheck shell=sh disable=SC2154 # a part of worker.sh; the variables are those of the instance
# Redis. redis COMMAND [ARGUMENT]... prints what the server answers; an error of it is told as one.
# The command goes to the client by its standard input, below the password, from builtins alone: no argument holds it.
redis() {
  _sent=
  for _word in "$@"; do _sent="$_sent \"$(_quoted "$_word")\""; done
  set --
  if [ -n "$instance_socket" ]; then
    set -- -s "$instance_socket"
  else
    set -- -h "${instance_address:-127.0.0.1}" -p "${instance_port:-6379}"
  fi
  unset REDISCLI_AUTH
  _answer=$(_session "$_sent" | redis-cli "$@" 2>&1) || {
    printf '%s\n' "$_answer" >&2
    return 1
  }
  if [ "$instance_login" = password ]; then
    case $_answer in
      OK | OK"$_newline"*) _answer=${_answer#OK} _answer=${_answer#"$_newline"} ;;
      *)
        printf '%s\n' "$_answer" >&2
        return 1
        ;;
    esac
  fi
  case $_answer in
    "ERR "* | NOAUTH* | WRONGPASS* | NOPERM* | DENIED* | LOADING* | MASTERDOWN* | "Could not connect"*)
      printf '%s\n' "$_answer" >&2
      return 1
      ;;
  esac
  printf '%s\n' "$_answer"
}
_newline='
'
# What the client reads: who we are, where that is asked, and the command.
_session() {
  if [ "$instance_login" = password ]; then
    _pass "AUTH ${instance_account:+\"$instance_account\" }\"$(_quoted "$_secret")\""
  fi
  _pass "${1# }"
}
# The text with a backslash before each quote and backslash.
_quoted() {
  _rest=$1 _done=
  while :; do
    case $_rest in
      *[\\\"]*)
        _head=${_rest%%[\\\"]*}
        _rest=${_rest#"$_head"}
        _done=$_done$_head\\${_rest%"${_rest#?}"}
        _rest=${_rest#?}
        ;;
      *) break ;;
    esac
  done
  _pass "$_done$_rest"
}
_try() { redis PING; }
