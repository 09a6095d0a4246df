# What the stories with Kafka's command line tools share. Sourced after steps.sh.
kafka_sh=$here/../../reference/kafka.sh

run_tool() { local name=$1; shift; "$kafka_sh" tool "$name" --bootstrap-server "$BOOTSTRAP" "$@"; }

ends_of() { local topic=$1; shift; run_tool kafka-get-offsets --topic "$topic" "$@" | cut -d: -f2- | sort | xargs; }

refuses() { # PATTERN COMMAND...: says so; some tools exit with 0 all the same
  local pattern=$1; shift
  "$@" > "$work/refusal" 2>&1 || true
  grep -q "$pattern" "$work/refusal" || fail "not refused: $(head -3 "$work/refusal")"
}

tells() { # PATTERN COMMAND...: a line of what it says
  local pattern=$1; shift
  "$@" > "$work/told" 2>&1 || true
  grep -q -- "$pattern" "$work/told" || fail "no '$pattern' in: $(tail -5 "$work/told")"
}

consume_in_background() { # NAME OPTION...: its output goes to $work/NAME
  local name=$1; shift
  "$kafka_sh" tool kafka-console-consumer --bootstrap-server "$BOOTSTRAP" "$@" > "$work/$name" 2> "$work/$name.log" &
  echo $! > "$work/$name.pid"
  disown # its end is no news
}
has() { [ -e "$work/$1" ] && [ "$(grep -c "$2" "$work/$1")" -ge "$3" ]; } # NAME PATTERN COUNT
