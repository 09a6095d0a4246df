#include "player.hpp"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/string.hpp>

#include "dialogue.hpp"
#include "pretty.hpp"
#include "render.hpp"
#include "setup.hpp"
#include "speakers.hpp"
#include "storage/bytes.hpp"
#include "sugar.hpp"
#include "transient.hpp"

namespace dogear::conversations {
namespace {

namespace json = boost::json;

// A real broker that sends nothing for so long counts as silent.
constexpr Millis silence{400};

// "-groups-stale-generation"
std::string suffix_of(const Conversation& conversation) {
  auto suffix = "-" + conversation.name;
  std::replace(suffix.begin(), suffix.end(), '/', '-');
  return suffix;
}

class Player {
 public:
  Player(const Conversation& conversation, Wire& wire, const std::string& run)
      : conversation_(with_missing_answers(conversation)),
        wire_(wire),
        names_(suffix_of(conversation_) + run, wire.now_ms()),
        speakers_(wire) {
    for (int node = 1; node <= conversation_.nodes(); ++node)
      names_.bind("$port" + std::to_string(node), NameKind::port, wire.port_of(node));
    names_.resolve("$now");
  }

  Played finish() {
    auto complete = false;
    try {
      for (auto& step : conversation_.steps) take(step);
      expect_quiet();
      complete = true;
    } catch (const std::exception& error) {
      problems_.push_back(place() + ": " + error.what());
    }
    return {std::move(conversation_), std::move(problems_), complete};
  }

 private:
  std::string place() const {
    return current_ ? conversation_.place(*current_) : conversation_.path;
  }
  [[noreturn]] void fail(const std::string& why) { throw ScriptError(why); }

  void take(Step& step) {
    if (step.kind != StepKind::note) current_ = &step;
    switch (step.kind) {
      case StepKind::note:
        break;
      case StepKind::client:
        return name_client(step);
      case StepKind::topic:
        return make_topic(wire_, conversation_.nodes(), step, names_);
      case StepKind::request:
      case StepKind::raw:
        return ask(step);
      case StepKind::answer:
      case StepKind::closed:
        return hear(step);
      case StepKind::silent:
        return hear_nothing(step);
      case StepKind::hangs_up:
        return hang_up(step);
      case StepKind::clock:
        return pass(step);
    }
  }

  void name_client(const Step& step) {
    auto& client_id = speakers_.named(step.connection).client_id;
    client_id = step.argument;
    if (step.argument == "null") client_id.reset();
    if (step.argument == "\"\"") client_id = "";
  }

  int node_named(const std::string& text) {
    if (text.empty()) return 0;
    if (text[0] == '!') return node_named(text.substr(1)) % conversation_.nodes() + 1;
    if (text[0] != '$') return std::stoi(text);
    if (!names_.bound(text)) fail(text + " is not bound yet");
    return static_cast<int>(names_.resolve(text).to_number<std::int64_t>());
  }

  // --- what the client does

  void ask(Step& step) {
    begin_action();
    auto& from = speakers_.named(step.connection);
    speakers_.open(from, node_named(step.node));
    auto& asked = from.asked.emplace_back();
    asked.step = &step;
    asked.version = step.version;
    if (!step.api.empty()) asked.api = protocol::find_api(step.api);
    if (!step.api.empty() && !asked.api) fail("no API is called " + step.api);
    step.kind == StepKind::raw ? send_raw(from, asked) : send(from, asked);
    if (step.waits && wire_.is_real()) wire_.pass(silence);
  }

  void send_raw(Speaker& from, Asked& asked) {
    const auto bytes = from_hex(asked.step->argument);
    constexpr std::size_t up_to_correlation_id = 12;
    if (bytes.size() >= up_to_correlation_id)
      asked.correlation_id = storage::load_big_endian<std::int32_t>(bytes.data() + 8);
    wire_.send(*from.connection, bytes);
  }

  void send(Speaker& from, Asked& asked) {
    asked.message = names_.resolve_all(asked.step->json);
    asked.correlation_id = ++from.correlation_id;
    const auto message = without_sugar(asked.step->api, asked.message, names_.now());
    wire_.send(*from.connection,
               frame_of(*asked.api, asked.version, message, asked.correlation_id, from.client_id));
  }

  void hang_up(const Step& step) {
    begin_action();
    auto& from = speakers_.named(step.connection);
    if (!from.connection) fail(step.connection + " is not connected");
    speakers_.hang_up(from);
    if (wire_.is_real()) wire_.pass(silence);
  }

