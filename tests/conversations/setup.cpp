#include "setup.hpp"

#include <functional>
#include <sstream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include "dialogue.hpp"
#include "player.hpp"
#include "pretty.hpp"

namespace dogear::conversations {
namespace {

namespace json = boost::json;

// Waits until `good` holds. A broker in this process has no second attempt: it has nothing to wait
// for.
void until(Wire& wire, const std::string& what, const std::function<bool()>& good) {
  constexpr Millis pause{50};
  constexpr int attempts = 600;
  for (int i = 0; i < attempts; ++i) {
    if (good()) return;
    if (!wire.is_real()) break;
    wire.pass(pause);
  }
  throw WireError(what + " did not come about");
}

bool free_of_errors(const json::value& answer) {
  const auto text = compact(answer);
  for (auto at = text.find("rrorCode\":"); at != std::string::npos;
       at = text.find("rrorCode\":", at + 1))
    if (text.compare(at + 10, 6, "\"NONE\"") != 0) return false;
  return true;
}

struct TopicSpec {
  std::string name;
  int partitions = 1;
  json::array assignments;
  json::array configs;
};

// "$orders partitions=2 assignment=1,2 cleanup.policy=compact"
TopicSpec parse_topic(const std::string& text) {
  TopicSpec spec;
  std::istringstream words(text);
  words >> spec.name;
  for (std::string word; words >> word;) {
    const auto key = word.substr(0, word.find('='));
    const auto value = word.substr(std::min(word.size(), key.size() + 1));
    if (key == "partitions") {
      spec.partitions = std::stoi(value);
    } else if (key == "assignment") {  // the node of each partition
      std::istringstream nodes(value);
      for (std::string node; std::getline(nodes, node, ',');)
        spec.assignments.push_back(json::object{{"partitionIndex", spec.assignments.size()},
                                                {"brokerIds", json::array{std::stoi(node)}}});
    } else {
      spec.configs.push_back(json::object{{"name", key}, {"value", value}});
    }
  }
  return spec;
}

json::value create(Wire& wire, const TopicSpec& spec, const std::string& name) {
  const auto assigned = !spec.assignments.empty();
  const json::object topic{{"name", name},
                           {"numPartitions", assigned ? -1 : spec.partitions},
                           {"replicationFactor", assigned ? -1 : 1},
                           {"assignments", spec.assignments},
                           {"configs", spec.configs}};
  Questioner questioner(wire, 1);
  const auto answer = questioner.ask(
      "CreateTopics", 7, json::object{{"topics", json::array{topic}}, {"timeoutMs", 30'000}});
  const auto& created = answer.at("topics").at(0);
  if (!free_of_errors(created)) throw ScriptError("topic " + spec.name + ": " + compact(created));
  return created;
}

bool is_led(Wire& wire, int nodes, const std::string& topic) {
  for (int node = 1; node <= nodes; ++node) {
    const auto answer =
        Questioner(wire, node)
            .ask("Metadata", 12,
                 json::object{{"topics", json::array{json::object{{"name", topic}}}}});
    if (!free_of_errors(answer)) return false;
    for (const auto& partition : answer.at("topics").at(0).at("partitions").as_array()) {
      const auto leader = static_cast<int>(partition.at("leaderId").to_number<std::int64_t>());
      const json::object wanted{{"partitionIndex", partition.at("partitionIndex")},
                                {"timestamp", -1}};
      const json::object in_topic{{"name", topic}, {"partitions", json::array{wanted}}};
      if (!free_of_errors(
              Questioner(wire, leader)
                  .ask("ListOffsets", 7, json::object{{"topics", json::array{in_topic}}})))
        return false;
    }
  }
  return true;
}

}  // namespace

void make_topic(Wire& wire, int nodes, const Step& step, Names& names) {
  const auto spec = parse_topic(step.argument);
  const auto is_name = spec.name.starts_with('$');
  const std::string name(is_name ? names.resolve(spec.name).as_string().c_str() : spec.name);
  const auto created = create(wire, spec, name);
  names.bind((is_name ? "" : "$") + spec.name + ".id", NameKind::topic_id, created.at("topicId"));
  until(wire, "topic " + name, [&] { return is_led(wire, nodes, name); });
}

void warm_up(Wire& wire, int nodes) {
  json::array groups;
  for (int i = 0; i < 4 * nodes; ++i) groups.push_back(json::value("warm-up-" + std::to_string(i)));
  json::value found;
  until(wire, "a coordinator", [&] {
    found = Questioner(wire, 1).ask("FindCoordinator", 4,
                                    json::object{{"keyType", 0}, {"coordinatorKeys", groups}});
    return free_of_errors(found);
  });
  for (const auto& coordinator : found.at("coordinators").as_array()) {
    const auto node = static_cast<int>(coordinator.at("nodeId").to_number<std::int64_t>());
    const json::object group{{"groupId", coordinator.at("key")}, {"topics", nullptr}};
    until(wire, "a loaded coordinator", [&] {
      return free_of_errors(
          Questioner(wire, node)
              .ask("OffsetFetch", 8, json::object{{"groups", json::array{group}}}));
    });
  }
  for (int node = 1; node <= nodes; ++node)
    until(wire, "a producer id", [&] {
      return free_of_errors(
          Questioner(wire, node)
              .ask("InitProducerId", 4,
                   json::object{{"transactionalId", nullptr}, {"transactionTimeoutMs", 60'000}}));
    });
}

}  // namespace dogear::conversations
