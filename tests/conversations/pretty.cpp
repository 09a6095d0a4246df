#include "pretty.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

namespace dogear::conversations {
namespace {

namespace json = boost::json;

class Printer {
 public:
  explicit Printer(std::size_t column) : column_(column) {}
  std::string finish() { return std::move(text_); }

  void print(const json::value& value, std::size_t indent) {
    const auto whole = compact(value);
    if (column_ + whole.size() <= line_width || !value.is_structured()) return put(whole);
    value.is_object() ? print_object(value.get_object(), indent)
                      : print_array(value.get_array(), indent);
  }

 private:
  void put(std::string_view text) {
    text_ += text;
    column_ += text.size();
  }
  void break_line(std::size_t indent) {
    text_ += '\n' + std::string(indent, ' ');
    column_ = indent;
  }
  // On this line if it fits, else on one of its own, else broken.
  void print_part(std::string_view key, const json::value& value, bool first, std::size_t indent) {
    const auto part_size = key.size() + compact(value).size() + 1;  // and a comma
    if (!first) put(",");
    if (!first && column_ + 1 + part_size > line_width)
      break_line(indent);
    else if (!first)
      put(" ");
    put(key);
    print(value, indent + 2);
  }
  void print_object(const json::object& object, std::size_t indent) {
    put("{");
    auto first = true;
    for (const auto& member : object) {
      const auto key = json::serialize(json::value(member.key())) + ':';
      print_part(key, member.value(), std::exchange(first, false), indent);
    }
    put("}");
  }
  void print_array(const json::array& array, std::size_t indent) {
    put("[");
    if (!array.empty() && array.front().is_structured()) break_line(indent);
    auto first = true;
    for (const auto& element : array) print_part("", element, std::exchange(first, false), indent);
    put("]");
  }

  std::string text_;
  std::size_t column_;
};

void append_compact(std::string& text, const json::value& value) {
  if (const auto* object = value.if_object()) {
    text += '{';
    for (const auto& member : *object) {
      if (text.back() != '{') text += ", ";
      text += json::serialize(json::value(member.key())) + ':';
      append_compact(text, member.value());
    }
    text += '}';
  } else if (const auto* array = value.if_array()) {
    text += '[';
    auto first = true;
    for (const auto& element : *array) {
      if (!std::exchange(first, false)) text += ", ";
      append_compact(text, element);
    }
    text += ']';
  } else {
    text += json::serialize(value);
  }
}

}  // namespace

std::string pretty(const json::value& value, std::size_t column) {
  Printer printer(column);
  printer.print(value, 4);
  return printer.finish();
}

std::string compact(const json::value& value) {
  std::string text;
  append_compact(text, value);
  return text;
}

}  // namespace dogear::conversations
