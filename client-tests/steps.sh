# What stories in shell share: steps, for each of which a line of JSON is printed, and checks. Sourced.
#
# A step is a shell function named after it (create-topic: create_topic). It runs with set -e in a subshell; what it
# prints is the step's detail.
set -u
: "${BOOTSTRAP:?is not set}" "${RUN_ID:=run$$}"
work=$(mktemp -d) && trap 'kill -9 $(cat "$work"/*.pid 2>/dev/null) 2>/dev/null; rm -rf "$work"' EXIT
patience=60 # seconds that until_true waits; fewer after a failed step, as later steps may depend on it
failed=0

fail() { echo "$*"; exit 1; }

expect() { [ "$2" = "$3" ] || fail "$1: '$2' instead of '$3'"; } # WHAT ACTUAL EXPECTED

until_true() { # WHAT COMMAND...: repeats the command until it succeeds
  local what=$1 deadline=$((SECONDS + patience)); shift
  until "$@"; do
    [ $SECONDS -lt $deadline ] || fail "waited $patience s for $what"
    sleep 0.05
  done
}

# The process id of a background process is in $work/NAME.pid.
signal() { # SIGNAL NAME...: signals these processes, and waits until they have ended
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

tell_story() { # CLIENT VERSION STEP...: runs the steps, and exits
  local client=$1 version=$2 plan name; shift 2
  printf -v plan ',"%s"' "$@"
  printf '{"client":"%s","version":"%s","plan":[%s]}\n' "$client" "$version" "${plan#,}"
  for name; do step "$name"; done
  exit $failed
}
