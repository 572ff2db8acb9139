# shellcheck shell=sh disable=SC2154 # a part of main.sh, whose variables these are
# Root for a password: one login for all probes that need it, when all others have run. It is asked for by a question
# with a number made for this run, and only in answer to it the password comes, through descriptor 5, to sudo itself:
# this shell never has it, and no argument, variable or file. Then a root shell says that it is there, and
# is sent the same script with those probes. -k: nobody's earlier login is used, and ours is not remembered.
_status=1
if [ -n "$_sudo" ]; then
  echo "$_newline@fo $_nonce SUDO"
  # A sudo may wait for ever, for a directory that does not answer, say: then it is left, and the rest goes on. The root
  # shell tells this one by signals when it is there, from when on it takes the time it needs, and when it is through.
  # Whoever reads waits twice 25 seconds, and for no host that says nothing.
  _there='' _left=60 _ticks=0
  _tick_of_login() {
    _ticks=$((_ticks + 1))
    if [ "$_there" = 1 ]; then return; fi
    _left=$((_left - 1))
    case $_left in *0) echo "$_newline@fo $_nonce WAITING" ;; esac
  }
  trap '_there=1' USR1
  trap '_there=2 _left=5' USR2
  trap _tick_of_login ALRM
  (
    exec >/dev/null 3>&- 5<&-
    while sleep 1; do kill -ALRM $$ || exit; done
  ) &
  _ticker=$!
  sudo -k -S -p "@fo-ask-$_token" sh -c "kill -USR1 $$ || exit
printf '\n%s\n' @fo-root-$_token
sh -s
kill -USR2 $$" <&5 2>&1 &
  _login=$!
  while :; do
    _seen=$_there$_ticks
    wait $_login
    _status=$?
    # No signal has interrupted it: sudo has ended.
    if [ "$_seen" = "$_there$_ticks" ] || [ "$_status" = 0 ] || [ $_left -le 0 ]; then break; fi
  done
  kill $_ticker
  # One that is on its way must not end this shell; one that is ignored could not be used by the workers any more.
  trap : ALRM USR1 USR2
  case $_there:$_left in
    2:*) _status=0 ;;
    :0 | :-*) _sudo=- _status=1 ;;
  esac
  echo "$_newline@fo $_nonce SUDO-END $_status"
fi
# Without it each is run on its own, for those that the login may run without a password.
if [ "$_status" != 0 ]; then
  _run_probes @PROBES@
fi
