# shellcheck shell=sh disable=SC2317,SC2329 # the probe calls it
# Pages by HTTP. http_get URL prints the page; one that the server refuses is told as an error. No proxy, no file of this
# machine; certificates are not judged here, for the server is asked under another name than its own.
http_get() {
  unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY all_proxy
  if command -v curl >/dev/null; then
    curl -q -s -S -f -k -g --noproxy '*' --max-time 8 "$1"
  elif command -v wget >/dev/null; then
    # The small one of busybox knows neither long options nor certificates.
    case $(wget --version 2>&1) in
      "GNU Wget"*) WGETRC=/dev/null wget --no-check-certificate --no-proxy -q -T 8 -t 1 -O - "$1" ;;
      *) wget -q -T 8 -O - "$1" ;;
    esac
  elif command -v busybox >/dev/null; then
    busybox wget -q -T 8 -O - "$1"
  else
    echo "curl: not found" >&2
    return 127
  fi
}
