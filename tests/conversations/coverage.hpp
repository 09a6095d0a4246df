// Which rows of rows.txt, and which versions of the served APIs, the conversations cover.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "script.hpp"

namespace dogear::conversations {

// A line of rows.txt.
struct Row {
  std::string id;
  std::string text;
  std::string reason;  // why no conversation reaches it; empty where one does
};
struct RowSection {
  std::string title;
  std::vector<Row> rows;
};
struct RowsFile {
  std::vector<std::pair<std::string, std::string>> reasons;  // short name, what it means
  std::vector<RowSection> sections;
};
// Throws ScriptError.
RowsFile read_rows(const std::string& path);

// A row, "A30", or a version, "Heartbeat/4", and the names of the conversations that cover it.
using Reached = std::map<std::string, std::set<std::string>>;

class Coverage {
 public:
  Coverage(RowsFile file, const std::vector<Conversation>& conversations);

  // docs/coverage.md.
  std::string report() const;
  const Reached& versions() const { return versions_; }
  // Rows and versions that are not covered, conversations that add nothing, wrong ids: one line
  // each.
  std::vector<std::string> faults() const;

 private:
  RowsFile file_;
  std::vector<std::string> names_;  // of the conversations
  Reached rows_;
  Reached versions_;
};

}  // namespace dogear::conversations
