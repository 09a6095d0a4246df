// The table of the verbs of topics.
#include "broker/control/topics.hpp"

namespace dogear::broker::control {
namespace {

constexpr std::string_view logs_left =
    "topic, partitions (a list of: partition, logStartOffset, segments (how many), bytes) after "
    "the change";

constexpr Verb table[] = {
    {"topics", "list", Effect::reads, "Lists all topics.", "nothing",
     "topics (a list, by name, of: topic, id, partitions (how many), replicationFactor, internal, "
     "bytes (of the records in all its logs))",
     list_topics},
    {"topics", "describe", Effect::reads, "Describes a topic, its partitions and their logs.",
     "topic, partition (all)",
     "topic, id, replicationFactor, internal, bytes, configs (an object of those set for the "
     "topic), partitions (a list of: partition, leader, leaderEpoch, replicas, inSync, "
     "logStartOffset, lastStableOffset, highWatermark, logEndOffset, epochs (a list of: epoch, "
     "startOffset), segments (how many), bytes)",
     describe_topic, "topic partition"},
    {"topics", "create", Effect::changes, "Creates a topic.",
     "name, partitions (num.partitions), replicationFactor (default.replication.factor), configs "
     "(an object of topic configs by Kafka's names)",
     "name, id, partitions, replicationFactor", create_topic, "name"},
    {"topics", "delete", Effect::changes, "Deletes a topic, as an admin client does.", "topic",
     "topic, id", delete_topic, "topic"},
    {"topics", "produce", Effect::changes,
     "Appends records in the order given, as a producer would: a missing topic is created if "
     "auto.create.topics.enable is true. If a batch is refused, those before it stay.",
     "topic, records (a list of: key, value (a string, null, {\"base64\":…} for bytes, or other "
     "JSON, which is written as its text), partition (by the key, as the Java producer does; "
     "without a key, round robin), timestamp (ISO 8601, or ms since 1970; now), headers (an "
     "object, or a list of: key, value))",
     "topic, records (a list, in the order of the request, of: partition, offset)", produce,
     "topic"},
    {"topics", "records", Effect::reads,
     "Shows the records in the logs as they are stored, also those that no consumer would be "
     "given. Those of __consumer_offsets are decoded.",
     "topic, partition (all), from (an offset; the log start), max (of each partition, up to "
     "10000; 100)",
     "topic, records (a list of: partition, offset, timestamp (ms since 1970), key, value (a "
     "string, null, or {\"base64\":…}; of a control record: control (COMMIT, ABORT) and "
     "coordinatorEpoch), headers (a list of: key, value), leaderEpoch; of a producer with an id: "
     "producerId, producerEpoch, sequence, transactional), partitions (a list of: partition, "
     "logStartOffset, nextOffset (where to read on), highWatermark). The list ends after about 8 "
     "MiB of records",
     topic_records, "topic partition from"},
    {"topics", "trim", Effect::changes,
     "Moves the start of logs forward, as an admin client does by DeleteRecords.",
     "topic, partition (all), offset (the new log start, of one partition; the high watermark)",
     logs_left, trim, "topic partition offset"},
    {"topics", "compact", Effect::changes,
     "Compacts logs now, as if their active segments were full. min.compaction.lag.ms still "
     "applies.",
     "topic, partition (all)", logs_left, compact, "topic partition"},
    {"topics", "apply-retention", Effect::changes,
     "Deletes now the segments that have expired by retention.ms, retention.bytes or the log "
     "start. Segments are deleted whole.",
     "topic, partition (all)", logs_left, apply_retention, "topic partition"},
};

}  // namespace

constinit const std::span<const Verb> topics_verbs = table;

}  // namespace dogear::broker::control
