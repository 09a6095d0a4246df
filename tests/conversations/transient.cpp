#include "transient.hpp"

#include <algorithm>
#include <string>

#include "pretty.hpp"

namespace dogear::conversations {

bool only_reads(const protocol::Api& api) {
  static constexpr std::string_view readers[] = {
      "Metadata",       "FindCoordinator", "ListOffsets", "OffsetFetch",
      "DescribeGroups", "ListGroups",      "ApiVersions", "OffsetForLeaderEpoch"};
  return std::find(std::begin(readers), std::end(readers), api.name) != std::end(readers);
}

bool is_passing(const boost::json::value& answer) {
  static constexpr std::string_view errors[] = {
      "LEADER_NOT_AVAILABLE", "NOT_LEADER_OR_FOLLOWER",    "UNKNOWN_TOPIC_OR_PARTITION",
      "UNKNOWN_TOPIC_ID",     "COORDINATOR_NOT_AVAILABLE", "COORDINATOR_LOAD_IN_PROGRESS",
      "NOT_COORDINATOR"};
  const auto text = compact(answer);
  return std::any_of(std::begin(errors), std::end(errors), [&](std::string_view error) {
    return text.find('"' + std::string(error) + '"') != std::string::npos;
  });
}

}  // namespace dogear::conversations
