#include "server/ctl_table.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

namespace dogear::server {
namespace {

namespace json = boost::json;
using Row = std::vector<std::string>;

constexpr std::string_view nothing = "-";
constexpr std::string_view gap = "  ";

// How many columns the text takes: continuation bytes of UTF-8 take none.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; }));
}

std::string text_of(const json::string& text) {
  constexpr unsigned char del = 0x7F;
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) == del;
  };
  if (text.empty()) return R"("")";
  if (std::none_of(text.begin(), text.end(), is_control)) return std::string(text);
  std::string escaped;
  for (const auto c : text)
    escaped +=
        is_control(c) ? fmt::format("\\x{:02x}", static_cast<unsigned char>(c)) : std::string(1, c);
  return escaped;
}

// A list becomes a,b and an object x=1 y=2.
std::string cell(const json::value& value) {
  if (value.is_null()) return std::string(nothing);
  if (value.is_string()) return text_of(value.get_string());
  std::string text;
  if (const auto* list = value.if_array()) {
    const auto* const between = !list->empty() && list->front().is_object() ? "; " : ",";
    for (const auto& element : *list) text += (text.empty() ? "" : between) + cell(element);
  } else if (const auto* object = value.if_object()) {
    for (const auto& member : *object)
      text += fmt::format("{}{}={}", text.empty() ? "" : " ", text_of(json::string(member.key())),
                          cell(member.value()));
  } else {
    return json::serialize(value);
  }
  return text.empty() ? std::string(nothing) : text;
}

// Columns are as wide as their widest cell; the last one is not padded.
std::string lines_of(const std::vector<Row>& rows, std::string_view indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    text += indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += row[i];
      if (i + 1 == row.size()) break;
      text += std::string(widths[i] - width_of(row[i]), ' ') + std::string(gap);
    }
    text += '\n';
  }
  return text;
}

// The list, if it is one of objects alone, which becomes a table of its own.
const json::array* table_in(const json::value& value) {
  const auto* list = value.if_array();
  const auto has_objects = list && std::all_of(list->begin(), list->end(), [](const auto& element) {
                             return element.is_object();
                           });
  return has_objects && !list->empty() ? list : nullptr;
}

std::string table_of(const json::array& list, std::string_view indent) {
  Row names;
  for (const auto& element : list)
    for (const auto& member : element.get_object())
      if (std::find(names.begin(), names.end(), member.key()) == names.end())
        names.emplace_back(member.key());
  std::vector<Row> rows{names};
  for (const auto& element : list) {
    auto& row = rows.emplace_back();
    for (const auto& name : names) {
      const auto* value = element.get_object().if_contains(name);
      row.push_back(value ? cell(*value) : std::string(nothing));
    }
  }
  return lines_of(rows, indent);
}

}  // namespace

std::string table_of(const json::object& answer) {
  std::vector<Row> lines;
  std::string tables;
  const auto alone = answer.size() == 1;
  for (const auto& member : answer) {
    const auto* list = table_in(member.value());
    if (!list)
      lines.push_back({std::string(member.key()), cell(member.value())});
    else if (alone)
      tables += table_of(*list, "");
    else
      tables += fmt::format("\n{}\n{}", std::string_view(member.key()), table_of(*list, gap));
  }
  return lines_of(lines, "") + tables;
}

}  // namespace dogear::server
