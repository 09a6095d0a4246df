// Reads the embedded table while the program is compiled. It is ours, so it is trusted.
#include "broker/releases.hpp"

#include <algorithm>
#include <array>

#include "embedded/kafka_releases.hpp"

namespace dogear::broker {
namespace {

constexpr const auto& table = embedded::kafka_releases;

constexpr std::int16_t number_of(std::string_view text) {
  int number = 0;
  for (const char digit : text) number = 10 * number + (digit - '0');
  return static_cast<std::int16_t>(number);
}

// The columns release, api or feature, name, and numbers.
constexpr void add_row(Release& release, std::span<const std::string_view, 7> column) {
  const auto first = number_of(column[3]), last = number_of(column[4]);
  if (column[1] == "api")
    release.apis.push_back({first, last});
  else
    release.features.push_back({column[2], first, last, number_of(column[5])});
}

// The lines of a release follow each other.
constexpr std::size_t count_releases() {
  std::size_t count = 0;
  std::string_view last;
  for (const auto& line : table) {
    if (line[0] != last) ++count;
    last = line[0];
  }
  return count;
}

constexpr std::array<Release, count_releases()> parse_table() {
  std::array<Release, count_releases()> all;
  std::size_t at = 0;
  for (const auto& line : table) {
    if (!all[at].name.empty() && all[at].name != line[0]) ++at;
    all[at].name = line[0];
    add_row(all[at], line);
  }
  return all;
}

constexpr auto all_releases = parse_table();

}  // namespace

std::span<const Release> releases() { return all_releases; }

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

std::optional<protocol::Version> last_version(const Release& release, protocol::ApiKey key) {
  for (const auto& api : release.apis) {
    if (api.key == key) return api.last;
  }
  return std::nullopt;
}

protocol::Versions versions_at(const Release& release, const protocol::Api& api) {
  if (&release == &releases().back()) return api.versions;
  const auto last = last_version(release, api.key);
  if (!last) return {.first = 0, .last = -1};
  return {api.versions.first, std::min(api.versions.last, *last)};
}

}  // namespace dogear::broker
