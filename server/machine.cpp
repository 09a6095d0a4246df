#include "server/machine.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace dogear::server {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t memory_if_unknown = std::uint64_t{1} << 30;

std::vector<std::string> lines_of(const fs::path& file) {
  std::ifstream in(file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// The number at the start of a text; nothing for "max", a control group's "no limit".
std::optional<std::uint64_t> number_of(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{}) return std::nullopt;
  return number;
}

void lower(std::uint64_t& memory, std::optional<std::uint64_t> limit) {
  if (limit && *limit > 0) memory = std::min(memory, *limit);
}

// A group's limit also applies to all groups below it. In a container, the mounted tree often
// starts at our own group while the path is the one from the machine's top: then the folders of the
// path do not exist, and the top of the tree is our group.
void lower_by_groups(std::uint64_t& memory, const fs::path& tree, std::string_view path,
                     const char* file) {
  fs::path group = tree;
  for (const auto& part : fs::path(path).relative_path()) {
    for (const auto& line : lines_of(group / file)) lower(memory, number_of(line));
    group /= part;
  }
  for (const auto& line : lines_of(group / file)) lower(memory, number_of(line));
}

// A line of /proc/self/cgroup: "0::/path" of version 2, "5:memory:/path" of version 1.
void lower_by_line(std::uint64_t& memory, const fs::path& root, std::string_view line) {
  const auto first = line.find(':');
  const auto second = line.find(':', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return;
  const auto controllers = "," + std::string(line.substr(first + 1, second - first - 1)) + ",";
  const auto path = line.substr(second + 1);
  const auto tree = root / "sys/fs/cgroup";
  if (controllers == ",,") lower_by_groups(memory, tree, path, "memory.max");
  if (controllers.find(",memory,") != std::string::npos) {
    lower_by_groups(memory, tree / "memory", path, "memory.limit_in_bytes");
  }
}

}  // namespace

// Not from /proc/meminfo, which takes a tenth of the time in which a cluster starts.
std::uint64_t kernel_memory_bytes() {
  const auto pages = sysconf(_SC_PHYS_PAGES);
  if (pages <= 0) return memory_if_unknown;
  return static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

Machine this_machine(std::uint64_t memory_bytes, const fs::path& root) {
  for (const auto& line : lines_of(root / "proc/self/cgroup"))
    lower_by_line(memory_bytes, root, line);
  return {memory_bytes};
}

std::uint64_t resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  statm >> size >> resident;
  return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace dogear::server
