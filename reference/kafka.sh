#!/usr/bin/env bash
# Starts Apache Kafka 4.3.1: to record from, and to compare with in client tests and benchmarks.
#
#   kafka.sh get                                        assembles Kafka if that is not done yet; prints its directory
#   kafka.sh start STATE PORT [nodes=N] [key=value...]  fresh brokers 1..N at 127.0.0.1:PORT.., ready when this
#                                                       returns; prints their addresses. Uses 2N ports from PORT on:
#                                                       first the brokers', then their controllers'
#   kafka.sh stop STATE                                 ends these brokers; returns when they have ended
#   kafka.sh tool NAME [argument...]                    runs a command line tool, e.g. tool kafka-topics --list ...
#
# Needs java (17 or later) and, once, mvn. Kafka is put together from its Maven artifacts (130 MiB) in
# $DOGEAR_KAFKA, by default ~/.cache/dogear/kafka-4.3.1. A broker takes 6-10 s to start and 330 MiB.
#
# Any broker config may be given as key=value. The others have Kafka's defaults, but for what a small test
# broker needs (see server_properties below): one replica, no delay before the first rebalance.
set -euo pipefail

version=4.3.1
home=${DOGEAR_KAFKA:-$HOME/.cache/dogear/kafka-$version}

die() { echo "kafka.sh: $*" >&2; exit 1; }

dependency() { # GROUP ARTIFACT VERSION
  echo "<dependency><groupId>$1</groupId><artifactId>$2</artifactId><version>$3</version></dependency>"
}

pom() {
  echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
  echo '<groupId>local</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging><dependencies>'
  dependency org.apache.kafka kafka_2.13 $version
  dependency org.apache.kafka kafka-tools $version
  dependency org.apache.logging.log4j log4j-core 2.24.3
  dependency org.apache.logging.log4j log4j-slf4j-impl 2.24.3
  echo '</dependencies></project>'
}

# Warnings and errors only, to standard error.
log4j2_properties() {
  cat <<'PROPERTIES'
rootLogger.level=WARN
rootLogger.appenderRef.err.ref=err
appender.err.type=Console
appender.err.name=err
appender.err.target=SYSTEM_ERR
appender.err.layout.type=PatternLayout
appender.err.layout.pattern=[%d] %p %m (%c)%n
PROPERTIES
}

# Assembles beside the final place and renames, so that an interrupted download leaves nothing half done.
get() {
  [ -d "$home" ] && return
  command -v mvn >/dev/null || die "mvn is missing: apt-get install maven"
  local parent; parent=$(dirname "$home"); mkdir -p "$parent"
  exec 9>"$home.lock"; flock 9
  [ -d "$home" ] && return
  echo "kafka.sh: assembling Kafka $version in $home" >&2
  local fresh; fresh=$(mktemp -d "$parent/assembling.XXXXXX")
  pom > "$fresh/pom.xml"; log4j2_properties > "$fresh/log4j2.properties"
  mvn -q -B -f "$fresh/pom.xml" dependency:copy-dependencies -DincludeScope=runtime \
    -DoutputDirectory="$fresh/libs" >&2 || { rm -rf "$fresh"; die "Maven could not fetch Kafka $version"; }
  mv "$fresh" "$home"
  flock -u 9
}

# Replaces this shell, so that a broker's process id is that of its shell.
run_class() { # JVM-OPTIONS CLASS [argument...]
  local options=$1; shift
  exec java $options -Dlog4j2.configurationFile="$home/log4j2.properties" -cp "$home/libs/*" "$@"
}

