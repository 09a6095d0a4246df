#!/usr/bin/env bash
# Kafka Connect in standalone mode: the lines of a file go to a topic, and from there to another file.
#   BOOTSTRAP=host:port [RUN_ID=prefix] client-tests/kafka-connect/story.sh DIRECTORY_OF_JARS
here=$(cd "$(dirname "$0")" && pwd) jars=$1
. "$here/../steps.sh"
. "$here/../kafka-tools/tools.sh"
topic=$RUN_ID-connect sink=$RUN_ID-sink

# FileStreamSource counts characters, but skips bytes when it starts again: no letters of two bytes here.
add_lines() { seq "$1" "$2" | awk '{ print "line " $1 }' >> "$work/source.txt"; } # FIRST LAST
is_copied() { cmp -s "$work/source.txt" "$work/sink.txt"; }

configure() {
  cat > "$work/worker.properties" <<PROPERTIES
bootstrap.servers=$BOOTSTRAP
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter
offset.storage.file.filename=$work/offsets
offset.flush.interval.ms=200
plugin.discovery=service_load
listeners=http://127.0.0.1:0
consumer.session.timeout.ms=6000
PROPERTIES
  cat > "$work/source.properties" <<PROPERTIES
name=$RUN_ID-source
connector.class=FileStreamSource
file=$work/source.txt
topic=$topic
topic.creation.default.replication.factor=-1
topic.creation.default.partitions=1
topic.creation.default.retention.ms=7200000
PROPERTIES
  cat > "$work/sink.properties" <<PROPERTIES
name=$sink
connector.class=FileStreamSink
file=$work/sink.txt
topics=$topic
PROPERTIES
}

start_worker() {
  java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=error -cp "$jars/*" \
    org.apache.kafka.connect.cli.ConnectStandalone "$work"/{worker,source,sink}.properties > "$work/worker.log" 2>&1 &
  echo $! > "$work/worker.pid"
  disown
}

await_copy() {
  until_true "a copy of $(wc -l < "$work/source.txt") lines" is_copied_or_ended
  is_copied || fail "the worker has ended: $(tail -5 "$work/worker.log")"
}
is_copied_or_ended() { is_copied || ended worker; }

round_trip() {
  configure
  add_lines 1 500
  start_worker
  await_copy
}

topic_created() { # as the source's configs say
  expect "partitions and configs" "$(run_tool kafka-topics --describe --topic "$topic" | awk -F'\t' 'NR == 1 { print $3, $5 }')" \
    "PartitionCount: 1 Configs: min.insync.replicas=1,retention.ms=7200000"
}

follow() { # what is added to the file comes, too
  add_lines 501 1000
  await_copy
}

sink_commits() { until_true "a commit of 1000 records" has_committed 1000; }
has_committed() {
  [ "$(run_tool kafka-consumer-groups --describe --group "connect-$sink" 2> /dev/null | awk -v t="$topic" '$2 == t { print $4, $6 }')" = "$1 0" ]
}

resume() { # neither reads nor writes anything twice
  signal TERM worker
  add_lines 1001 1500
  start_worker
  await_copy
  until_true "a commit of 1500 records" has_committed 1500
  expect "records in the topic" "$(ends_of "$topic")" "0:1500"
}

stop() {
  signal TERM worker
  is_copied || fail "the files differ"
}

tell_story kafka-connect "connect-runtime 4.3.1" round-trip topic-created follow sink-commits resume stop
