#include "functions.hpp"

#include <optional>
#include <regex>

namespace dogear::house {
namespace {

// The text since the end of the last statement or block.
struct Head {
  std::string text;
  std::size_t line = 0;  // where it begins
};

struct Brace {
  bool holds_functions = false;  // whether it opens a namespace or a class
  std::optional<Function> function;
};

bool is_scope(const std::string& head) {
  static const std::regex scope(R"((^|\s)(namespace|struct|class|union|extern)\b)");
  return std::regex_search(head, scope) && head.find('(') == std::string::npos;
}

bool is_access(const std::string& head) {
  return head == "public" || head == "private" || head == "protected";
}

// Blanks out preprocessor directives: the braces in a macro need not be balanced.
std::string without_directives(std::string code) {
  bool directive = false;
  bool begins = true;
  for (std::size_t at = 0; at < code.size(); ++at) {
    if (code[at] == '\n') {
      directive = directive && at > 0 && code[at - 1] == '\\';
      begins = true;
      continue;
    }
    directive = directive || (begins && code[at] == '#');
    begins = begins && code[at] == ' ';
    if (directive && code[at] != '\\') code[at] = ' ';
  }
  return code;
}

// The word before the first parenthesis: "Broker::receive".
std::optional<std::string> function_name(const std::string& head) {
  static const std::regex named(R"(([\w:~]+|operator\S+)\s*\()");
  std::smatch match;
  if (head.find('=') < head.find('(') || !std::regex_search(head, match, named)) return {};
  return match[1];
}

class Finder {
 public:
  std::vector<Function> find(const std::string& code) {
    for (const char c : code) take(c);
    return std::move(found_);
  }

 private:
  void take(char c) {
    if (c == '{') return open();
    if (c == '}') return close();
    if (depth_ == 0 && (c == ';' || (c == ':' && is_access(head_.text)))) return forget();
    if (c == '(') ++depth_;
    if (c == ')') --depth_;
    if (c == '\n') ++line_;
    if (head_.text.empty() && c <= ' ') return;
    if (head_.text.empty()) head_.line = line_;
    head_.text += c;
  }

  void open() {
    Brace brace{is_scope(head_.text), std::nullopt};
    const bool in_scope = braces_.empty() || braces_.back().holds_functions;
    const bool value = depth_ > 0;  // within parentheses: a default argument or a call's argument
    if (const auto name = function_name(head_.text);
        in_scope && !value && !brace.holds_functions && name)
      brace.function = Function{*name, head_.line};
    braces_.push_back(std::move(brace));
    if (!value) forget();
  }

  void close() {
    if (braces_.empty()) return;
    if (auto& function = braces_.back().function) {
      function->lines = line_ - function->line + 1;
      found_.push_back(std::move(*function));
    }
    braces_.pop_back();
    if (depth_ == 0) forget();
  }

  void forget() { head_ = {}; }

  std::vector<Function> found_;
  std::vector<Brace> braces_;
  Head head_;
  std::size_t line_ = 1;
  int depth_ = 0;  // of parentheses
};

}  // namespace

std::vector<Function> functions_of(const Source& source) {
  return Finder().find(without_directives(source.code));
}

}  // namespace dogear::house
