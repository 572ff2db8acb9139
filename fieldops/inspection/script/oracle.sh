# shellcheck shell=sh disable=SC2154 # a part of worker.sh; the variables are those of the instance
# Oracle. sql STATEMENT prints a line with the names of the columns, then a line for each row, tabs between.
# It goes to sqlplus by its standard input, below the login, from a builtin. -R 3 leaves it no command by which it would start
# a program or write a file. The site's glogin.sql runs at each login and may print and set what it likes: what we need is set
# below it, and what came before our mark is no answer.
sql() {
  case $instance_login:$_secret in
    password:*\"*)
      # No password of Oracle has one; sqlplus would take the rest for something else.
      echo "the password of $instance_id has a double quote, which Oracle does not allow" >&2
      return 1
      ;;
  esac
  if [ "$instance_login" = peer ] && [ -n "$instance_url" ]; then
    ORACLE_SID=$instance_url
    export ORACLE_SID
  fi
  _find_sqlplus
  unset TWO_TASK SQLPATH ORACLE_PATH
  NLS_LANG=AMERICAN_AMERICA.AL32UTF8
  export NLS_LANG
  _failed=0
  _answer=$(_session "$1" | sqlplus -S -L -R 3 /nolog 2>&1) || _failed=1
  _rows=${_answer#*"$_mark"}
  # What it could not do it says, and goes on. Without our mark it has not got so far.
  case $_failed$_newline$_rows in
    0*"$_newline"ORA-[0-9]* | 0*"$_newline"SP2-[0-9]* | 0*"$_newline"ERROR:*) _failed=1 ;;
  esac
  if [ "$_failed" = 1 ] || [ "$_rows" = "$_answer" ]; then
    printf '%s\n' "$_answer" | grep -v "^$_mark\$" >&2
    return 1
  fi
  printf '%s\n' "${_rows#"$_newline"}"
}
_newline='
'
_mark=fieldops-begins
# An account that one becomes by sudo has not read its profile: its database's folder stands in oratab. Root runs nothing of it.
_find_sqlplus() {
  if command -v sqlplus >/dev/null || [ ! -r /etc/oratab ] || [ "$(id -u)" = 0 ]; then return 0; fi
  while IFS=: read -r _sid _home _; do
    case $_sid in '' | \#*) continue ;; esac
    if [ -x "$_home/bin/sqlplus" ] && { [ "$instance_login" != peer ] || [ "$_sid" = "$instance_url" ] || [ -z "$instance_url" ]; }; then
      ORACLE_HOME=$_home PATH=$PATH:$_home/bin
      export ORACLE_HOME PATH
      return 0
    fi
  done </etc/oratab
}
# What sqlplus reads: who we are, how it is to print, and the statement. Of an account whose password has expired it asks for
# a new one, twice, and takes the two lines that follow: they must differ, for then it changes nothing.
_session() {
  _pass 'set define off'
  _pass 'whenever sqlerror exit 1 rollback'
  _pass 'whenever oserror exit 1 rollback'
  if [ "$instance_login" = peer ]; then
    _pass 'connect / as sysdba'
  else
    _pass "connect $instance_account/\"$_secret\"@//${instance_address:-127.0.0.1}:${instance_port:-1521}/$instance_url"
  fi
  _pass "prompt $_mark"
  _pass 'set define off echo off feedback off verify off timing off time off serveroutput off'
  _pass 'set heading on underline off newpage none pagesize 50000 recsep off'
  _pass 'set linesize 32767 long 4000 trimspool on trimout on wrap off tab off'
  _pass "set colsep '$(printf '\t')'"
  _pass "${1%;};"
  _pass 'exit'
}
_try() { sql 'select 1 from dual'; }