  void pass(const Step& step) {
    begin_action();
    if (!step.argument.starts_with('+')) fail("a clock step is: clock +30s");
    wire_.pass(Millis{parse_duration(step.argument.substr(1))});
  }

  // Two requests never come within the same millisecond, so that times can be told apart.
  void begin_action() {
    expect_quiet();
    wire_.pass(Millis{wire_.is_real() ? 3 : 1});
  }

  // --- what the broker does

  // Fails if the broker sent something that the conversation has no step for.
  void expect_quiet() {
    speakers_.collect(Millis{0});
    if (const auto* name = speakers_.who_heard())
      fail("before this, " + *name + " heard something: " + told(speakers_.named(*name)));
  }
  static std::string told(const Speaker& speaker) {
    const auto& event = speaker.inbox.front();
    if (event.closed) return "the connection was closed";
    if (speaker.asked.empty()) return "an answer to nothing, " + to_hex(event.frame);
    const auto& asked = speaker.asked.front();
    if (!asked.api) return to_hex(event.frame);
    return compact(
        read_answer(*asked.api, asked.version, asked.correlation_id, event.frame).message);
  }

  void hear(Step& step) {
    auto& to = speakers_.named(step.connection);
    if (to.asked.empty() && step.kind == StepKind::answer) fail("nothing was asked");
    const auto event = speakers_.next_event(step.connection);
    if (event.closed) {
      if (step.kind == StepKind::answer && !step.json.is_null())
        problem(step, "the connection was closed, Kafka answered");
      step.kind = StepKind::closed;
      step.text = step.connection + " closed";
      to.forget();
      return;
    }
    if (to.asked.empty()) fail("an answer to nothing");
    hear_answer(to, step, event.frame);
  }

  void hear_answer(Speaker& to, Step& step, const std::vector<std::uint8_t>& frame) {
    auto asked = std::move(to.asked.front());
    to.asked.pop_front();
    if (!asked.api) fail("an answer to bytes of no known API: " + to_hex(frame));
    auto answer = read(asked, frame);
    if (asked.step->transient && wire_.is_real()) answer = settled(to, asked, answer);
    const auto name = asked.api->api.name;
    const auto rendered = render(name, with_sugar(name, answer), step.json, names_);
    if (step.kind == StepKind::closed)
      problem(step, "answered, Kafka closed the connection: " + compact(rendered));
    else if (step.json.is_null())
      problem(step, "has not been recorded");
    else
      for (const auto& difference : differences(name, step.json, rendered))
        problem(step, difference);
    step.kind = StepKind::answer;
    step.json = rendered;
  }

  json::value read(const Asked& asked, const std::vector<std::uint8_t>& frame) {
    auto answer = read_answer(*asked.api, asked.version, asked.correlation_id, frame);
    if (!answer.error.empty()) fail(answer.error + ": " + to_hex(frame));
    return answer.message;
  }

  void hear_nothing(Step& step) {
    auto& to = speakers_.named(step.connection);
    speakers_.collect(wire_.is_real() ? silence : Millis{0});
    if (!to.inbox.empty()) fail(step.connection + " heard something: " + told(to));
    if (!to.asked.empty()) to.asked.pop_front();
  }

  void problem(const Step& step, const std::string& what) {
    problems_.push_back(conversation_.place(step) + ": " + step.connection + ": " + what);
  }

  // --- steps that Kafka needs a moment for

  // Repeats the request: one that only reads until its answer stays the same, any other until its
  // answer has no transient error.
  json::value settled(Speaker& to, Asked& asked, json::value answer) {
    constexpr Millis pause{100};
    constexpr int calm = 12;
    int same = 0;
    for (int attempt = 0; attempt < 150 && same < calm; ++attempt) {
      if (!only_reads(asked.api->api) && !is_passing(answer)) break;
      wire_.pass(pause);
      send(to, asked);
      auto next = read(asked, speakers_.next_event(asked.step->connection).frame);
      same = next == answer ? same + 1 : 0;
      answer = std::move(next);
    }
    return answer;
  }

  Conversation conversation_;
  Wire& wire_;
  Names names_;
  Speakers speakers_;
  const Step* current_ = nullptr;
  std::vector<std::string> problems_;
};

}  // namespace

Played play(const Conversation& conversation, Wire& wire, const std::string& run) {
  return Player(conversation, wire, run).finish();
}

}  // namespace dogear::conversations
