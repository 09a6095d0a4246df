#include "script.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include <boost/json/parse.hpp>

#include "pretty.hpp"

namespace dogear::conversations {
namespace {

namespace json = boost::json;

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), {}};
}

// A line with those that continue it.
struct Paragraph {
  int line;
  std::string text;
};

std::vector<Paragraph> read_paragraphs(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw ScriptError(path + ": cannot be read");
  std::vector<Paragraph> paragraphs;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    const auto continues = !line.empty() && (line[0] == ' ' || line[0] == '\t');
    if (continues && !paragraphs.empty())
      paragraphs.back().text += '\n' + line;
    else
      paragraphs.push_back({number, line});
  }
  return paragraphs;
}

class StepParser {
 public:
  explicit StepParser(std::string path) : path_(std::move(path)) {}

  Step parse(const Paragraph& paragraph) {
    Step step;
    step.line = paragraph.line;
    step.text = paragraph.text;
    if (step.text.empty() || step.text[0] == '#') return step;
    static const std::regex head(
        R"((client|topic|clock) |(\w+)(@(!?\$?\w+))?> |(\w+)<\s*|(\w+) (closed|silent|hangs up)$)");
    std::smatch match;
    if (!std::regex_search(step.text, match, head, std::regex_constants::match_continuous))
      fail(step, "not a line of a conversation");
    const std::string rest = match.suffix();
    if (match[1].matched) directive(step, match[1], rest);
    if (match[2].matched) request(step, match[2], match[4], rest);
    if (match[5].matched) answer(step, match[5], rest);
    if (match[6].matched) event(step, match[6], match[7]);
    return step;
  }

 private:
  [[noreturn]] void fail(const Step& step, const std::string& why) {
    throw ScriptError(path_ + ":" + std::to_string(step.line) + ": " + why);
  }

  void directive(Step& step, const std::string& word, std::string rest) {
    step.kind = word == "client"  ? StepKind::client
                : word == "topic" ? StepKind::topic
                                  : StepKind::clock;
    if (step.kind == StepKind::client) {
      const auto space = rest.find(' ');
      if (space == std::string::npos) fail(step, "a client is: client NAME ID|null");
      step.connection = rest.substr(0, space);
      rest = rest.substr(space + 1);
    }
    step.argument = std::move(rest);
  }

  void request(Step& step, const std::string& connection, const std::string& node,
               const std::string& rest) {
    step.connection = connection;
    step.node = node;
    static const std::regex form(R"(((?:transient |waits )*)(?:(raw )(\w+/\d+ )?|(\w+/\d+)\s+))");
    std::smatch match;
    if (!std::regex_search(rest, match, form, std::regex_constants::match_continuous))
      fail(step, "a request is: [transient|waits] Api/version {…}, or raw [Api/version] <hex>");
    step.transient = match[1].str().find("transient") != std::string::npos;
    step.waits = match[1].str().find("waits") != std::string::npos;
    step.kind = match[2].matched ? StepKind::raw : StepKind::request;
    const auto api = words_of(match[2].matched ? match[3] : match[4]);
    if (!api.empty()) set_api(step, api.front());
    if (step.kind == StepKind::raw)
      step.argument = match.suffix();
    else
      step.json = parse_json(step, match.suffix());
  }

  void set_api(Step& step, const std::string& api) {
    const auto slash = api.find('/');
    step.api = api.substr(0, slash);
    step.version = static_cast<protocol::Version>(std::stoi(api.substr(slash + 1)));
  }

  void answer(Step& step, const std::string& connection, const std::string& rest) {
    step.kind = StepKind::answer;
    step.connection = connection;
    if (!rest.empty()) step.json = parse_json(step, rest);
  }

  void event(Step& step, const std::string& connection, const std::string& what) {
    step.kind = what == "closed"   ? StepKind::closed
                : what == "silent" ? StepKind::silent
                                   : StepKind::hangs_up;
    step.connection = connection;
  }

  json::value parse_json(const Step& step, const std::string& text) {
    boost::system::error_code error;
    auto value = json::parse(text, error);
    if (error) fail(step, "not JSON: " + error.message());
    return value;
  }

