#include "table.hpp"

#include <algorithm>

namespace dogear::conversations {
namespace {

constexpr auto no_kind = NameKind::text;
using enum Treatment;

constexpr Rule table[] = {
    // Drawn at random, or counted by a broker that others use too.
    {"*", "memberId", captured, NameKind::member, "Kafka draws a UUID for every member"},
    {"JoinGroup", "leader", captured, NameKind::member, "a member id"},
    {"__consumer_offsets", "leader", captured, NameKind::member, "a member id"},
    {"*", "topicId", captured, NameKind::topic_id, "Kafka draws a UUID for every topic"},
    {"*", "producerId", captured, NameKind::producer, "counted per broker, in blocks"},
    {"Fetch", "sessionId", captured, NameKind::session, "Kafka draws it"},
    {"Metadata", "clusterId", captured, NameKind::cluster, "of the broker that was started"},
    {"*", "port", captured, NameKind::port, "of the broker that was started"},
    {"FindCoordinator", "nodeId", captured, NameKind::node,
     "with several nodes Kafka places the partitions of internal topics at random"},

    // Times.
    {"DescribeProducers", "lastTimestamp", captured, NameKind::time, "the producer's clock"},
    {"Produce", "logAppendTimeMs", captured, NameKind::time, "the broker's clock"},
    {"ListOffsets", "timestamp", captured, NameKind::time, "the broker's or the client's clock"},
    {"records", "timestamp", captured, NameKind::time, "the broker's or the client's clock"},
    {"records", "baseTimestamp", captured, NameKind::time, "the broker's or the client's clock"},
    {"records", "maxTimestamp", captured, NameKind::time, "the broker's or the client's clock"},
    {"records", "deleteHorizon", captured, NameKind::time, "the broker's clock"},
    {"DescribeQuorum", "lastFetchTimestamp", moment, no_kind, "the broker's clock"},
    {"DescribeQuorum", "lastCaughtUpTimestamp", moment, no_kind, "the broker's clock"},
    {"__consumer_offsets", "timestamp", moment, no_kind, "the clock is read once more to append"},
    {"__consumer_offsets", "commitTimestamp", moment, no_kind, "the broker's clock"},
    {"__consumer_offsets", "expireTimestamp", moment, no_kind, "the broker's clock"},
    {"__consumer_offsets", "currentStateTimestamp", moment, no_kind, "the broker's clock"},

    {"*", "throttleTimeMs", some, no_kind, "a rate, measured at some moment"},

    // Order that only Kafka's hash maps know.
    {"Metadata", "brokers", unordered, no_kind, "values of a hash map of nodes"},
    {"Metadata", "topics", unordered, no_kind, "asked for as a hash set of names"},
    {"Metadata", "partitions", unordered, no_kind, "entries of a hash map of partitions"},
    {"ListOffsets", "topics", unordered, no_kind, "grouped from a hash map of partitions"},
    {"ListOffsets", "partitions", unordered, no_kind, "grouped from a hash map of partitions"},
    {"Produce", "responses", unordered, no_kind, "grouped from a hash map of partitions"},
    {"Produce", "partitionResponses", unordered, no_kind, "grouped from a hash map of partitions"},
    {"OffsetForLeaderEpoch", "topics", unordered, no_kind, "filled from a hash map of topics"},
    {"CreateTopics", "topics", unordered, no_kind, "filled from a hash map of topics"},
    {"CreateTopics", "configs", unordered, no_kind, "values of a hash map of configs"},
    {"DeleteTopics", "responses", unordered, no_kind, "shuffled: the order shall tell nothing"},
    {"JoinGroup", "members", unordered, no_kind, "values of a hash map of members"},
    {"__consumer_offsets", "members", unordered, no_kind, "values of a hash map of members"},
    {"DescribeGroups", "members", unordered, no_kind, "values of a hash map of members"},
    {"ListGroups", "groups", unordered, no_kind, "values of a hash map of groups"},
    {"DeleteRecords", "topics", unordered, no_kind, "grouped from a hash map of partitions"},
    {"DeleteRecords", "partitions", unordered, no_kind, "grouped from a hash map of partitions"},
    {"DescribeCluster", "brokers", unordered, no_kind, "values of a hash map of nodes"},
    {"DescribeLogDirs", "topics", unordered, no_kind, "grouped from a hash map of partitions"},
    {"DescribeLogDirs", "partitions", unordered, no_kind, "grouped from a hash map of partitions"},
    {"DescribeProducers", "activeProducers", unordered, no_kind,
     "entries of a hash map of producer ids, which are counted per broker"},
    {"ElectLeaders", "replicaElectionResults", unordered, no_kind,
     "entries of a hash map of topics"},
    {"AlterClientQuotas", "entries", unordered, no_kind, "a hash map of entities"},
    {"AlterClientQuotas", "entity", unordered, no_kind, "a hash map of types"},
    {"DescribeClientQuotas", "entries", unordered, no_kind, "a hash map of entities"},
    {"DescribeClientQuotas", "entity", unordered, no_kind, "a hash map of types"},
    {"DescribeClientQuotas", "values", unordered, no_kind, "a hash map of keys"},
    {"CreatePartitions", "results", unordered, no_kind, "asked for as a hash set of names"},
    {"DescribeConfigs", "configs", unordered, no_kind, "values of a hash map of configs"},
    {"ListConfigResources", "configResources", unordered, no_kind,
     "names of topics, groups and nodes out of hash maps"},

    // What is served.
    {"ApiVersions", "apiKeys", served, no_kind, "Dogear does not serve every API of Kafka's"},
    {"ApiVersions", "supportedFeatures", served, no_kind, "a feature is told with its APIs only"},
    {"ApiVersions", "finalizedFeatures", served, no_kind, "a feature is told with its APIs only"},

    // Wording.
    {"*", "errorMessage", worded, no_kind,
     "text for people; what is as long as a time is left out"},
    {"*", "batchIndexErrorMessage", worded, no_kind, "text for people"},

    // What differs between two runs of Kafka itself.
    {"Metadata", "controllerId", ignored, no_kind, "KRaft names any broker that is alive"},
    {"DescribeCluster", "controllerId", ignored, no_kind, "KRaft names any broker that is alive"},
    {"DescribeLogDirs", "logDir", ignored, no_kind, "a directory of the machine"},
    {"DescribeLogDirs", "totalBytes", ignored, no_kind, "of the machine"},
    {"DescribeLogDirs", "usableBytes", ignored, no_kind, "of the machine"},
    {"DescribeQuorum", "leaderId", ignored, no_kind, "whom Kafka's controllers elected"},
    {"DescribeQuorum", "leaderEpoch", ignored, no_kind, "how often they elected"},
    {"DescribeQuorum", "highWatermark", ignored, no_kind, "an offset in Kafka's metadata log"},
    {"DescribeQuorum", "logEndOffset", ignored, no_kind, "an offset in Kafka's metadata log"},
    {"DescribeQuorum", "port", ignored, no_kind, "of the listener of Kafka's controller"},
    {"ApiVersions", "finalizedFeaturesEpoch", ignored, no_kind,
     "an offset in Kafka's metadata log"},
};

}  // namespace

std::span<const Rule> rules() { return table; }

const Rule* find_rule(std::string_view api, std::string_view field, Treatment treatment) {
  const auto found = std::find_if(std::begin(table), std::end(table), [&](const Rule& rule) {
    return rule.treatment == treatment && rule.field == field &&
           (rule.api == "*" || rule.api == api);
  });
  return found == std::end(table) ? nullptr : found;
}

}  // namespace dogear::conversations
