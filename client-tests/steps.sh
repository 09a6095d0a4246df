# What stories in shell share: steps, each told as a line of JSON, and their checks. Sourced.
#
# A step is a shell function named after it (create-topic: create_topic). It runs with set -e in a shell of its own;
# what it prints is its detail.
set -u
: "${BOOTSTRAP:?is not set}" "${RUN_ID:=run$$}"
work=$(mktemp -d) && trap 'kill -9 $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null; rm -rf "$work"' EXIT
patience=60 # seconds for a condition to come true; after a failed step others may wait for what will never come
failed=0

fail() { echo "$*"; exit 1; }

expect() { [ "$2" = "$3" ] || fail "$1: '$2' instead of '$3'"; } # WHAT ACTUAL EXPECTED

until_true() { # WHAT COMMAND...: asks again until it succeeds
  local what=$1 deadline=$((SECONDS + patience)); shift
  until "$@"; do
    [ $SECONDS -lt $deadline ] || fail "waited $patience s for $what"
    sleep 0.05
  done
}

# Background processes are known by name: $work/NAME.pid.
signal() { # SIGNAL NAME...: and waits until they have ended
  local s=$1 name; shift
  for name; do kill "-$s" "$(cat "$work/$name.pid")"; done
  for name; do until_true "the end of $name" ended "$name"; done
}
ended() { ! grep -q '^State:[^Z]*$' "/proc/$(cat "$work/$1.pid")/status" 2>/dev/null; } # a zombie has ended

step() { # NAME
  local start ok=true; start=$(date +%s%3N)
  (set -eo pipefail; "${1//-/_}") > "$work/detail" 2>&1 || ok=false
  printf '{"step":"%s","ok":%s,"ms":%d,"detail":"%s"}\n' "$1" $ok $(($(date +%s%3N) - start)) \
    "$(tr -d '\\\000-\010\013-\037' < "$work/detail" | tr '"\n\t' "'  " | cut -c1-400)"
  [ $ok = true ] || { failed=1 patience=10; }
}

tell_story() { # CLIENT VERSION STEP...: ends the program
  local client=$1 version=$2 plan name; shift 2
  printf -v plan ',"%s"' "$@"
  printf '{"client":"%s","version":"%s","plan":[%s]}\n' "$client" "$version" "${plan#,}"
  for name; do step "$name"; done
  exit $failed
}
