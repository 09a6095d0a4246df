// The source tree as text: its files, and what remains of one without comments and literals.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dogear::house {

struct Source {
  std::string path;  // from the top of the tree: "storage/arena.cpp"
  std::string text;  // as it stands
  std::string code;  // the same length and lines; comments, strings and characters are blanks

  std::string_view folder() const { return std::string_view(path).substr(0, path.find('/')); }
  bool is_header() const { return path.ends_with(".hpp") || path.ends_with(".h"); }
};

Source source(std::string path, std::string text);

// Every C++ file below these folders, in the order of their paths.
std::vector<Source> sources_below(std::span<const std::string_view> folders);

// A file of the tree that is not C++.
std::string read_text(std::string_view path);

// What the file includes with quotes: "storage/arena.hpp".
std::vector<std::string> own_includes(const Source& source);

std::vector<std::string_view> lines_of(std::string_view text);

// In the order of who may include whom.
inline constexpr std::string_view core_folders[] = {"base", "protocol", "storage", "coordinator",
                                                    "broker"};
inline constexpr std::string_view product_folders[] = {
    "base", "protocol", "storage", "coordinator", "broker", "server", "fixture"};

}  // namespace dogear::house