  std::string path_;
};

// A line above the first step: the title, the rows, or the broker's configs and flags.
void read_head(Conversation& conversation, const Paragraph& paragraph) {
  conversation.head += paragraph.text + '\n';
  const auto words = words_of(paragraph.text);
  if (words.empty()) return;
  if (words[0] == "rows:") {
    conversation.rows.insert(conversation.rows.end(), words.begin() + 1, words.end());
  } else if (words[0] == "broker") {
    conversation.broker.insert(conversation.broker.end(), words.begin() + 1, words.end());
  } else if (words[0][0] != '#') {
    if (!conversation.title.empty()) conversation.title += ' ';
    conversation.title += paragraph.text;
  }
}

bool begins_steps(const Conversation& conversation, const std::string& text) {
  static const std::regex step(R"((client|topic|clock) |\w+(@\S+)?> )");
  return !conversation.title.empty() &&
         std::regex_search(text, step, std::regex_constants::match_continuous);
}

std::string name_of(const std::string& path) {
  const std::filesystem::path file(path);
  return (file.parent_path().filename() / file.stem()).string();
}

std::string printed(const Step& step) {
  if (step.kind == StepKind::answer) {
    const auto head = step.connection + "< ";
    return head + pretty(step.json, head.size());
  }
  if (step.kind != StepKind::request) return step.text;
  auto head = step.connection + (step.node.empty() ? "" : "@" + step.node) + "> ";
  if (step.transient) head += "transient ";
  if (step.waits) head += "waits ";
  head += step.api + '/' + std::to_string(step.version) + ' ';
  return head + pretty(step.json, head.size());
}

bool asks(const Step& step) { return step.kind == StepKind::request || step.kind == StepKind::raw; }
bool tells(const Step& step) {
  return step.kind == StepKind::answer || step.kind == StepKind::closed ||
         step.kind == StepKind::silent;
}

}  // namespace

bool Conversation::has_broker_flag(std::string_view flag) const {
  return std::find(broker.begin(), broker.end(), flag) != broker.end();
}

int Conversation::nodes() const {
  for (const auto& line : broker)
    if (line.starts_with("nodes=")) return std::stoi(line.substr(6));
  return 1;
}

std::vector<std::string> Conversation::broker_configs() const {
  std::vector<std::string> configs;
  for (const auto& line : broker)
    if (line.find('=') != std::string::npos && !line.starts_with("nodes=")) configs.push_back(line);
  return configs;
}

Conversation read_conversation(const std::string& path) {
  Conversation conversation;
  conversation.path = path;
  conversation.name = name_of(path);
  StepParser parser(path);
  auto in_head = true;
  for (const auto& paragraph : read_paragraphs(path)) {
    in_head = in_head && !begins_steps(conversation, paragraph.text);
    if (in_head)
      read_head(conversation, paragraph);
    else
      conversation.steps.push_back(parser.parse(paragraph));
  }
  if (conversation.title.empty())
    throw ScriptError(path + ":1: a conversation begins by its title");
  std::sort(conversation.broker.begin(), conversation.broker.end());
  return conversation;
}

std::string print(const Conversation& conversation) {
  auto text = conversation.head;
  for (const auto& step : conversation.steps) text += printed(step) + '\n';
  while (text.ends_with("\n\n")) text.pop_back();
  return text;
}

Conversation with_missing_answers(Conversation conversation) {
  std::vector<Step> steps;
  const auto add_answer = [&](const Step* next) {
    if (steps.empty() || !asks(steps.back()) || steps.back().waits) return;
    if (next && tells(*next) && next->connection == steps.back().connection) return;
    Step answer;
    answer.kind = StepKind::answer;
    answer.line = steps.back().line;
    answer.connection = steps.back().connection;
    steps.push_back(std::move(answer));
  };
  for (auto& step : conversation.steps) {
    add_answer(&step);
    steps.push_back(std::move(step));
  }
  add_answer(nullptr);
  conversation.steps = std::move(steps);
  return conversation;
}

}  // namespace dogear::conversations
