#include "sources.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace dogear::house {
namespace {

namespace fs = std::filesystem;

const fs::path top = DOGEAR_SOURCE_DIR;

// Blanks out text[from, to) but keeps its lines.
void blank(std::string& text, std::size_t from, std::size_t to) {
  for (auto at = from; at < std::min(to, text.size()); ++at)
    if (text[at] != '\n') text[at] = ' ';
}

std::size_t after(const std::string& text, std::string_view end, std::size_t from) {
  const auto found = text.find(end, from);
  return found == std::string::npos ? text.size() : found + end.size();
}

// The end of the string or character that begins at `from`.
std::size_t end_of_literal(const std::string& text, std::size_t from) {
  const char quote = text[from];
  auto at = from + 1;
  while (at < text.size() && text[at] != quote) at += text[at] == '\\' ? 2 : 1;
  return at + 1;
}

std::size_t end_of_raw_string(const std::string& text, std::size_t quote) {
  const auto bracket = text.find('(', quote);
  return after(text, ")" + text.substr(quote + 1, bracket - quote - 1) + "\"", quote);
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// The end of the comment or literal that begins at `at`; `at` itself if none does.
std::size_t end_of_comment_or_literal(const std::string& text, std::size_t at) {
  const char before = at > 0 ? text[at - 1] : ' ';
  if (text.compare(at, 2, "//") == 0) return std::min(text.find('\n', at), text.size());
  if (text.compare(at, 2, "/*") == 0) return after(text, "*/", at + 2);
  if (text[at] == '"') {
    return before == 'R' ? end_of_raw_string(text, at) : end_of_literal(text, at);
  }
  // After a word character a quote separates digits: 1'000.
  if (text[at] == '\'' && !is_word(before)) return end_of_literal(text, at);
  return at;
}

std::string code_of(std::string text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto end = end_of_comment_or_literal(text, at);
    if (end == at) continue;
    blank(text, at, end);
    at = end - 1;
  }
  return text;
}

std::string read_file(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

bool is_cpp(const fs::path& path) {
  const auto extension = path.extension();
  return extension == ".cpp" || extension == ".hpp" || extension == ".h";
}

}  // namespace

Source source(std::string path, std::string text) {
  auto code = code_of(text);
  return {std::move(path), std::move(text), std::move(code)};
}

std::vector<Source> sources_below(std::span<const std::string_view> folders) {
  std::vector<Source> found;
  for (const auto folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(top / folder)) {
      if (!is_cpp(entry.path())) continue;
      found.push_back(
          source(entry.path().lexically_relative(top).generic_string(), read_file(entry.path())));
    }
  }
  std::ranges::sort(found, {}, &Source::path);
  return found;
}

std::vector<std::string> own_includes(const Source& source) {
  static const std::regex include(R"re(^\s*#\s*include\s*"([^"]+)")re");
  std::vector<std::string> found;
  for (const auto line : lines_of(source.text)) {
    std::cmatch match;
    if (std::regex_search(line.begin(), line.end(), match, include)) found.push_back(match[1]);
  }
  return found;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace dogear::house
