// Nothing that could make two runs differ is used in the deterministic folders, and no test sleeps.
#include <regex>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sources.hpp"

namespace dogear::house {
namespace {

struct Ban {
  std::string what;
  std::regex pattern;
};

const std::vector<Ban>& bans() {
  static const std::vector<Ban> all = {
      {"a clock",
       std::regex(R"(_clock\s*::\s*now|\bclock_gettime\b|\bgettimeofday\b|[^.\w>]time\s*\()")},
      {"entropy", std::regex(R"(\brandom_device\b|\bs?rand\s*\(|\bgetrandom\b|\bgetentropy\b)")},
      {"a distribution of the library", std::regex(R"(\w_distribution\b)")},
      {"threads",
       std::regex(R"(#\s*include\s*<(thread|mutex|shared_mutex|atomic|condition_variable|future|)"
                  R"(semaphore|latch|barrier|stop_token)>|\bpthread_|\bthread_local\b)")},
      {"sleeping", std::regex(R"(sleep(_for|_until)?\b|\bthis_thread\b)")},
      {"pointer order",
       std::regex(R"(\bu?intptr_t\b|\b(map|set)<\s*(const\s+)?[\w:]+\s*\*|\bless<[^>]*\*)")},
      {"the environment", std::regex(R"(\bgetenv\b|\benviron\b)")},
  };
  return all;
}

void report(std::string& found, const Source& source, std::size_t line, std::string_view what) {
  found += fmt::format("{}:{}: {}\n", source.path, line + 1, what);
}

std::string banned_words(const Source& source) {
  std::string found;
  const auto lines = lines_of(source.code);
  for (std::size_t n = 0; n < lines.size(); ++n) {
    for (const auto& ban : bans())
      if (std::regex_search(lines[n].begin(), lines[n].end(), ban.pattern))
        report(found, source, n, ban.what);
  }
  return found;
}

std::set<std::string> all_matches(const std::string& code, const std::regex& pattern) {
  std::set<std::string> names;
  for (std::sregex_iterator at(code.begin(), code.end(), pattern), end; at != end; ++at)
    names.insert((*at)[1]);
  return names;
}

// The names of the variables and parameters of a file that are unordered containers, declared as
// such or by an alias.
std::set<std::string> unordered_names(const std::string& code) {
  static const std::regex direct(R"(unordered_\w+<[^;{}()]*>[&\s]\s*(\w+)\s*[;{=,)])");
  static const std::regex alias(R"(using\s+(\w+)\s*=\s*[\w:]*unordered_)");
  auto names = all_matches(code, direct);
  for (const auto& name : all_matches(code, alias))
    names.merge(all_matches(code, std::regex("\\b" + name + R"([&\s]\s*(\w+)\s*[;{=,)])")));
  return names;
}

// One line for each place that iterates over one of these containers, as far as a regular
// expression can tell.
std::string hash_order(const Source& source, const std::set<std::string>& names) {
  std::string found;
  const auto lines = lines_of(source.code);
  for (const auto& name : names) {
    const std::regex walk(
        R"(for\s*\(.*[^:]:[^:].*\b)" + name + R"(\s*\)|\b)" + name +
        R"(\s*(\.|->)\s*c?begin\s*\(|\b(erase_if|for_each|ranges::\w+)\s*\([\w.>-]*\b)" + name +
        R"(\b)");
    for (std::size_t n = 0; n < lines.size(); ++n)
      if (lines[n].find(name) != std::string_view::npos &&
          std::regex_search(lines[n].begin(), lines[n].end(), walk))
        report(found, source, n, "iteration over " + name + " in hash order");
  }
  return found;
}

// std::hash differs between standard libraries: only the hasher of a hash table may use it.
std::string hash_as_value(const Source& source) {
  std::string found;
  const auto lines = lines_of(source.code);
  for (std::size_t n = 0; n < lines.size(); ++n) {
    const bool uses = lines[n].find("std::hash<") != std::string_view::npos;
    const bool declares = lines[n].find("struct ") != std::string_view::npos;
    const bool hasher = lines[n].find("operator()") != std::string_view::npos ||
                        (n > 0 && lines[n - 1].find("operator()") != std::string_view::npos);
    if (uses && !declares && !hasher) report(found, source, n, "std::hash outside a hasher");
  }
  return found;
}

TEST(Bans, TheCoreHasNoClockNoChanceNoThreadsAndNoPointerOrder) {
  std::string found;
  for (const auto& source : sources_below(core_folders))
    found += banned_words(source) + hash_as_value(source);
  EXPECT_EQ(found, "");
}

TEST(Bans, TheCoreNeverIteratesInHashOrder) {
  const auto sources = sources_below(core_folders);
  std::string found;
  for (const auto& source : sources) {
    auto names = unordered_names(source.code);
    for (const auto& header : sources) {
      if (source.text.find("\"" + header.path + "\"") != std::string::npos)
        names.merge(unordered_names(header.code));
    }
    found += hash_order(source, names);
  }
  EXPECT_EQ(found, "");
}

TEST(Bans, TestsNeverSleep) {
  // It records from a real Kafka, whose clock only real time moves.
  static const std::set<std::string> exempt = {"tests/conversations/tcp_wire.cpp"};
  static const std::regex sleeps(R"(\b(sleep|usleep|nanosleep|sleep_for|sleep_until)\s*\()");
  static constexpr std::string_view tests[] = {"tests"};
  std::string found;
  for (const auto& source : sources_below(tests)) {
    if (exempt.contains(source.path)) continue;
    const auto lines = lines_of(source.code);
    for (std::size_t n = 0; n < lines.size(); ++n)
      if (std::regex_search(lines[n].begin(), lines[n].end(), sleeps))
        report(found, source, n, "sleeps");
  }
  EXPECT_EQ(found, "");
}

TEST(Bans, EachBannedThingIsFound) {
  const auto bad = source("broker/bad.cpp",
                          "#include <atomic>\n"
                          "auto a = std::chrono::steady_clock::now();\n"
                          "auto b = std::random_device()();\n"
                          "std::uniform_int_distribution<int> c(1, 1'000);\n"
                          "std::this_thread::sleep_for(1s);\n"
                          "std::map<const Group*, int> d;\n"
                          "auto e = time(nullptr);\n"
                          "auto f = std::getenv(\"HOME\");\n"
                          "const char* fine = \"_clock::now\";  // rand()\n"
                          "auto also_fine = call.time(); wait_time(1);\n");
  EXPECT_EQ(banned_words(bad),
            "broker/bad.cpp:1: threads\n"
            "broker/bad.cpp:2: a clock\n"
            "broker/bad.cpp:3: entropy\n"
            "broker/bad.cpp:4: a distribution of the library\n"
            "broker/bad.cpp:5: sleeping\n"
            "broker/bad.cpp:6: pointer order\n"
            "broker/bad.cpp:7: a clock\n"
            "broker/bad.cpp:8: the environment\n");
}

TEST(Bans, IterationInHashOrderIsFound) {
  const auto bad = source("broker/bad.cpp",
                          "using Table = std::unordered_map<std::string, Group>;\n"
                          "std::unordered_set<int, Hash<int>> seen_;\n"
                          "void f(const Table& groups) {\n"
                          "  for (const auto& [id, group] : groups) g(group);\n"
                          "  for (auto at = seen_.begin(); at != seen_.end(); ++at) g(*at);\n"
                          "  std::erase_if(seen_, is_old);\n"
                          "  if (groups.find(1) == groups.end()) return;\n"
                          "}\n");
  EXPECT_EQ(hash_order(bad, unordered_names(bad.code)),
            "broker/bad.cpp:4: iteration over groups in hash order\n"
            "broker/bad.cpp:5: iteration over seen_ in hash order\n"
            "broker/bad.cpp:6: iteration over seen_ in hash order\n");
  EXPECT_EQ(hash_as_value(source("base/bad.cpp", "return std::hash<int>{}(id) % partitions;\n")),
            "base/bad.cpp:1: std::hash outside a hasher\n");
}

}  // namespace
}  // namespace dogear::house
