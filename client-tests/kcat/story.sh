#!/usr/bin/env bash
# The story of the client tests (README.md) for kcat, as far as kcat can tell it: it has no commits by hand, no look-up
# of committed offsets and no creation of topics but the broker's own, which must make six partitions.
#   BOOTSTRAP=host:port [RUN_ID=prefix] client-tests/kcat/story.sh
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../steps.sh"
codecs="none gzip snappy lz4 zstd"
count=50000
line='%t\t%p\t%o\t%T\t%k\t%s\n'

# What the steps share.

topic() { echo "$RUN_ID-kcat-$1"; }
group() { echo "$RUN_ID-kcat-$1"; }
offsets() { # TOPIC TIMESTAMP (-1: the end): partition:offset ...
  local p at=(); for p in 0 1 2 3 4 5; do at+=(-t "$1:$p:$2"); done
  kcat -b "$BOOTSTRAP" -Q "${at[@]}" | sed -E 's/.*\[([0-9]+)\] offset (-?[0-9]+)/\1:\2/' | sort | xargs
}
sum() { tr ' ' '\n' | awk -F: '{ n += $2 } END { print n }'; }

produce() { # TOPIC CODEC FIRST COUNT
  awk -v first="$3" -v count="$4" -f "$here/records.awk" | kcat -b "$BOOTSTRAP" -P -t "$1" -z "$2" -K '\t'
}

