#!/usr/bin/env bash
# Kafka's own command line tools, each checked on what it prints.
#   BOOTSTRAP=host:port [RUN_ID=prefix] client-tests/kafka-tools/story.sh
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../steps.sh"
. "$here/tools.sh"
topic=$RUN_ID-tools group=$RUN_ID-tools-group live=$RUN_ID-tools-live
formatters=org.apache.kafka.tools.consumer

groups() { run_tool kafka-consumer-groups "$@"; }

# The partitions get 86, 42 and 172 of 300 records of seven keys, whichever client distributes them as Java does.
input() { seq 300 | awk '{ print "key-" $1 % 7 ":value " $1 }'; }
end="0:86 1:42 2:172"

# Topics and records.

topics_create() {
  expect output "$(run_tool kafka-topics --create --topic "$topic" --partitions 3 --replication-factor 1)" "Created topic $topic."
  refuses "already exists" run_tool kafka-topics --create --topic "$topic" --partitions 3
}

topics_list() { expect topics "$(run_tool kafka-topics --list | grep -F "$topic")" "$topic"; }

console_producer() {
  input | run_tool kafka-console-producer --topic "$topic" --reader-property parse.key=true --reader-property key.separator=:
}

get_offsets() {
  expect ends "$(ends)" "$end"
  expect starts "$(ends --time earliest)" "0:0 1:0 2:0"
  expect "offsets of a time long past" "$(ends --time 1)" "0:0 1:0 2:0"
}
ends() { ends_of "$topic" "$@"; }

console_consumer() {
  run_tool kafka-console-consumer --topic "$topic" --group "$group" --from-beginning --max-messages 300 \
    --formatter-property print.key=true --formatter-property key.separator=: > "$work/output"
  expect records "$(sort "$work/output" | cksum)" "$(input | sort | cksum)"
}

# What the group wrote to __consumer_offsets, as Kafka's formatters print it: JSON, one after the other without a space.

offsets_formatter() {
  read_offsets_topic offsets OffsetsMessageFormatter '"type":1,' 3
  local p n
  for p in $end; do
    n=${p#*:} p=${p%:*}
    expect "the last commit of partition $p" "$(grep -F "\"partition\":$p}" "$work/offsets.json" | tail -1)" \
      "{\"key\":{\"type\":1,\"data\":{\"group\":\"$group\",\"topic\":\"$topic\",\"partition\":$p}},\"value\":{\"version\":4,\"data\":{\"offset\":$n,\"leaderEpoch\":0,\"metadata\":\"\",\"commitTimestamp\":TIME,\"topicId\":\"ID\"}}}"
  done
}

group_formatter() { # nobody yet, one member, nobody again
  read_offsets_topic group GroupMetadataMessageFormatter '"members":\[\]' 2
  expect "generations and protocols" "$(sed -nE 's/.*"generation":([0-9]+),"protocol":([^,]+),.*/\1 \2/p' "$work/group.json" | tr -d '"' | xargs)" \
    "0 null 1 range 2 null"
}

read_offsets_topic() { # NAME FORMATTER PATTERN COUNT: into $work/NAME.json, until the pattern has come so often
  consume_in_background "$1" --topic __consumer_offsets --from-beginning --formatter "$formatters.$2"
  until_true "$4 records with $3" has_of_group "$1" "$3" "$4"
  signal TERM "$1"
  of_group "$1" | sed -E 's/"commitTimestamp":[0-9]{13}/"commitTimestamp":TIME/; s/"topicId":"[A-Za-z0-9_-]{22}"/"topicId":"ID"/' > "$work/$1.json"
}
of_group() { sed 's/}{"key"/}\n{"key"/g' "$work/$1" | grep -F "\"group\":\"$group\"" || true; }
has_of_group() { [ "$(of_group "$1" | grep -c "$2")" -ge "$3" ]; }

# Groups.

groups_list() { expect groups "$(groups --list | grep -Fx "$group")" "$group"; }

groups_describe() {
  groups --describe --group "$group" > "$work/described" 2>&1
  grep -q "Consumer group '$group' has no active members" "$work/described" || fail "$(cat "$work/described")"
  expect "partition, committed offset, end, lag" "$(awk -v g="$group" '$1 == g { print $3, $4, $5, $6 }' "$work/described" | sort | xargs)" \
    "0 86 86 0 1 42 42 0 2 172 172 0"
}

groups_members() { # a group with a member cannot be reset or deleted
  consume_in_background live --topic "$topic" --group "$live" --from-beginning
  until_true "300 records" has live value 300
  expect "client, partitions" "$(groups --describe --group "$live" --members | awk -v g="$live" '$1 == g { print $4, $5 }')" "console-consumer 3"
  expect "strategy, state, members" "$(groups --describe --group "$live" --state | awk -v g="$live" '$1 == g { print $4, $5, $6 }')" "range Stable 1"
  refuses "the current state is Stable" groups --reset-offsets --group "$live" --topic "$topic" --to-earliest --execute
  refuses "The group is not empty" groups --delete --group "$live"
  signal TERM live
}

reset() { # OPTION...: the places that the tool says it has set
  groups --reset-offsets --group "$group" --topic "$topic" --execute "$@" | awk -v g="$group" '$1 == g { print $3 ":" $4 }' | sort | xargs
}
reset_to_earliest() { expect places "$(reset --to-earliest)" "0:0 1:0 2:0"; }
reset_to_latest() { expect places "$(reset --to-latest)" "$end"; }
reset_to_offset() { expect places "$(reset --to-offset 50)" "0:50 1:42 2:50"; } # no further than the end
reset_by_shift() { expect places "$(reset --shift-by -5)" "0:45 1:37 2:45"; }
reset_to_datetime() { expect places "$(reset --to-datetime 2020-01-01T00:00:00.000)" "0:0 1:0 2:0"; }

resume_after_reset() { # --from-beginning means nothing to a group that has a place
  expect places "$(reset --to-offset 80)" "0:80 1:42 2:80"
  run_tool kafka-console-consumer --topic "$topic" --group "$group" --from-beginning --max-messages 98 \
    --formatter-property print.partition=true --formatter-property print.offset=true > "$work/output"
  expect "partitions and first offsets" "$(sort -s -k1,1 "$work/output" | awk '!($1 in seen) { seen[$1]; print $1, $2 }' | xargs)" \
    "Partition:0 Offset:80 Partition:2 Offset:80"
}

delete_offsets() {
  expect partitions "$(groups --delete-offsets --group "$group" --topic "$topic" | awk '$3 == "Successful" { print $2 }' | sort | xargs)" "0 1 2"
  expect "committed offsets" "$(groups --describe --group "$group" 2> /dev/null | awk -v g="$group" '$1 == g { print $4 }' | xargs)" ""
}

groups_delete() {
  expect output "$(groups --delete --group "$live")" "Deletion of requested consumer groups ('$live') was successful."
  expect groups "$(groups --list | grep -cFx "$live" || true)" 0
}

topics_delete() {
  run_tool kafka-topics --delete --topic "$topic"
  until_true "a list without the topic" is_not_listed
  refuses "does not exist" run_tool kafka-topics --delete --topic "$topic"
}

is_not_listed() { ! run_tool kafka-topics --list | grep -qFx "$topic"; }

tell_story kafka-tools "Kafka 4.3.1" \
  topics-create topics-list console-producer get-offsets console-consumer offsets-formatter group-formatter \
  groups-list groups-describe groups-members reset-to-earliest reset-to-latest reset-to-offset reset-by-shift \
  reset-to-datetime resume-after-reset delete-offsets groups-delete topics-delete
