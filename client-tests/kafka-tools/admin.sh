#!/usr/bin/env bash
# Those of Kafka's command line tools that administer topics, configs and the cluster, and those that measure and verify.
#   BOOTSTRAP=host:port [RUN_ID=prefix] client-tests/kafka-tools/admin.sh
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../steps.sh"
. "$here/tools.sh"
topic=$RUN_ID-admin perf=$RUN_ID-perf verified=$RUN_ID-verified group=$RUN_ID-admin-group

configs() { run_tool kafka-configs "$@"; }
dynamic_configs() { configs --describe "$@" | awk '/^  / { print $1 }' | sort | xargs; } # as key=value

# Topics.

topics_alter() {
  run_tool kafka-topics --create --topic "$topic" --partitions 1 --config retention.ms=3600000
  run_tool kafka-topics --alter --topic "$topic" --partitions 3
  refuses "Topic already has 3 partition(s)." run_tool kafka-topics --alter --topic "$topic" --partitions 3
  refuses "currently has 3 partition(s); 2 would not be an increase." run_tool kafka-topics --alter --topic "$topic" --partitions 2
}

topics_describe() {
  run_tool kafka-topics --describe --topic "$topic" > "$work/described"
  expect summary "$(awk -F'\t' 'NR == 1 { print $3, $4, $5 }' "$work/described")" \
    "PartitionCount: 3 ReplicationFactor: 1 Configs: min.insync.replicas=1,retention.ms=3600000"
  expect "partitions, leaders, replicas, in-sync replicas" "$(awk 'NR > 1 { print $4, $6, $8, $10 }' "$work/described" | xargs)" \
    "0 1 1 1 1 1 1 1 2 1 1 1"
  expect "under-replicated partitions" "$(run_tool kafka-topics --describe --under-replicated-partitions --topic "$topic")" ""
}

delete_records() {
  seq 300 | run_tool kafka-console-producer --topic "$topic"
  local end; end=$(ends_of "$topic" | tr ' ' '\n' | sed -n 's/^0://p')
  offsets_json 0 10000000
  tells "OffsetOutOfRangeException" run_tool kafka-delete-records --offset-json-file "$work/offsets.json"
  offsets_json 0 -1 # all there is
  tells "partition: $topic-0	low_watermark: $end" run_tool kafka-delete-records --offset-json-file "$work/offsets.json"
  expect starts "$(ends_of "$topic" --time earliest)" "0:$end 1:0 2:0"
}
offsets_json() { # PARTITION OFFSET
  printf '{"version":1,"partitions":[{"topic":"%s","partition":%d,"offset":%d}]}' "$topic" "$1" "$2" > "$work/offsets.json"
}

log_dirs() {
  seq 300 | awk '{ print $1 % 5 ":" $1 }' |
    run_tool kafka-console-producer --topic "$topic" --reader-property parse.key=true --reader-property key.separator=:
  run_tool kafka-log-dirs --describe --topic-list "$topic" | grep '^{' > "$work/log-dirs.json"
  expect "partitions with records, lag, error" "$(python3 - "$work/log-dirs.json" <<'PYTHON'
import json, sys
directory, = json.load(open(sys.argv[1]))["brokers"][0]["logDirs"]
partitions = sorted(directory["partitions"], key=lambda p: p["partition"])
print([p["size"] > 0 for p in partitions], {p["offsetLag"] for p in partitions}, directory["error"])
PYTHON
)" "[True, True, True] {0} None"
}

leader_election() {
  tells "Valid replica already elected for partitions $topic-0" \
    run_tool kafka-leader-election --election-type preferred --topic "$topic" --partition 0
  tells "Valid replica already elected for partitions $topic-1" \
    run_tool kafka-leader-election --election-type unclean --topic "$topic" --partition 1
  tells "UnknownTopicOrPartitionException" run_tool kafka-leader-election --election-type preferred --topic "$topic-no" --partition 0
}

reassign_partitions() {
  printf '{"topics":[{"topic":"%s"}],"version":1}' "$topic" > "$work/topics.json"
  tells "^Proposed partition reassignment configuration" \
    run_tool kafka-reassign-partitions --generate --topics-to-move-json-file "$work/topics.json" --broker-list 1
  printf '{"version":1,"partitions":[{"topic":"%s","partition":0,"replicas":[1]}]}' "$topic" > "$work/reassignment.json"
  tells "^Successfully started partition reassignment for $topic-0" \
    run_tool kafka-reassign-partitions --execute --reassignment-json-file "$work/reassignment.json"
  tells "^Reassignment of partition $topic-0 is completed." \
    run_tool kafka-reassign-partitions --verify --reassignment-json-file "$work/reassignment.json"
  tells "^No partition reassignments found." run_tool kafka-reassign-partitions --list
}

# Configs.

configs_topic() {
  expect output "$(configs --alter --topic "$topic" --add-config cleanup.policy=compact,segment.ms=1000000)" \
    "Completed updating config for topic $topic."
  expect configs "$(dynamic_configs --topic "$topic")" "cleanup.policy=compact retention.ms=3600000 segment.ms=1000000"
  configs --alter --topic "$topic" --delete-config cleanup.policy
  expect configs "$(dynamic_configs --topic "$topic")" "retention.ms=3600000 segment.ms=1000000"
  refuses "Unknown topic config name: no.such" configs --alter --topic "$topic" --add-config no.such=1
  refuses "Invalid value x for configuration retention.ms" configs --alter --topic "$topic" --add-config retention.ms=x
  expect "number of all configs" "$(configs --describe --topic "$topic" --all | grep -c sensitive=)" 33
}