join() { # MEMBER GROUP RESET TOPIC... [-X property=value...]: a member that prints what it reads to $work/MEMBER
  local member=$1 group=$2 reset=$3; shift 3
  kcat -b "$BOOTSTRAP" -u -f "$line" -X auto.offset.reset="$reset" -X session.timeout.ms=6000 -X heartbeat.interval.ms=500 \
    -X fetch.message.max.bytes=65536 -d cgrp -G "$(group "$group")" "$@" > "$work/$member" 2> "$work/$member.log" &
  echo $! > "$work/$member.pid"
  disown # its end is no news
}
assigned() { # MEMBER: the partitions that it was last given, one a line
  sed -nE '/rebalanced .*: (assigned|revoked):/{s/.*: (assigned|revoked): ?/\1 /;p}' "$work/$1.log" | tail -1 |
    sed -n 's/^assigned //p' | sed 's/\], /]\n/g'
}
shared() { # PARTITIONS MEMBER...: whether each partition has one owner, and each member about as many as another
  local all=$1 member; shift
  for member; do [ "$(assigned "$member" | wc -l)" -eq $((all / $#)) ] || return 1; done
  [ "$(for member; do assigned "$member"; done | sort -u | wc -l)" -eq "$all" ]
}
lines_of() { # TOPIC MEMBER...
  local t=$1 member; shift
  for member; do grep -F "$t	" "$work/$member" || true; done
}
has_read() { local n=$1; shift; [ "$(lines_of "$@" | wc -l)" -ge "$n" ]; } # COUNT TOPIC MEMBER...
at_end() { [ "$(grep -c "Reached end of topic $2 " "$work/$1.log")" -ge 6 ]; } # MEMBER TOPIC

check_order() { awk -v from="${1:-}" -f "$here/check.awk" || exit 1; } # [FROM] < lines
contents() { cut -f5,6 | awk -F'\t' '{ print $2 + 0 "\t" $0 }' | sort -n -k1,1 | cut -f2- | sha256sum | cut -d' ' -f1; }
expected_contents() { # FIRST COUNT
  awk -v first="$1" -v count="$2" -f "$here/records.awk" | sed '/\t/!s/^/\t/' | sha256sum | cut -d' ' -f1
}

# The steps.

has_partitions() { kcat -b "$BOOTSTRAP" -L -t "$1" | grep -q 'with 6 partitions:$'; }
is_empty() { [ "$(offsets "$1" -1)" = "0:0 1:0 2:0 3:0 4:0 5:0" ]; }
create_topic() { # by asking for it
  for c in $codecs; do
    until_true "six partitions" has_partitions "$(topic "$c")"
    until_true "the leaders of six empty partitions" is_empty "$(topic "$c")"
  done
}

group_of_three() {
  for m in one two three; do join $m three earliest $(for c in $codecs; do topic "$c"; done); done
  until_true "three members with ten partitions each" shared 30 one two three
}

produce_step() {
  produce "$(topic "$1")" "$1" 0 $count
  expect "records in the topic" "$(offsets "$(topic "$1")" -1 | sum)" $count
}

consume_step() {
  local t; t=$(topic "$1")
  until_true "$count records" has_read $count "$t" one two three
  lines_of "$t" one two three > "$work/$1.read"
  check_order < "$work/$1.read"
  expect "content hash" "$(contents < "$work/$1.read")" "$(expected_contents 0 $count)"
  contents < "$work/$1.read"
}

stop_group() {
  signal TERM one two three
  expect "records in all" "$(cat "$work"/{one,two,three} | wc -l)" $((5 * count))
}

commit_on_close() { # with -c it stops after so many records and commits as it leaves
  local t; t=$(topic gzip)
  kcat -b "$BOOTSTRAP" -q -f "$line" -X auto.offset.reset=earliest -X fetch.message.max.bytes=65536 -c 10000 -G "$(group close)" "$t" > "$work/before"
  expect "records" "$(wc -l < "$work/before")" 10000
}

resume_on_close() {
  local t; t=$(topic gzip)
  join rest close earliest "$t"
  until_true "the other 40,000 records" has_read $((count - 10000)) "$t" rest
  signal TERM rest
  cat "$work/before" "$work/rest" | check_order
  expect "content hash" "$(cat "$work/before" "$work/rest" | contents)" "$(expected_contents 0 $count)"
}

# kcat does not let the timer be set (5 s) but tells when it has committed.
all_committed() { # MEMBER
  local place; place=$(awk -F'\t' '{ next_offset[$2] = $3 + 1 } END { for (p in next_offset) print "\\[" p "\\]: stored offset " next_offset[p] ", .*for commit$" }' "$work/$1")
  while read -r pattern; do grep -q "$pattern" "$work/$1.log" || return 1; done <<< "$place"
  grep -q 'auto commit timer: returned: Success' "$work/$1.log"
}
commit_by_timer() {
  local t; t=$(topic snappy)
  join timer timer earliest "$t" -d cgrp,topic
  until_true "$count records" has_read $count "$t" timer
  until_true "the commit of all of them" all_committed timer
  signal KILL timer
}

resume_by_timer() {
  local t end; t=$(topic snappy); end=$(offsets "$t" -1)
  join later timer error "$t"
  produce "$t" snappy $count 100
  until_true "100 new records" has_read 100 "$t" later
  signal TERM later
  check_order "$end" < "$work/later"
  expect "content hash" "$(contents < "$work/later")" "$(expected_contents $count 100)"
}

reset_earliest() {
  local t; t=$(topic lz4)
  kcat -b "$BOOTSTRAP" -q -e -f "$line" -X auto.offset.reset=earliest -G "$(group earliest)" "$t" > "$work/earliest"
  check_order < "$work/earliest"
  expect "content hash" "$(contents < "$work/earliest")" "$(expected_contents 0 $count)"
}

reset_latest() {
  local t end; t=$(topic none); end=$(offsets "$t" -1)
  join latest latest latest "$t"
  until_true "the end of every partition" at_end latest "$t"
  produce "$t" none $count 100
  until_true "100 new records" has_read 100 "$t" latest
  signal TERM latest
  check_order "$end" < "$work/latest"
  expect "content hash" "$(contents < "$work/latest")" "$(expected_contents $count 100)"
}

reset_none() {
  local t; t=$(topic lz4)
  join none none error "$t"
  until_true "kcat to give up" ended none
  expect "records" "$(wc -l < "$work/none")" 0
  grep -m1 -o 'ERROR: .*no previously committed offset available.*' "$work/none.log" || fail "no error: $(tail -1 "$work/none.log")"
}

reset_by_time() {
  local t time place; t=$(topic zstd)
  time=$(cut -f4 "$work/zstd.read" | sort -n | sed -n $((count / 2))p)
  place=$(awk -F'\t' -v time="$time" '$4 >= time && !($2 in first) { first[$2] = $3; print $2 ":" $3 }' "$work/zstd.read" | sort | xargs)
  expect "offsets for the time" "$(offsets "$t" "$time")" "$place"
  kcat -b "$BOOTSTRAP" -q -C -t "$t" -e -o "s@$time" -f "$line" > "$work/time"
  check_order "$place" < "$work/time"
  expect "records" "$(wc -l < "$work/time")" $((count - $(sum <<< "$place")))
  echo "$place"
}

# The victim has two partitions before they have records, and never commits (kcat would when it hands a partition
# back): the survivors read its records again from the start, and no others.
kill_member() {
  local t; t=$(topic kill)
  until_true "six partitions" has_partitions "$t"
  until_true "the leaders of six empty partitions" is_empty "$t"
  join victim kill earliest "$t" -X enable.auto.commit=false
  for m in first second; do join $m kill earliest "$t"; done
  until_true "three members with two partitions each" shared 6 victim first second
  produce "$t" lz4 0 $count
  until_true "every record" has_read $count "$t" victim first second
  for m in first second; do cp "$work/$m" "$work/$m.before"; done
  signal KILL victim
  until_true "two members with three partitions each" shared 6 first second
  until_true "every record of the victim again" has_read $count "$t" first second
  signal TERM first second
  cat "$work/first" "$work/second" | sort -t'	' -k2,2n -k3,3n | check_order
  expect "content hash" "$(cat "$work/first" "$work/second" | contents)" "$(expected_contents 0 $count)"
  expect "records that came twice" $((count - $(cat "$work"/{first,second}.before | wc -l))) "$(wc -l < "$work/victim")"
  echo "$(wc -l < "$work/victim") twice"
}

# Steps for each codec are functions made from these two.
for c in $codecs; do eval "produce_$c() { produce_step $c; }; consume_$c() { consume_step $c; }"; done

tell_story kcat "$(kcat -V | sed -n 's/^Version \([^ ]*\) .*librdkafka \([^ ]*\).*/kcat \1, librdkafka \2/p')" \
  create-topic group-of-three $(for c in $codecs; do echo "produce-$c consume-$c"; done) \
  stop-group commit-on-close resume-on-close commit-by-timer resume-by-timer \
  reset-earliest reset-latest reset-none reset-by-time kill-member
