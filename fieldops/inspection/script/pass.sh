# shellcheck shell=sh
# Hands a text on by a builtin: what a program is given as an argument can be seen by everybody on the machine.
_pass() {
  case $(type printf) in
    *builtin*) printf '%s\n' "$1" ;;
    *) case $(type print) in *builtin*) print -r -- "$1" ;; esac ;;
  esac
}
