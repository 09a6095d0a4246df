// The C++ files of the source tree as text, with and without comments and literals.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dogear::house {

struct Source {
  std::string path;  // from the top of the tree: "storage/arena.cpp"
  std::string text;
  std::string code;  // the text with blanks in place of comments, strings and characters

  std::string_view folder() const { return std::string_view(path).substr(0, path.find('/')); }
  bool is_header() const { return path.ends_with(".hpp") || path.ends_with(".h"); }
};

Source source(std::string path, std::string text);

// Every C++ file below these folders, sorted by path.
std::vector<Source> sources_below(std::span<const std::string_view> folders);

// The paths that the file includes in quotes: "storage/arena.hpp".
std::vector<std::string> own_includes(const Source& source);

std::vector<std::string_view> lines_of(std::string_view text);

// The folders from left to right, as layers_test.cpp orders them.
inline constexpr std::string_view core_folders[] = {"base", "protocol", "storage", "coordinator",
                                                    "broker"};
inline constexpr std::string_view product_folders[] = {
    "base", "protocol", "storage", "coordinator", "broker", "server", "fixture"};

}  // namespace dogear::house
