// Who includes whom: base <- {protocol, storage} <- coordinator <- broker <- server <- fixture.
#include <map>
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "sources.hpp"

namespace dogear::house {
namespace {

using Folders = std::set<std::string_view>;

const std::map<std::string_view, Folders> allowed = {
    {"base", {"base"}},
    {"protocol", {"base", "protocol"}},
    {"storage", {"base", "storage"}},
    {"coordinator", {"base", "protocol", "storage", "coordinator"}},
    {"broker", {"base", "protocol", "storage", "coordinator", "broker", "embedded"}},
    {"server", {"base", "protocol", "storage", "coordinator", "broker", "server"}},
    {"fixture", {"base", "protocol", "storage", "coordinator", "broker", "server", "fixture"}},
};

// One line for each include that points right, or that does not begin with a folder.
std::string wrong_includes(const Source& source) {
  std::string found;
  for (const auto& include : own_includes(source)) {
    const auto folder = std::string_view(include).substr(0, include.find('/'));
    if (!allowed.at(source.folder()).contains(folder))
      found += source.path + " includes " + include + "\n";
  }
  return found;
}

// One line for each include of what only server/ may know.
std::string outside_world(const Source& source) {
  static const std::regex banned(
      R"(#\s*include\s*<(boost/(asio|beast)|openssl/|spdlog/|CLI/|sys/socket|netinet/|arpa/))");
  std::string found;
  for (const auto line : lines_of(source.code)) {
    if (std::regex_search(line.begin(), line.end(), banned))
      found += source.path + ": " + std::string(line) + "\n";
  }
  return found;
}

TEST(Layers, IncludesPointLeftOnly) {
  std::string found;
  for (const auto& source : sources_below(product_folders)) found += wrong_includes(source);
  EXPECT_EQ(found, "");
}

TEST(Layers, OnlyTheServerKnowsSocketsTlsLoggingAndTheCommandLine) {
  std::string found;
  for (const auto& source : sources_below(core_folders)) found += outside_world(source);
  EXPECT_EQ(found, "");
}

TEST(Layers, AnIncludeThatPointsRightIsFound) {
  EXPECT_EQ(wrong_includes(source("storage/a.cpp",
                                  "#include \"base/ids.hpp\"\n"
                                  "#include \"protocol/frame.hpp\"\n"
                                  "  # include \"arena.hpp\"\n")),
            "storage/a.cpp includes protocol/frame.hpp\n"
            "storage/a.cpp includes arena.hpp\n");
  EXPECT_EQ(outside_world(source("broker/a.cpp",
                                 "#include <boost/asio.hpp>\n"
                                 "// #include <boost/beast.hpp>\n"
                                 "#include <boost/json.hpp>\n")),
            "broker/a.cpp: #include <boost/asio.hpp>\n");
}

TEST(Layers, NoFolderOfTheProductIsEmpty) {
  for (const auto folder : product_folders) {
    const auto sources = sources_below(std::span(&folder, 1));
    EXPECT_GT(sources.size(), 0u) << folder;
  }
}

}  // namespace
}  // namespace dogear::house
