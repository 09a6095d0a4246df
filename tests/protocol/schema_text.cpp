#include "schema_text.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace dogear::protocol {
namespace {

Versions parse_versions(const std::string& text, Versions whole) {
  const auto first = static_cast<Version>(std::stoi(text));
  if (text.back() == '+') return {first, whole.last};
  const auto dash = text.find('-');
  if (dash == std::string::npos) return only(first);
  return {first, static_cast<Version>(std::stoi(text.substr(dash + 1)))};
}

SchemaField parse_field(const std::string& line, Versions whole) {
  std::istringstream words(line);
  SchemaField field;
  std::string word;
  words >> field.name >> field.type >> word;
  field.versions = parse_versions(word, whole);
  while (words >> word) {
    std::string value;
    words >> value;
    if (word == "tag") field.tagged = true;
    if (word == "nullable") field.nullable_in = parse_versions(value, whole);
    if (word == "default") field.default_value = value;
  }
  return field;
}

Versions versions_of(const std::string& head) {
  const auto at = head.find("versions ") + 9;
  return parse_versions(head.substr(at, head.find(' ', at) - at), {});
}

std::map<std::string, SchemaMessage> read() {
  const std::string path =
      std::string(DOGEAR_SOURCE_DIR) + "/tests/protocol/kafka-4.3.1-schema.txt";
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::map<std::string, SchemaMessage> messages;
  SchemaMessage* message = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    if (line[0] != ' ') {
      const auto space = line.find(' ');
      message = &messages[line.substr(0, space)];
      message->head = line.substr(space + 1);
      continue;
    }
    message->text += line + '\n';
    auto* siblings = &message->fields;
    for (auto depth = line.find_first_not_of(' ') / 2; depth > 1; --depth)
      siblings = &siblings->back().fields;
    siblings->push_back(parse_field(line, versions_of(message->head)));
  }
  return messages;
}

}  // namespace

const std::map<std::string, SchemaMessage>& kafka_schema() {
  static const auto messages = read();
  return messages;
}

}  // namespace dogear::protocol
