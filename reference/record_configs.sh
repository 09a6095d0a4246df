#!/usr/bin/env bash
# Records Kafka's config tables, and its answers to valid and invalid settings, from a fresh Kafka that has only
# the configs that it cannot start without:
#   record_configs.sh KAFKA_DIR [PORT]     KAFKA_DIR as made by kafka.sh get; uses two ports
# Writes broker/configs/kafka-VERSION-{broker,topic,group,client-metrics,broker-quota}.tsv and
# tests/broker/config_answers.txt (see record_configs.java).
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
kafka=$(cd "$1" && pwd); port=${2:-29092}
version=$(basename "$kafka"/libs/kafka-clients-*.jar .jar); version=${version#kafka-clients-}
state=$(mktemp -d)

cat > "$state/server.properties" <<CONF
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$((port + 1))
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))
log.dirs=$state/data
CONF
# Call it in a subshell: exec makes the process id of that shell the one of java.
run() { exec java "-Dlog4j2.configurationFile=$kafka/log4j2.properties" -cp "$kafka/libs/*" "$@"; }
(run kafka.tools.StorageTool format -t AAAAAAAAAAAAAAAAAAAAAA -c "$state/server.properties") > "$state/format.log" 2>&1
(run kafka.Kafka "$state/server.properties") > "$state/server.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server || true; rm -rf "$state"' EXIT
for _ in $(seq 240); do
  (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
  kill -0 $server 2>/dev/null || { tail -5 "$state/server.log" >&2; exit 1; }
  sleep 0.25
done
(run "$top/reference/record_configs.java" "127.0.0.1:$port" "$top/broker/configs" "$top/tests/broker/config_answers.txt" "$version")
