// Reads the embedded table. It is ours, so it is trusted: a test reads every row.
#include "broker/releases.hpp"

#include <algorithm>
#include <charconv>

namespace dogear::embedded {
extern const std::string_view kafka_releases;
}  // namespace dogear::embedded

namespace dogear::broker {
namespace {

std::string_view take(std::string_view& text, char end) {
  const auto at = std::min(text.find(end), text.size());
  const auto taken = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return taken;
}

std::int16_t take_number(std::string_view& line) {
  const auto text = take(line, '\t');
  std::int16_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void add_row(Release& release, std::string_view line) {
  const bool of_api = take(line, '\t') == "api";
  const auto name = take(line, '\t');
  const auto first = take_number(line);
  const auto last = take_number(line);
  if (of_api)
    release.last_versions[first] = last;
  else
    release.features.push_back({name, first, last, take_number(line)});
}

std::vector<Release> parse_table(std::string_view text) {
  std::vector<Release> all;
  while (!text.empty()) {
    auto line = take(text, '\n');
    const auto name = take(line, '\t');
    if (all.empty() || all.back().name != name) all.push_back({name, {}, {}});
    add_row(all.back(), line);
  }
  return all;
}

}  // namespace

std::span<const Release> releases() {
  static const std::vector<Release> all = parse_table(embedded::kafka_releases);
  return all;
}

const Release* find_release(std::string_view name) {
  for (const auto& release : releases()) {
    if (!name.starts_with(release.name)) continue;
    const auto patch = name.substr(release.name.size());
    const bool is_number = patch.size() > 1 && patch.front() == '.' &&
                           patch.find_first_not_of("0123456789", 1) == std::string_view::npos;
    if (patch.empty() || is_number) return &release;
  }
  return nullptr;
}

protocol::Versions versions_at(const Release& release, const protocol::Api& api) {
  if (&release == &releases().back()) return api.versions;
  const auto found = release.last_versions.find(api.key);
  if (found == release.last_versions.end()) return {.first = 0, .last = -1};
  return {api.versions.first, std::min(api.versions.last, found->second)};
}

}  // namespace dogear::broker