configs_act() { # at once
  local large; large=$(head -c 2000 /dev/zero | tr '\0' x)
  configs --alter --topic "$topic" --add-config max.message.bytes=1000
  refuses "RecordTooLargeException" run_tool kafka-console-producer --topic "$topic" <<< "$large"
  configs --alter --topic "$topic" --delete-config max.message.bytes
  expect output "$(run_tool kafka-console-producer --topic "$topic" <<< "$large" 2>&1)" ""
}

configs_broker() {
  configs --alter --broker 1 --add-config log.cleaner.threads=2
  expect configs "$(dynamic_configs --broker 1)" "log.cleaner.threads=2"
  configs --alter --broker 1 --delete-config log.cleaner.threads
  expect configs "$(dynamic_configs --broker 1)" ""
  refuses "Cannot update these configs dynamically" configs --alter --broker 1 --add-config broker.rack=here
}

configs_group() {
  configs --alter --group "$group" --add-config consumer.session.timeout.ms=50000
  expect configs "$(dynamic_configs --group "$group")" "consumer.session.timeout.ms=50000"
  configs --alter --group "$group" --delete-config consumer.session.timeout.ms
  expect configs "$(dynamic_configs --group "$group")" ""
}

configs_quota() {
  configs --alter --client "$group" --add-config producer_byte_rate=1000000,consumer_byte_rate=2000000
  expect quotas "$(configs --describe --client "$group" | tr ', ' '\n\n' | grep _rate | sort | xargs)" \
    "consumer_byte_rate=2000000.0 producer_byte_rate=1000000.0"
  configs --alter --client "$group" --delete-config producer_byte_rate,consumer_byte_rate
  expect quotas "$(configs --describe --client "$group")" ""
}

# The cluster.

cluster() { # its tools want the server last
  tells '^Cluster ID: [A-Za-z0-9_-]\{22\}$' "$kafka_sh" tool kafka-cluster cluster-id --bootstrap-server "$BOOTSTRAP"
  tells "^1  *${BOOTSTRAP%:*} *${BOOTSTRAP#*:} *null *unfenced *broker" \
    "$kafka_sh" tool kafka-cluster list-endpoints --bootstrap-server "$BOOTSTRAP"
}

api_versions() {
  run_tool kafka-broker-api-versions > "$work/versions"
  expect "versions of a few APIs" "$(grep -cE '(Produce\(0\): 0 to 13|Fetch\(1\): 4 to 18|CreateTopics\(19\): 2 to 7) ' "$work/versions")" 3
}

features() { tells "^Feature: metadata.version.*FinalizedVersionLevel: 4.3-IV0" run_tool kafka-features describe; }

metadata_quorum() {
  tells "^LeaderId: *1$" run_tool kafka-metadata-quorum describe --status
  tells "^1 .*Leader" run_tool kafka-metadata-quorum describe --replication
}

groups_tool() {
  run_tool kafka-console-consumer --topic "$topic" --group "$group" --from-beginning --max-messages 1 > "$work/output"
  expect "type, protocol" "$(run_tool kafka-groups --list | awk -v g="$group" '$1 == g { print $2, $3 }')" "Classic consumer"
}

describe_producers() { # the last sequence of the only producer that has written there
  run_tool kafka-topics --create --topic "$topic-one" --partitions 1
  seq 10 | run_tool kafka-console-producer --topic "$topic-one"
  expect "epoch, coordinator's epoch, last sequence, transaction" \
    "$(run_tool kafka-transactions describe-producers --topic "$topic-one" --partition 0 | awk 'NR == 2 { print $2, $3, $4, $6 }')" \
    "0 -1 9 None"
}

# Measuring and verifying.

producer_perf_test() {
  run_tool kafka-topics --create --topic "$perf" --partitions 3
  tells "^5000 records sent, " run_tool kafka-producer-perf-test --topic "$perf" --num-records 5000 --record-size 100 --throughput -1
}

consumer_perf_test() {
  run_tool kafka-consumer-perf-test --topic "$perf" --num-records 5000 --timeout 30000 > "$work/measured"
  expect "records read" "$(awk -F', ' 'NR == 2 { print $5 }' "$work/measured")" 5000
}

e2e_latency() {
  tells "^Avg latency: " run_tool kafka-e2e-latency --topic "$RUN_ID-latency" --num-records 20 --producer-acks all --record-size 20
}

verifiable_producer() {
  run_tool kafka-topics --create --topic "$verified" --partitions 1
  run_tool kafka-verifiable-producer --topic "$verified" --max-messages 5 > "$work/verified"
  expect acknowledged "$(grep -c producer_send_success "$work/verified")" 5
  tells '"sent":5,"acked":5' tail -1 "$work/verified"
}

verifiable_consumer() {
  run_tool kafka-verifiable-consumer --topic "$verified" --group-id "$group-verified" --max-messages 5 --reset-policy earliest > "$work/verified"
  tells '"count":5,"minOffset":0,"maxOffset":4' grep -o '"count":5,"minOffset":0,"maxOffset":4' "$work/verified"
  tells "offsets_committed.*\"offset\":5}\],\"success\":true" cat "$work/verified"
}

tell_story kafka-admin-tools "Kafka 4.3.1" \
  topics-alter topics-describe delete-records log-dirs leader-election reassign-partitions \
  configs-topic configs-act configs-broker configs-group configs-quota \
  cluster api-versions features metadata-quorum groups-tool describe-producers \
  producer-perf-test consumer-perf-test e2e-latency verifiable-producer verifiable-consumer
