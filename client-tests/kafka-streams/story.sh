#!/usr/bin/env bash
# Kafka Streams: an application that counts words at least once, by a repartition topic and a changelog topic.
#   BOOTSTRAP=host:port [RUN_ID=prefix] client-tests/kafka-streams/story.sh JAR
here=$(cd "$(dirname "$0")" && pwd) jar=$1
. "$here/../steps.sh"
. "$here/../kafka-tools/tools.sh"
application=$RUN_ID-count lines=$RUN_ID-lines counts=$RUN_ID-counts
repartition=$application-words-repartition changelog=$application-counts-changelog

# Line i has three words: one of seven, one of eleven, and "all".
text() { seq "$1" "$2" | awk '{ print "w" $1 % 7 " v" $1 % 11 " all" }'; }
expected() { text 1 "$1" | tr ' ' '\n' | sort | uniq -c | awk '{ print $2 "\t" $1 }' | sort; }
last_counts() { awk -F'\t' '{ last[$1] = $2 } END { for (word in last) print word "\t" last[word] }' "$work/counts" | sort; }
counted() { [ "$(last_counts)" = "$(expected "$1")" ]; } # of so many lines

write() { text "$1" "$2" | run_tool kafka-console-producer --topic "$lines"; } # FIRST LAST

start() { # NAME: an instance with a state directory of its own
  java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -jar "$jar" "$application" "$lines" "$counts" "$work/$1.state" \
    > "$work/$1" 2> "$work/$1.log" &
  echo $! > "$work/$1.pid"
  disown
  until_true "$1 to run" last_said "$1" RUNNING
}
last_said() { [ "$(tail -1 "$work/$1")" = "$2" ]; }

groups() { run_tool kafka-consumer-groups --group "$application" --describe "$@"; }
# Every partition is read to its end, and that is committed.
nothing_left() { groups 2> /dev/null | awk -v g="$application" '$1 == g { n++; lag += $6 } END { exit !(n == 6 && lag == 0) }'; }

create_topics() {
  run_tool kafka-topics --create --topic "$lines" --partitions 3
  run_tool kafka-topics --create --topic "$counts" --partitions 3
  consume_in_background counts --topic "$counts" --from-beginning --formatter-property print.key=true \
    --formatter-property value.deserializer=org.apache.kafka.common.serialization.LongDeserializer
}

start_one() { start one; }

internal_topics() { # as Streams creates them
  expect "configs of the repartition topic" "$(summary "$repartition")" \
    "PartitionCount: 3 Configs: cleanup.policy=delete,message.timestamp.type=CreateTime,min.insync.replicas=1,retention.ms=-1,segment.bytes=52428800"
  expect "configs of the changelog topic" "$(summary "$changelog")" \
    "PartitionCount: 3 Configs: cleanup.policy=compact,message.timestamp.type=CreateTime,min.insync.replicas=1"
}
summary() { # PARTITIONS CONFIGS, in alphabetical order
  run_tool kafka-topics --describe --topic "$1" | awk -F'\t' 'NR == 1 { print $3; print $5 }' | while read -r name values; do
    echo "$name $(tr , '\n' <<< "$values" | sort | paste -sd,)"
  done | xargs
}

count_words() {
  write 1 1000
  until_true "the counts of 1000 lines" counted 1000
}

purge_repartition() { # by DeleteRecords, when what was there has been counted
  until_true "an empty repartition topic" is_purged
}
is_purged() { [ "$(ends_of "$repartition" --time earliest)" = "$(ends_of "$repartition")" ]; }

second_instance() { # each of the two gets half of the six partitions
  start two
  until_true "a group of four members" has_members
  write 1001 2000
  until_true "the counts of 2000 lines" counted 2000
}
has_members() { # clients' threads with partitions, all six partitions
  groups --members 2> /dev/null | awk -v g="$application" '$1 == g && $5 > 0 { n++; sum += $5 } END { exit !(n == 4 && sum == 6) }'
}

kill_an_instance() { # after its commits; the other one restores what it had from the changelog
  until_true "commits of all" nothing_left
  signal KILL one
  write 2001 3000
  until_true "the counts of 3000 lines" counted 3000
}

start_without_state() { # all of it comes from the changelog
  until_true "commits of all" nothing_left
  signal TERM two
  start three
  write 3001 4000
  until_true "the counts of 4000 lines" counted 4000
}

changelog_topic() { # has the last counts, too
  "$kafka_sh" tool kafka-console-consumer --bootstrap-server "$BOOTSTRAP" --topic "$changelog" --from-beginning \
    --max-messages "$(ends_of "$changelog" | tr ' ' '\n' | awk -F: '{ sum += $2 } END { print sum }')" \
    --formatter-property print.key=true \
    --formatter-property value.deserializer=org.apache.kafka.common.serialization.LongDeserializer > "$work/counts"
  expect "the last counts" "$(last_counts | cksum)" "$(expected 4000 | cksum)"
}

close() {
  signal TERM three
  has three ^CLOSED 1 || fail "$(xargs < "$work/three"): $(tail -3 "$work/three.log")"
  expect "members of the group" "$(groups --members 2> /dev/null | awk -v g="$application" '$1 == g' | wc -l)" 0
  signal TERM counts
}

tell_story kafka-streams "kafka-streams 4.3.1" \
  create-topics start-one internal-topics count-words purge-repartition second-instance kill-an-instance \
  start-without-state changelog-topic close
