# shellcheck shell=sh disable=SC2154 # a part of main.sh, whose variables these are
# Passwords of databases come when we have asked for them, behind the script: a line with the name of the instance and the
# password for each, then an empty one. They stay in this shell and its workers: no argument, no environment, no file.
echo "$_newline@fo $_nonce SECRETS"
_secrets=''
while IFS= read -r _line && [ -n "$_line" ]; do
  _secrets=$_secrets$_line$_newline
done <&5
_tell_worker() {
  echo "$_nonce"
  _pass "$_secrets"
}
