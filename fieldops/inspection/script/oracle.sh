# shellcheck shell=sh disable=SC2154 # a part of worker.sh; the variables are those of the instance
# Oracle. sql STATEMENT prints a line with the names of the columns, then a line for each row, tabs between.
# It goes to sqlplus by its standard input, below the login, from a builtin; no file of this machine is read by it.
sql() {
  if [ "$instance_login" = peer ] && [ -n "$instance_url" ]; then
    ORACLE_SID=$instance_url
    export ORACLE_SID
  fi
  _answer=$(_session "$1" | sqlplus -S -L /nolog 2>&1) || {
    printf '%s\n' "$_answer" >&2
    return 1
  }
  # What it could not do it says, and goes on.
  case $_newline$_answer in
    *"$_newline"ORA-[0-9]* | *"$_newline"SP2-[0-9]* | *"$_newline"ERROR:*)
      printf '%s\n' "$_answer" >&2
      return 1
      ;;
  esac
  printf '%s\n' "$_answer"
}
_newline='
'
# What sqlplus reads: who we are, how it is to print, and the statement.
_session() {
  _pass 'set define off'
  _pass 'whenever sqlerror exit 1'
  _pass 'whenever oserror exit 1'
  if [ "$instance_login" = peer ]; then
    _pass 'connect / as sysdba'
  else
    _pass "connect $instance_account/\"$_secret\"@//${instance_address:-127.0.0.1}:${instance_port:-1521}/$instance_url"
  fi
  _pass 'set feedback off verify off heading on underline off newpage none pagesize 50000'
  _pass 'set linesize 32767 long 4000 trimspool on trimout on wrap off tab off'
  _pass "set colsep '$(printf '\t')'"
  _pass "${1%;};"
  _pass 'exit'
}
_try() { sql 'select 1 from dual'; }
