// The table of the verbs of topics.
#include "broker/control/topics.hpp"

namespace dogear::broker::control {
namespace {

constexpr std::string_view logs_left =
    "topic, partitions (a list of: partition, logStartOffset, segments (how many), bytes; as they "
    "are then)";

constexpr Verb table[] = {
    {"topics", "list", Effect::reads, "Tells which topics there are.", "nothing",
     "topics (a list, by name, of: topic, id, partitions (how many), replicationFactor, internal, "
     "bytes (of the records in all logs))",
     list_topics},
    {"topics", "describe", Effect::reads, "Tells of a topic, its partitions and their logs.",
     "topic, partition (all)",
     "topic, id, replicationFactor, internal, bytes, configs (an object of its own ones), "
     "partitions (a list of: partition, leader, leaderEpoch, replicas, inSync, logStartOffset, "
     "lastStableOffset, highWatermark, logEndOffset, epochs (a list of: epoch, startOffset), "
     "segments (how many), bytes)",
     describe_topic, "topic partition"},
    {"topics", "create", Effect::changes, "Creates a topic.",
     "name, partitions (num.partitions), replicationFactor (default.replication.factor), configs "
     "(an object of topic configs by Kafka's names)",
     "name, id, partitions, replicationFactor", create_topic, "name"},
    {"topics", "delete", Effect::changes, "Deletes a topic, as an admin client does.", "topic",
     "topic, id", delete_topic, "topic"},
    {"topics", "produce", Effect::changes,
     "Appends records in their order, as a producer would: a topic that is not there is created if "
     "auto.create.topics.enable says so. If a batch is refused, those before it stay.",
     "topic, records (a list of: key, value (a text, null, {\"base64\":…} for bytes, or other "
     "JSON, "
     "which is written as its text), partition (by the key, as the Java producer does; without a "
     "key, one after the other), timestamp (ISO 8601, or ms since 1970; now), headers (an object, "
     "or a list of: key, value))",
     "topic, records (a list, in the order of the request, of: partition, offset)", produce,
     "topic"},
    {"topics", "records", Effect::reads,
     "Tells records as they lie in the logs, whatever a consumer would be given of them. Those of "
     "__consumer_offsets are decoded.",
     "topic, partition (all), from (an offset; the start), max (of each partition, up to 10000; "
     "100)",
     "topic, records (a list of: partition, offset, timestamp (ms since 1970), key, value (a text, "
     "null, or {\"base64\":…}; of a control record: control (COMMIT, ABORT) and coordinatorEpoch), "
     "headers (a list of: key, value), leaderEpoch; of a producer with an id: producerId, "
     "producerEpoch, sequence, transactional), partitions (a list of: partition, logStartOffset, "
     "nextOffset (where to read on), highWatermark). About 8 MiB of records end it",
     topic_records, "topic partition from"},
    {"topics", "trim", Effect::changes,
     "Lets logs begin later, as an admin client that deletes records does.",
     "topic, partition (all), offset (where it is to begin, of one partition; the high watermark)",
     logs_left, trim, "topic partition offset"},
    {"topics", "compact", Effect::changes,
     "Compacts logs now, as if their active segments were full. min.compaction.lag.ms counts.",
     "topic, partition (all)", logs_left, compact, "topic partition"},
    {"topics", "apply-retention", Effect::changes,
     "Deletes now the segments that retention.ms, retention.bytes and the logs' starts let go. "
     "They "
     "go as a whole.",
     "topic, partition (all)", logs_left, apply_retention, "topic partition"},
};

}  // namespace

constinit const std::span<const Verb> topics_verbs = table;

}  // namespace dogear::broker::control
