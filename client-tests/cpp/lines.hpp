// What the program says: one line an answer, its words separated by tabs.
#pragma once
#include <cstdint>
#include <iostream>
#include <librdkafka/rdkafkacpp.h>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

using Words = std::vector<std::string>;
using Offsets = std::map<int, std::int64_t>;

// An error with the name that librdkafka gives it.
struct Failure : std::runtime_error {
  explicit Failure(RdKafka::ErrorCode code)
      : std::runtime_error(RdKafka::err2str(code)), code(code) {}
  RdKafka::ErrorCode code;
};

inline void check(RdKafka::ErrorCode code) {
  if (code != RdKafka::ERR_NO_ERROR) throw Failure(code);
}

// The C++ API knows errors only by their numbers: these are the ones that the story asks for.
inline std::string error_name(RdKafka::ErrorCode code) {
  if (code == RdKafka::ERR__AUTO_OFFSET_RESET) return "_AUTO_OFFSET_RESET";
  return std::to_string(code);
}

inline void say(const Words& words) {
  for (std::size_t n = 0; n < words.size(); ++n) std::cout << (n > 0 ? "\t" : "") << words[n];
  std::cout << std::endl;
}

inline void say_offsets(const std::string& word, const Offsets& offsets) {
  Words words = {word};
  for (const auto& [partition, offset] : offsets)
    words.push_back(std::to_string(partition) + ":" + std::to_string(offset));
  say(words);
}

inline void say_error(RdKafka::ErrorCode code) {
  say({"error", error_name(code), RdKafka::err2str(code)});
}

inline Words split(const std::string& line, char separator) {
  Words words;
  std::istringstream input(line);
  for (std::string word; std::getline(input, word, separator);) words.push_back(word);
  return words;
}
