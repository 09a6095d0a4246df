// Reads rows.txt.
#include <fstream>
#include <sstream>

#include "coverage.hpp"

namespace dogear::conversations {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(' ');
  return first == std::string::npos ? ""
                                    : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

// `text` up to `separator`, which is taken away with it; all of it where there is none.
std::string take_until(std::string& text, std::string_view separator) {
  const auto at = text.find(separator);
  auto head = trimmed(text.substr(0, at));
  text = at == std::string::npos ? "" : trimmed(text.substr(at + separator.size()));
  return head;
}

bool take_prefix(std::string& line, std::string_view prefix) {
  if (!line.starts_with(prefix)) return false;
  line = line.substr(prefix.size());
  return true;
}

}  // namespace

RowsFile read_rows(const std::string& path) {
  std::ifstream stream(path);
  if (!stream) throw ScriptError(path + ": cannot be read");
  RowsFile file;
  std::set<std::string> seen;
  for (std::string line; std::getline(stream, line);) {
    if (take_prefix(line, "reason ")) {
      auto name = take_until(line, ":");
      file.reasons.emplace_back(std::move(name), trimmed(line));
    } else if (take_prefix(line, "## ")) {
      file.sections.push_back({line, {}});
    } else if (!line.empty() && line[0] != '#') {
      auto id = take_until(line, " ");
      auto text = take_until(line, " // ");
      if (file.sections.empty() || text.empty() || !seen.insert(id).second)
        throw ScriptError(path + ": " + id + " occurs twice, or has no section or no text");
      file.sections.back().rows.push_back({std::move(id), std::move(text), line});
    }
  }
  return file;
}

}  // namespace dogear::conversations
