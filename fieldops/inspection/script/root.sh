# shellcheck shell=sh disable=SC2154 # a part of main.sh, whose variables these are
# Root for a password: one login for all probes that need it, when all others have run. It is asked for by a question
# with a number made for this run, and only in answer to it the password comes, through descriptor 5, to sudo itself:
# this shell never has it, and no argument, variable or file. Then a root shell says that it is there, and
# is sent the same script with those probes. -k: nobody's earlier login is used, and ours is not remembered.
_status=1
if [ -n "$_sudo" ]; then
  echo "$_newline@fo $_nonce SUDO"
  sudo -k -S -p "@fo-ask-$_token" sh -c "printf '\n%s\n' @fo-root-$_token; exec sh -s" <&5 2>&1
  _status=$?
  echo "$_newline@fo $_nonce SUDO-END $_status"
fi
# Without it each is run on its own, for those that the login may run without a password.
if [ "$_status" != 0 ]; then
  _run_probes @PROBES@
fi
