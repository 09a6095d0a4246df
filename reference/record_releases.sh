#!/usr/bin/env bash
# Prints the API versions and features of each release of Apache Kafka, for --as-version:
#   record_releases.sh > broker/kafka-releases.tsv
# Needs java, and mvn to fetch two jars of each release.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
releases=(3.7.0 3.8.0 3.9.0 4.0.0 4.1.0 4.2.0 4.3.1)
jars=$(mktemp -d); trap 'rm -rf "$jars"' EXIT

for release in "${releases[@]}"; do
  for artifact in kafka-clients kafka-server-common; do
    mvn -q -B dependency:copy "-Dartifact=org.apache.kafka:$artifact:$release" "-DoutputDirectory=$jars/$release" >&2
  done
  java -cp "$jars/$release/*" "$top/reference/record_releases.java" "${release%.*}"
done
