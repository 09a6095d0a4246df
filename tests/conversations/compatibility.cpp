#include "compatibility.hpp"

#include <regex>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "broker/api_table.hpp"
#include "broker/configs/broker_config.hpp"
#include "broker/configs/facts.hpp"
#include "broker/features.hpp"

namespace dogear::conversations {
namespace {

struct KafkaApi {
  std::string name;
  int key;
  std::string versions;
};

std::vector<KafkaApi> kafka_apis(const std::string& schema) {
  static const std::regex form("([A-Za-z]+)Request key ([0-9]+) versions ([0-9]+-[0-9]+).*");
  std::vector<KafkaApi> apis;
  std::istringstream lines(schema);
  std::smatch found;
  for (std::string line; std::getline(lines, line);)
    if (std::regex_match(line, found, form))
      apis.push_back({found[1], std::stoi(found[2]), found[3]});
  return apis;
}

// The ids of the deviations that name an API in their request.
std::vector<std::string> deviations_of(const std::string& api, const std::string& deviations) {
  static const std::regex form(R"(\| ([A-Z]+[0-9]+) \| ([^|]*) \|.*)");
  const std::regex name("\\b" + api + "\\b");
  std::vector<std::string> ids;
  std::istringstream lines(deviations);
  std::smatch row;
  for (std::string line; std::getline(lines, line);)
    if (std::regex_match(line, row, form) && std::regex_search(row[2].str(), name))
      ids.push_back(row[1]);
  return ids;
}

std::size_t conversations_with(const std::string& api, const Reached& versions) {
  std::set<std::string> names;
  for (const auto& [version, reaching] : versions)
    if (version.starts_with(api + "/")) names.insert(reaching.begin(), reaching.end());
  return names.size();
}

std::string served_table(const std::vector<KafkaApi>& apis, const std::string& deviations,
                         const Reached& versions) {
  std::string text =
      "## Served\n\n"
      "| API | key | Kafka 4.3.1 | Dogear | conversations | deviations "
      "|\n|---|---|---|---|---|---|\n";
  for (const auto& api : apis) {
    const auto* entry = broker::find_api(static_cast<protocol::ApiKey>(api.key));
    if (!entry) continue;
    const auto& served = entry->api.versions;
    text += fmt::format("| {} | {} | {} | {}-{} | {} | {} |\n", api.name, api.key, api.versions,
                        served.first, served.last, conversations_with(api.name, versions),
                        fmt::join(deviations_of(api.name, deviations), ", "));
  }
  return text + '\n';
}

std::string unserved_table(const std::vector<KafkaApi>& apis) {
  std::string text =
      "## Not served\n\n"
      "ApiVersions does not list these. A request of one of them closes the connection, as with a\n"
      "Kafka that does not have the API.\n\n"
      "| API | key | Kafka 4.3.1 |\n|---|---|---|\n";
  for (const auto& api : apis)
    if (!broker::find_api(static_cast<protocol::ApiKey>(api.key)))
      text += fmt::format("| {} | {} | {} |\n", api.name, api.key, api.versions);
  return text + '\n';
}

std::string features_table() {
  std::string text =
      "## Features\n\n"
      "| feature | levels | level of a new cluster |\n|---|---|---|\n";
  for (const auto& feature : broker::supported_features(broker::releases().back()))
    text += fmt::format("| {} | {}-{} | {} |\n", feature.name, feature.first, feature.last,
                        broker::FinalizedFeatures().level(feature));
  return text + '\n';
}

std::string defaults_table() {
  std::string text =
      "## Defaults\n\n"
      "So that tests need not wait, these broker configs have another default than Kafka's.\n"
      "Any of them can be set to Kafka's: `-c group.min.session.timeout.ms=6000`. With\n"
      "`--nodes N`, internal topics have N partitions. With `--clock manual:TIME`,\n"
      "`log.message.timestamp.after.max.ms` is without limit.\n\n"
      "| broker config | Kafka 4.3.1 | Dogear |\n|---|---|---|\n";
  for (const auto& [name, value] : broker::test_overrides({}))
    text += fmt::format("| `{}` | {} | {} |\n", name,
                        *broker::find_config(broker::broker_config_facts(), name)->default_value,
                        value);
  return text;
}

}  // namespace

std::string compatibility_report(const std::string& schema, const std::string& deviations,
                                 const Reached& versions) {
  const auto apis = kafka_apis(schema);
  return fmt::format(
             "# Compatibility with Kafka 4.3.1\n\n"
             "Written by `build/release/tests/conversations --coverage`, from the API table, "
             "Kafka's\nschema, the conversations and [deviations.md](deviations.md).\n\n"
             "Dogear serves {} of the {} APIs that a broker of Apache Kafka 4.3.1 offers to "
             "clients,\neach in every version that Kafka accepts. *Conversations*: how many of "
             "those recorded from\nKafka use the API ([coverage.md](coverage.md) names them); "
             "Dogear's answers are equal in\nall of them. *Deviations*: rows of deviations.md.\n\n",
             broker::served_apis().size(), apis.size()) +
         served_table(apis, deviations, versions) + unserved_table(apis) + features_table() +
         defaults_table();
}

}  // namespace dogear::conversations