tool() {
  local tools=org.apache.kafka.tools class
  case ${1:-} in
    kafka-topics) class=$tools.TopicCommand ;;
    kafka-configs) class=kafka.admin.ConfigCommand ;;
    kafka-consumer-groups) class=$tools.consumer.group.ConsumerGroupCommand ;;
    kafka-console-consumer) class=$tools.consumer.ConsoleConsumer ;;
    kafka-console-producer) class=$tools.ConsoleProducer ;;
    kafka-get-offsets) class=$tools.GetOffsetShell ;;
    kafka-delete-records) class=$tools.DeleteRecordsCommand ;;
    kafka-broker-api-versions) class=$tools.BrokerApiVersionsCommand ;;
    kafka-cluster) class=$tools.ClusterTool ;;
    kafka-features) class=$tools.FeatureCommand ;;
    kafka-groups) class=$tools.GroupsCommand ;;
    kafka-leader-election) class=$tools.LeaderElectionCommand ;;
    kafka-log-dirs) class=$tools.LogDirsCommand ;;
    kafka-metadata-quorum) class=$tools.MetadataQuorumCommand ;;
    kafka-reassign-partitions) class=$tools.reassign.ReassignPartitionsCommand ;;
    kafka-transactions) class=$tools.TransactionsCommand ;;
    kafka-producer-perf-test) class=$tools.ProducerPerformance ;;
    kafka-consumer-perf-test) class=$tools.ConsumerPerformance ;;
    kafka-e2e-latency) class=$tools.EndToEndLatency ;;
    kafka-verifiable-producer) class=$tools.VerifiableProducer ;;
    kafka-verifiable-consumer) class=$tools.VerifiableConsumer ;;
    *) die "no tool '${1:-}'" ;;
  esac
  shift
  # A tool lives for a second: compile quickly rather than well.
  run_class "-Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1" "$class" "$@"
}

server_properties() { # ID PORT CONTROLLER_PORT VOTERS NODES DIRECTORY
  cat <<PROPERTIES
process.roles=broker,controller
node.id=$1
controller.quorum.voters=$4
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:$2,CONTROLLER://127.0.0.1:$3
advertised.listeners=PLAINTEXT://127.0.0.1:$2
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
inter.broker.listener.name=PLAINTEXT
log.dirs=$6/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=$5
transaction.state.log.replication.factor=1
transaction.state.log.num.partitions=$5
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.num.partitions=$5
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=0
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS
allow.everyone.if.no.acl.found=true
PROPERTIES
}

await_port() { # NODE_DIRECTORY PORT
  for _ in $(seq 480); do
    kill -0 "$(cat "$1/pid")" 2>/dev/null || { tail -5 "$1/server.log" >&2; die "a broker ended: $1/server.log"; }
    (exec 3<>"/dev/tcp/127.0.0.1/$2") 2>/dev/null && return
    sleep 0.25
  done
  die "no broker at port $2 after two minutes: $1/server.log"
}

start() {
  [ $# -ge 2 ] || die "usage: start STATE PORT [nodes=N] [key=value...]"
  local state=$1 port=$2 nodes=1 configs=() voters= i node config; shift 2
  for config in "$@"; do
    case $config in nodes=*) nodes=${config#*=} ;; *=*) configs+=("$config") ;; *) die "not key=value: $config" ;; esac
  done
  get
  rm -rf "$state"; mkdir -p "$state"; state=$(cd "$state" && pwd)
  trap 'stop "$state"' EXIT # if one of them does not start, or this is interrupted, none is left running
  for i in $(seq "$nodes"); do voters+="${voters:+,}$i@127.0.0.1:$((port + nodes + i - 1))"; done
  for i in $(seq "$nodes"); do
    node=$state/node-$i; mkdir "$node"
    server_properties "$i" $((port + i - 1)) $((port + nodes + i - 1)) "$voters" "$nodes" "$node" > "$node/server.properties"
    for config in ${configs[@]+"${configs[@]}"}; do
      sed -i "/^${config%%=*}=/d" "$node/server.properties"; echo "$config" >> "$node/server.properties"
    done
    (run_class -Xmx256m kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAA -c "$node/server.properties") \
      > "$node/format.log" 2>&1 || { tail -3 "$node/format.log" >&2; die "cannot format $node"; }
    (run_class "${KAFKA_HEAP_OPTS:--Xmx1g}" kafka.Kafka "$node/server.properties") > "$node/server.log" 2>&1 < /dev/null 9>&- &
    echo $! > "$node/pid"
  done
  for i in $(seq "$nodes"); do await_port "$state/node-$i" $((port + i - 1)); done
  trap - EXIT
  seq -f "127.0.0.1:%.0f" -s, "$port" $((port + nodes - 1))
}

stop() {
  local state=${1:?usage: stop STATE} pid pids
  pids=$(cat "$state"/node-*/pid 2>/dev/null) || true
  for pid in $pids; do kill "$pid" 2>/dev/null || true; done
  for pid in $pids; do while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done; done
}

case ${1:-} in
  get) get; echo "$home" ;;
  start | stop) "$@" ;;
  tool) shift; get; tool "$@" ;;
  *) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p}' "$0"; exit 2 ;;
esac
