# shellcheck shell=sh disable=SC2154 # a part of worker.sh; the variables are those of the instance
# MySQL and MariaDB. sql STATEMENT prints a line with the names of the columns, then a line for each row, tabs between.
# Options of this machine's files are not read. The password goes to the client alone, through a pipe, from a builtin.
sql() {
  _client=mysql
  command -v mysql >/dev/null || _client=mariadb
  _statement=$1
  set -- --no-defaults --batch --connect-timeout=5 --default-character-set=utf8
  # By itself it would take the name of whoever logged in, also below sudo.
  set -- "$@" "--user=${instance_account:-$(id -un)}"
  if [ -n "$instance_address" ]; then
    set -- "$@" --protocol=TCP "--host=$instance_address" "--port=${instance_port:-3306}"
  elif [ -n "$instance_socket" ]; then
    set -- "$@" "--socket=$instance_socket"
  fi
  unset MYSQL_PWD MYSQL_HOST MYSQL_UNIX_PORT MYSQL_TCP_PORT
  if [ "$instance_login" = password ]; then
    _pass "$_secret" | "$_client" "$@" --password -e "$_statement"
  else
    "$_client" "$@" -e "$_statement" </dev/null
  fi
}
_try() { sql 'SELECT 1'; }
