#include "coverage.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "broker/api_table.hpp"
#include "table.hpp"

namespace dogear::conversations {
namespace {

std::string version_name(const protocol::Api& api, protocol::Version version) {
  return fmt::format("{}/{}", api.name, version);
}

std::set<std::string> versions_of(const Conversation& conversation) {
  std::set<std::string> asked;
  for (const auto& step : conversation.steps)
    if (!step.api.empty()) asked.insert(fmt::format("{}/{}", step.api, step.version));
  return asked;
}

std::string meaning_of(const RowsFile& file, const std::string& reason) {
  for (const auto& [name, meaning] : file.reasons)
    if (name == reason) return meaning;
  return reason;
}

std::string opening(std::size_t conversations, std::size_t rows, std::size_t reached) {
  return fmt::format(
      "# What the conversations cover\n\n"
      "Written by `build/release/tests/conversations --coverage`, from the `rows:` lines and the\n"
      "requests of tests/conversations/*/*.txt, from tests/conversations/rows.txt and from\n"
      "tests/conversations/table.cpp.\n\n"
      "{} conversations, recorded from Apache Kafka 4.3.1, cover {} of {} rows and every version\n"
      "of every API that Dogear serves. Each covers a row or a version that no other does.\n\n",
      conversations, reached, rows);
}

std::string rows_table(const RowSection& section, const Reached& reached) {
  auto text =
      fmt::format("### {}\n\n| row | behaviour | conversations |\n|---|---|---|\n", section.title);
  for (const auto& row : section.rows)
    if (const auto found = reached.find(row.id); found != reached.end())
      text += fmt::format("| {} | {} | {} |\n", row.id, row.text, fmt::join(found->second, ", "));
  return text + '\n';
}

std::string reasons_list(const RowsFile& file, const Reached& reached) {
  std::map<std::string, std::vector<std::string>> by_reason;
  for (const auto& section : file.sections)
    for (const auto& row : section.rows)
      if (!reached.contains(row.id))
        by_reason[meaning_of(file, row.reason)].push_back(row.id + " " + row.text);
  std::string text = "## Not covered, and why\n\n";
  for (const auto& [reason, rows] : by_reason)
    text += fmt::format("### {}\n\n- {}\n\n", reason.empty() ? "To be written" : reason,
                        fmt::join(rows, "\n- "));
  return text;
}

std::string versions_table(const Reached& reached) {
  std::string text = "## Versions\n\n| API | version | conversations |\n|---|---|---|\n";
  for (const auto* entry : broker::served_apis())
    for (auto version = entry->api.versions.first; version <= entry->api.versions.last; ++version) {
      const auto found = reached.find(version_name(entry->api, version));
      const auto names = found == reached.end() ? std::set<std::string>() : found->second;
      text += fmt::format("| {} | {} | {} |\n", entry->api.name, version, fmt::join(names, ", "));
    }
  return text + '\n';
}

std::string how(const Rule& rule) {
  switch (rule.treatment) {
    case Treatment::captured:
      return "captured";
    case Treatment::moment:
      return "any time";
    case Treatment::some:
      return "zero or not";
    case Treatment::unordered:
      return "in any order";
    case Treatment::worded:
      return "without numbers of 13 digits or more";
    case Treatment::ignored:
      return "not compared";
    case Treatment::served:
      return "what is served";
  }
  return "";
}

std::string treatment_table() {
  std::string text =
      "## Fields that are not compared for equality\n\n"
      "Everything else must be equal, in the same order. *Captured*: the value is bound to a\n"
      "name where it first occurs, and must be the same wherever the name occurs again. *Any\n"
      "time*: if there is a `commitTimestamp`, how long after it must be equal. *Zero or\n"
      "not*: 0 where Kafka's was 0, else any number. *In any order*: sorted before it is\n"
      "compared. *Null or not*: null where Kafka's was null, else any text. *What is served*:\n"
      "without what Dogear does not serve.\n\n"
      "| API | field | how | why |\n|---|---|---|---|\n";
  for (const auto& rule : rules())
    text += fmt::format("| {} | {} | {} | {} |\n", rule.api == "*" ? "every" : rule.api, rule.field,
                        how(rule), rule.why);
  return text;
}

}  // namespace

Coverage::Coverage(RowsFile file, const std::vector<Conversation>& conversations)
    : file_(std::move(file)) {
  for (const auto& conversation : conversations) {
    names_.push_back(conversation.name);
    for (const auto& row : conversation.rows) rows_[row].insert(conversation.name);
    for (const auto& version : versions_of(conversation))
      versions_[version].insert(conversation.name);
  }
  std::sort(names_.begin(), names_.end());
}

std::string Coverage::report() const {
  std::size_t rows = 0;
  for (const auto& section : file_.sections) rows += section.rows.size();
  auto text = opening(names_.size(), rows, rows_.size()) + "## Rows\n\n";
  for (const auto& section : file_.sections) text += rows_table(section, rows_);
  return text + reasons_list(file_, rows_) + versions_table(versions_) + treatment_table();
}

std::vector<std::string> Coverage::faults() const {
  std::vector<std::string> found;
  for (const auto* entry : broker::served_apis())
    for (auto version = entry->api.versions.first; version <= entry->api.versions.last; ++version)
      if (const auto name = version_name(entry->api, version); !versions_.contains(name))
        found.push_back("no conversation asks " + name);
  std::set<std::string> known;
  for (const auto& section : file_.sections)
    for (const auto& row : section.rows) {
      known.insert(row.id);
      if (rows_.contains(row.id) != row.reason.empty())
        found.push_back(fmt::format("rows.txt: {} {}", row.id,
                                    row.reason.empty() ? "has neither a conversation nor a reason"
                                                       : "has a conversation and a reason"));
    }
  std::set<std::string> needed;
  for (const auto& reached : {rows_, versions_})
    for (const auto& [what, names] : reached)
      if (names.size() == 1) needed.insert(*names.begin());
  for (const auto& [row, names] : rows_)
    if (!known.contains(row))
      found.push_back(fmt::format("{}: rows.txt has no row {}", fmt::join(names, ", "), row));
  for (const auto& name : names_)
    if (!needed.contains(name))
      found.push_back(name + " covers nothing that no other conversation does");
  return found;
}

}  // namespace dogear::conversations
