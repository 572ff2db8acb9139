#!/bin/sh
# What stands around the script when it is carried to a machine as a file, instead of being sent over SSH: it says how it
# is used, gives the result to the caller's standard output or to a new file that the caller names, and puts a checksum
# behind it where the machine has a program for that. It writes nothing else, and needs no network and no rights.
{
umask 077
_say() { printf '%s\n' "$1" >&2; }
# shellcheck disable=SC1003,SC2016 # both are texts for people
_usage=@USAGE@
_begins=@BEGINS@
_ended=@ENDED@
_exists=@EXISTS@
_failed=@FAILED@
if [ $# -gt 1 ] || { [ $# = 0 ] && [ -t 1 ]; } || [ "${1#-}" != "${1-}" ]; then
  _say "$_usage"
  exit 2
fi
if [ $# = 0 ]; then
  exec 5>&1
else
  if [ -e "$1" ]; then
    _say "$_exists"
    exit 2
  fi
  set -C
  exec 5>"$1" || exit 2
  set +C
fi
_say "$_begins"
_nonce=@NONCE@

# A line of our own: its word, and what it tells.
_tell() { printf '\n@fo %s %s\n' "$_nonce" "$1"; }

# What the result begins with: whose it is, and what this machine says of itself and of the time.
_open() {
  printf '%s\n' @HEADER@
  _name='' _serial=''
  { read -r _name </proc/sys/kernel/hostname; } 2>/dev/null
  { read -r _serial </sys/class/dmi/id/product_serial; } 2>/dev/null
  _tell "NAME $_name"
  _tell "SERIAL $_serial"
  _tell "FROM $(@CLOCK@)"
}

# The script, byte for byte as it would be sent over SSH. It ends its shell, which is one of its own here.
_inspect() (
# --- here it begins
@SCRIPT@
# --- here it ends
)

_all() {
  _open
  _inspect
  _tell "TO $(@CLOCK@)"
}

# The result passes through the first of these programs that is there, on its way out. Which copies it must be able to
# write into a pipe by its name below /proc.
_sum=none
# shellcheck disable=SC2043 # there may be several
for _program in @SUMS@; do
  # A small busybox may be called by that name and not have it.
  if [ -n "$(echo | "$_program" 2>/dev/null)" ]; then
    _sum=$_program
    break
  fi
done
if [ $_sum != none ]; then
  # In ksh93 a pipe is a socket, which has no such name.
  _copied=$( { { printf 'ab\n' | tee /proc/self/fd/4 4>&1 >/dev/null; } | head -n 1; } 2>/dev/null)
  if [ "$_copied" != ab ]; then _sum=none; fi
fi
_give() {
  if [ $_sum = none ]; then
    _all </dev/null >&5 5>&-
    _tell "SUM none" >&5
  else
    # On descriptor 5 is the way out; the copy goes to the program.
    _found=$( { _all </dev/null 5>&- | tee /proc/self/fd/4 4>&1 >&5; } | "$_sum")
    _tell "SUM $_sum ${_found%%  -}" >&5
  fi
}
if ! _give; then
  _say "$_failed"
  exit 1
fi
_say "$_ended"
exit 0
}
