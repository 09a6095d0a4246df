// Files of properties as Java reads them.
#include "server/properties.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace dogear::server {
namespace {

std::string read(std::string_view text) {
  std::string dump;
  for (const auto& [line, name, value] : parse_properties(text))
    dump += fmt::format("{}: {}={}\n", line, name, value);
  return dump;
}

TEST(Properties, AreNamesAndValues) {
  EXPECT_EQ(read("a=1\nb = 2 \r\nc:3\nd 4\n  e\t=  5=6:7"),
            "1: a=1\n2: b=2 \n3: c=3\n4: d=4\n5: e=5=6:7\n");
  EXPECT_EQ(read("alone\nempty=\n=value"), "1: alone=\n2: empty=\n3: =value\n");
}

TEST(Properties, HaveComments) {
  EXPECT_EQ(read("# one\n\n ! two\r\na=1 # no comment\n"), "4: a=1 # no comment\n");
}

TEST(Properties, GoOnAfterABackslash) {
  EXPECT_EQ(read("list=a,\\\n     b,\\\n  c\nnext=1"), "1: list=a,b,c\n4: next=1\n");
  EXPECT_EQ(read("a=1\\\\\nb=2"), "1: a=1\\\n2: b=2\n");
  EXPECT_EQ(read("a=1\\"), "1: a=1\n");
}

TEST(Properties, EscapeCharacters) {
  EXPECT_EQ(read("a\\ b\\=c=\\td\\:\\u00e4\\u20AC\\q"), "1: a b=c=\td:\u00e4\u20acq\n");
  EXPECT_EQ(read("a=\\u12"), "1: a=u12\n");
}

}  // namespace
}  // namespace dogear::server
