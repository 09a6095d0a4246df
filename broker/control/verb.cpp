#include "broker/control/verb.hpp"

#include <algorithm>
#include <vector>

#include <boost/json/array.hpp>

namespace dogear::broker::control {

namespace json = boost::json;

json::object to_json(const Problem& problem) {
  json::object told;
  told["type"] = "about:blank";
  told["title"] = problem.title;
  told["status"] = problem.status;
  told["detail"] = problem.detail;
  if (!problem.field.empty()) told["field"] = problem.field;
  return told;
}

std::span<const Verb* const> verbs() {
  static const auto all = [] {
    std::vector<const Verb*> list;
    for (const auto& noun :
         {clock_verbs, faults_verbs, groups_verbs, snapshots_verbs, topics_verbs, wait_verbs})
      for (const auto& verb : noun) list.push_back(&verb);
    return list;
  }();
  return all;
}

const Verb* find_verb(std::string_view noun, std::string_view name) {
  const auto all = verbs();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Verb* verb) {
    return verb->noun == noun && verb->name == name;
  });
  return found == all.end() ? nullptr : *found;
}

json::object describe_verbs() {
  json::array rows;
  for (const auto* verb : verbs()) {
    json::object row;
    row["noun"] = verb->noun;
    row["verb"] = verb->name;
    row["changes"] = verb->effect == Effect::changes;
    row["help"] = verb->help;
    row["takes"] = verb->takes;
    row["gives"] = verb->gives;
    row["operands"] = verb->operands;
    rows.push_back(std::move(row));
  }
  json::object all;
  all["verbs"] = std::move(rows);
  return all;
}

}  // namespace dogear::broker::control
