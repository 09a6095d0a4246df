// Files and functions stay short, and a file opens by saying what it does.
#include <map>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "functions.hpp"
#include "sources.hpp"

namespace dogear::house {
namespace {

constexpr std::size_t longest_file = 400;
constexpr std::size_t longest_function = 70;

// Exceptions from these limits, each with its reason.
const std::map<std::string, std::string> long_files = {};
const std::map<std::string, std::string> long_functions = {};  // "folder/file.cpp name"

std::string stem_of(std::string_view path) {
  const auto name = path.substr(path.rfind('/') + 1);
  std::string stem(name.substr(0, name.find('.')));
  if (stem.ends_with("_test")) stem.erase(stem.size() - 5);
  return stem;
}

// A file begins with a comment; a .cpp may begin with its own header, or the one it tests, instead.
bool opens_by_saying_what_it_does(const Source& source) {
  if (source.text.starts_with("// ") || source.text.starts_with("/* ")) return true;
  const auto includes = own_includes(source);
  return !source.is_header() && source.text.starts_with("#include \"") && !includes.empty() &&
         stem_of(includes.front()) == stem_of(source.path);
}

std::string too_long_functions(const Source& source, std::size_t limit) {
  std::string found;
  for (const auto& function : functions_of(source)) {
    if (function.lines <= limit || long_functions.contains(source.path + " " + function.name))
      continue;
    found += fmt::format("{}:{}: {} has {} lines\n", source.path, function.line, function.name,
                         function.lines);
  }
  return found;
}

TEST(Shape, NoFileOfTheProductIsLong) {
  std::string found;
  for (const auto& source : sources_below(product_folders)) {
    const auto lines = lines_of(source.text).size();
    if (lines > longest_file && !long_files.contains(source.path))
      found += fmt::format("{} has {} lines\n", source.path, lines);
  }
  EXPECT_EQ(found, "");
}

TEST(Shape, NoFunctionOfTheProductIsLong) {
  std::string found;
  for (const auto& source : sources_below(product_folders))
    found += too_long_functions(source, longest_function);
  EXPECT_EQ(found, "");
}

TEST(Shape, EveryFileOpensBySayingWhatItDoes) {
  static constexpr std::string_view folders[] = {"base",   "protocol", "storage", "coordinator",
                                                 "broker", "server",   "fixture", "tests"};
  std::string found;
  for (const auto& source : sources_below(folders))
    if (!opens_by_saying_what_it_does(source)) found += source.path + "\n";
  EXPECT_EQ(found, "");
}

TEST(Shape, FunctionsAreFoundByTheirBraces) {
  const auto code = source("storage/a.cpp",
                           "#define OPEN() {\n"
                           "namespace a {\n"
                           "constexpr int table[] = {\n"
                           "    1,\n"
                           "};\n"
                           "class Log : public Base {\n"
                           " public:\n"
                           "  Log(int a, Options b = {}) {\n"
                           "    f([] {\n"
                           "      g();\n"
                           "    });\n"
                           "  }\n"
                           "  int end() const { return '{'; }\n"
                           "};\n"
                           "std::string Log::text(\n"
                           "    int a) const {\n"
                           "  struct Local { int b; };\n"
                           "  return \"}\";  // }\n"
                           "}\n"
                           "}  // namespace a\n");
  std::string found;
  for (const auto& function : functions_of(code))
    found += fmt::format("{} at {}: {}\n", function.name, function.line, function.lines);
  EXPECT_EQ(found,
            "Log at 8: 5\n"
            "end at 13: 1\n"
            "Log::text at 15: 5\n");
  EXPECT_EQ(too_long_functions(code, 4),
            "storage/a.cpp:8: Log has 5 lines\n"
            "storage/a.cpp:15: Log::text has 5 lines\n");
}

TEST(Shape, FunctionsAreFoundInTheRealTree) {
  std::map<std::string, std::set<std::string>> names;
  for (const auto& source : sources_below(product_folders))
    for (const auto& function : functions_of(source)) names[source.path].insert(function.name);
  EXPECT_TRUE(names["server/main.cpp"].contains("main"));
  EXPECT_TRUE(names["broker/broker.cpp"].contains("Broker::receive"));
  EXPECT_TRUE(names["base/error_code.cpp"].size() > 0);
}

TEST(Shape, AFileThatSaysNothingIsFound) {
  EXPECT_TRUE(opens_by_saying_what_it_does(source("base/a.hpp", "// Words.\n")));
  EXPECT_TRUE(opens_by_saying_what_it_does(source("base/a.cpp", "#include \"base/a.hpp\"\n")));
  EXPECT_TRUE(
      opens_by_saying_what_it_does(source("tests/a_test.cpp", "#include \"base/a.hpp\"\n")));
  EXPECT_FALSE(opens_by_saying_what_it_does(source("base/a.cpp", "#include \"base/b.hpp\"\n")));
  EXPECT_FALSE(
      opens_by_saying_what_it_does(source("base/a.cpp", "#include <map>\n#include \"a.hpp\"")));
  EXPECT_FALSE(opens_by_saying_what_it_does(source("base/a.hpp", "#pragma once\n")));
}

}  // namespace
}  // namespace dogear::house
