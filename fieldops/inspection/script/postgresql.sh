# shellcheck shell=sh disable=SC2154 # a part of worker.sh; the variables are those of the instance
# PostgreSQL. sql STATEMENT [DATABASE] prints a line with the names of the columns, then a line for each row, tabs between.
# The session is told to change nothing, and to give up what takes longer than 8 seconds. No file of this machine is read.
# The password goes to the client alone, through a pipe, from a builtin.
sql() {
  _statement=$1 _database=${2:-postgres}
  set -- -X -A -q -F "$(printf '\t')" -P footer=off -v ON_ERROR_STOP=1 -d "$_database"
  if [ -n "$instance_account" ]; then set -- "$@" -U "$instance_account"; fi
  if [ -n "$instance_address$instance_socket" ]; then set -- "$@" -h "${instance_address:-$instance_socket}"; fi
  if [ -n "$instance_port" ]; then set -- "$@" -p "$instance_port"; fi
  unset PGPASSWORD PGPASSFILE PGSERVICE PGSERVICEFILE PGHOST PGHOSTADDR PGPORT PGUSER PGDATABASE
  PGCONNECT_TIMEOUT=5 PGCLIENTENCODING=UTF8
  PGOPTIONS='-c default_transaction_read_only=on -c statement_timeout=8000'
  export PGCONNECT_TIMEOUT PGCLIENTENCODING PGOPTIONS
  if [ "$instance_login" = password ]; then
    _pass "$_secret" | psql "$@" -W -c "$_statement"
  else
    psql "$@" -w -c "$_statement" </dev/null
  fi
}
# The server's version as one number, such as 90224 or 160004.
server_version() {
  _number=$(sql 'SHOW server_version_num') || return 1
  printf '%s\n' "${_number##*[!0-9]}"
}
_try() { sql 'SELECT 1'; }
