#include "conversation_file.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <boost/json.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "simulation.hpp"
#include "tests/conversations/script.hpp"
#include "tests/conversations/sugar.hpp"

namespace dogear::simulation {
namespace {

namespace json = boost::json;
using conversations::Conversation;
using conversations::StepKind;
using ConversationStep = conversations::Step;

// Names a connection after its client and its purpose: "a_produces".
std::string name_of(ConnectionId id) {
  static constexpr std::array purposes = {"produces", "fetches", "joins", "administers"};
  const auto place = id - 1;
  return fmt::format("{}_{}", static_cast<char>('a' + place / 16), purposes[place / 4 % 4]);
}

// Topics and groups keep their names, from which Dogear derives leaders and coordinators: under
// other names, requests would go to the wrong nodes. So the file needs a broker of its own
// ("alone").
class Writer {
 public:
  explicit Writer(std::int64_t start_ms) : start_ms_(start_ms) {}

  void write(const std::vector<Said>& story) {
    for (std::size_t i = 0; i < story.size(); ++i)
      write(story[i], i + 1 < story.size() ? &story[i + 1] : nullptr);
  }

  std::vector<ConversationStep> steps;

 private:
  void write(const Said& said, const Said* next) {
    switch (said.kind) {
      case Said::Kind::request:
        return write_request(said, next);
      case Said::Kind::answer:
        return write_answer(said);
      case Said::Kind::closed:
        return add({.kind = StepKind::closed, .text = name_of(said.connection) + " closed"});
      case Said::Kind::hang_up:
        return add({.kind = StepKind::hangs_up, .text = name_of(said.connection) + " hangs up"});
      case Said::Kind::time:
        return add(
            {.kind = StepKind::clock, .text = fmt::format("clock +{}ms", said.duration.count())});
      case Said::Kind::remark:
        return add({.text = "# " + said.text});
    }
  }

  void add(ConversationStep step) { steps.push_back(std::move(step)); }

  void write_request(const Said& said, const Said* next) {
    const auto name = name_of(said.connection);
    if (client_ids_.try_emplace(name, said.client_id).second)
      add({.kind = StepKind::client, .text = fmt::format("client {} {}", name, said.client_id)});
    const auto answered_at_once =
        next && next->connection == said.connection &&
        (next->kind == Said::Kind::answer || next->kind == Said::Kind::closed);
    ConversationStep step{.kind = StepKind::request, .connection = name};
    step.node = std::to_string(said.node);
    step.waits = !answered_at_once && said.answers == Answers::one;
    step.api = said.api->name;
    step.version = said.version;
    step.json = named(conversations::with_sugar(said.api->name, said.json), "");
    add(std::move(step));
    if (said.answers == Answers::none && !answered_at_once)
      add({.kind = StepKind::silent, .text = name + " silent"});
  }

  // Only ids that later requests may use get names; playing the conversation fills in the rest.
  void write_answer(const Said& said) {
    ConversationStep step{.kind = StepKind::answer, .connection = name_of(said.connection)};
    json::object told;
    const auto& answer = said.json.as_object();
    const std::string_view api = said.api->name;
    if (api == "JoinGroup") name_if_new(told, answer, "memberId", "$member");
    if (api == "InitProducerId") name_if_new(told, answer, "producerId", "$producer");
    if (api == "CreateTopics") {
      json::object topic;
      name_if_new(topic, answer.at("topics").as_array().front().as_object(), "topicId", "$topic");
      if (!topic.empty()) told["topics"] = json::array{topic};
    }
    if (!told.empty()) step.json = told;
    add(std::move(step));
  }

  void name_if_new(json::object& told, const json::object& answer, const char* field,
                   const char* kind) {
    const auto text = text_of(answer.at(field));
    static const std::string zero_id(22, 'A');
    if (text.empty() || text == "-1" || text == zero_id) return;
    auto& names = std::string_view(field) == "producerId" ? producers_ : names_;
    const auto [at, is_new] = names.try_emplace(text, fmt::format("{}{}", kind, names.size() + 1));
    if (is_new) told[field] = at->second;
  }

  static std::string text_of(const json::value& value) {
    return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
  }

  // The message with names in place of generated ids and of times.
  json::value named(const json::value& value, std::string_view field) {
    if (const auto* object = value.if_object()) {
      json::object result;
      for (const auto& [key, member] : *object)
        if (!is_told_only(field, key)) result[key] = named(member, key);
      return result;
    }
    if (const auto* array = value.if_array()) {
      json::array result;
      for (const auto& element : *array) result.push_back(named(element, field));
      return result;
    }
    if (field == "timestamp" && value.is_number())
      return json::value(time_name(value.to_number<std::int64_t>()));
    if (!value.is_string() && field != "producerId") return value;
    const auto& names = field == "producerId" ? producers_ : names_;
    const auto found = names.find(text_of(value));
    return found == names.end() ? value : json::value(found->second);
  }

  // Fields of batches and records that the broker sets, not the producer.
  static bool is_told_only(std::string_view within, std::string_view field) {
    static constexpr std::array<std::string_view, 5> all = {"baseOffset", "lastOffset",
                                                            "leaderEpoch", "sizeInBytes", "offset"};
    return (within == "records" || within == "batch") &&
           std::find(all.begin(), all.end(), field) != all.end();
  }

  std::string time_name(std::int64_t time) const {
    return time < start_ms_ ? fmt::format("$now-{}ms", start_ms_ - time)
                            : fmt::format("$now+{}ms", time - start_ms_);
  }

  std::int64_t start_ms_;
  std::map<std::string, std::string> names_;
  std::map<std::string, std::string> producers_;
  std::map<std::string, std::string> client_ids_;
};

}  // namespace

std::vector<Said> story_of(const Plan& plan) {
  std::vector<Said> story;
  play(plan, Repeat::nothing, [&](const Step&, World& world) { world.wire.keep_story(story); });
  return story;
}

std::string to_conversation(const Plan& plan, const std::string& title) {
  Writer writer(epoch_ms(World(plan.seed).now()));
  writer.write(story_of(plan));
  Conversation conversation;
  conversation.head =
      fmt::format("{}\n\nbroker {} alone\n\n", title, fmt::join(cluster_settings(plan.seed), " "));
  conversation.steps = std::move(writer.steps);
  return conversations::print(conversation);
}

}  // namespace dogear::simulation
