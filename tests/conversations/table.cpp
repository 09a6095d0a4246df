#include "table.hpp"

#include <algorithm>

namespace dogear::conversations {
namespace {

constexpr auto no_kind = NameKind::text;
using enum Treatment;

constexpr Rule table[] = {
    // Random, or counted by a broker that others use too.
    {"*", "memberId", captured, NameKind::member, "contains a random UUID"},
    {"JoinGroup", "leader", captured, NameKind::member, "a member id"},
    {"__consumer_offsets", "leader", captured, NameKind::member, "a member id"},
    {"*", "topicId", captured, NameKind::topic_id, "a random UUID"},
    {"*", "producerId", captured, NameKind::producer, "counted per broker, in blocks"},
    {"Fetch", "sessionId", captured, NameKind::session, "a random number"},
    {"Metadata", "clusterId", captured, NameKind::cluster, "differs between the brokers compared"},
    {"*", "port", captured, NameKind::port, "differs between the brokers compared"},
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
    {"__consumer_offsets", "timestamp", moment, no_kind,
     "the broker's clock, read once more for the append"},
    {"__consumer_offsets", "commitTimestamp", moment, no_kind, "the broker's clock"},
    {"__consumer_offsets", "expireTimestamp", moment, no_kind, "the broker's clock"},
    {"__consumer_offsets", "currentStateTimestamp", moment, no_kind, "the broker's clock"},

    {"*", "throttleTimeMs", some, no_kind, "depends on a measured rate"},

    // In an order that is another one in each recording.
    {"Produce", "responses", unordered, no_kind, "grouped from a hash map of random topic ids"},
    {"Produce", "partitionResponses", unordered, no_kind,
     "grouped from a hash map of random topic ids"},
    {"DeleteTopics", "responses", unordered, no_kind,
     "shuffled, so that the order reveals nothing"},
    {"JoinGroup", "members", unordered, no_kind, "values of a hash map of random member ids"},
    {"__consumer_offsets", "members", unordered, no_kind,
     "values of a hash map of random member ids"},
    {"DescribeGroups", "members", unordered, no_kind, "values of a hash map of random member ids"},
    {"DescribeProducers", "activeProducers", unordered, no_kind,
     "entries of a hash map of producer ids, which are counted per broker"},

    // What is served.
    {"ApiVersions", "apiKeys", served, no_kind, "Dogear does not serve every API of Kafka's"},
    {"ApiVersions", "supportedFeatures", served, no_kind,
     "a feature is listed only if its APIs are served"},
    {"ApiVersions", "finalizedFeatures", served, no_kind,
     "a feature is listed only if its APIs are served"},

    // Wording.
    {"*", "errorMessage", worded, no_kind, "may tell times, which differ in every recording"},
    {"*", "batchIndexErrorMessage", worded, no_kind,
     "may tell times, which differ in every recording"},

    // What differs between two runs of Kafka itself.
    {"Metadata", "controllerId", ignored, no_kind, "KRaft names any live broker"},
    {"DescribeCluster", "controllerId", ignored, no_kind, "KRaft names any live broker"},
    {"DescribeLogDirs", "logDir", ignored, no_kind, "a directory of Kafka's machine"},
    {"DescribeLogDirs", "totalBytes", ignored, no_kind, "the disk of Kafka's machine"},
    {"DescribeLogDirs", "usableBytes", ignored, no_kind, "the disk of Kafka's machine"},
    {"DescribeQuorum", "leaderId", ignored, no_kind, "elected by Kafka's controllers"},
    {"DescribeQuorum", "leaderEpoch", ignored, no_kind,
     "counts the elections of Kafka's controllers"},
    {"DescribeQuorum", "highWatermark", ignored, no_kind, "an offset in Kafka's metadata log"},
    {"DescribeQuorum", "logEndOffset", ignored, no_kind, "an offset in Kafka's metadata log"},
    {"DescribeQuorum", "port", ignored, no_kind, "the listener of Kafka's controller"},
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
