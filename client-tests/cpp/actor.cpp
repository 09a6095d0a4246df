// The client program of the story for librdkafka's C++ API: reads commands, one a line, and answers
// (README.md, "The lines"). One thread; a member polls between commands.
#include <array>
#include <cstdint>
#include <cstdio>
#include <iostream>
#include <map>
#include <memory>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <unistd.h>

#include "desk.hpp"
#include "member.hpp"
#include "producing.hpp"

namespace {

class Actor {
 public:
  // Until the end of standard input.
  void obey_all() {
    std::string rest;
    std::array<char, 4096> bytes;
    for (;;) {
      if (member_) member_->poll();
      if (!input_waits()) continue;
      const auto size = ::read(STDIN_FILENO, bytes.data(), bytes.size());
      if (size <= 0) return;
      rest.append(bytes.data(), size);
      for (std::size_t end; (end = rest.find('\n')) != std::string::npos; rest.erase(0, end + 1))
        obey_or_explain(split(rest.substr(0, end), '\t'));
    }
  }

 private:
  // A member does not wait for a line.
  bool input_waits() const {
    pollfd input = {.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    return ::poll(&input, 1, member_ ? 0 : -1) > 0;
  }

  void obey_or_explain(const Words& words) {
    try {
      obey(words[0], Words(words.begin() + 1, words.end()));
    } catch (const Failure& failure) {
      say_error(failure.code);
    }
  }

  void obey(const std::string& command, const Words& words) {
    if (command == "version")
      say({"version", "librdkafka++ " + RdKafka::version_str()});
    else if (command == "create")
      desk_.ask_for(words[0]);
    else if (command == "produce")
      produce(words[0], words[1], std::stoi(words[2]), std::stoi(words[3]), std::stoll(words[4]));
    else if (command == "ends")
      say_offsets("ends", desk_.ends(words[0]));
    else if (command == "times")
      say_offsets("times", desk_.times(words[0], std::stoll(words[1])));
    else if (command == "committed")
      say_offsets("committed", desk_.committed(words[0], words[1]));
    else if (command == "place")
      place(words);
    else
      obey_as_member(command, words);
  }

  void obey_as_member(const std::string& command, const Words& words) {
    if (command == "join") {
      member_ =
          std::make_unique<Member>(words[0], split(words[1], ','), words[2], words[3] == "timer");
      say({"joined"});
    } else if (command == "go") {
      member_->go(words.empty() ? -1 : std::stol(words[0]));
    } else if (command == "commit") {
      member_->commit();
      say({"committed"});
    } else if (command == "close") {
      member_.reset();
      say({"closed"});
    } else {
      say({"error", "unknown command", command});
    }
  }

  void produce(const std::string& topic, const std::string& codec, int first, int count,
               std::int64_t base_timestamp) {
    Producing producing(codec);
    for (int i = first; i < first + count; ++i) producing.produce(topic, i, base_timestamp + i);
    say_offsets("produced", producing.acknowledged());
  }

  void place(const Words& words) {
    Offsets places;
    for (std::size_t n = 2; n < words.size(); ++n) {
      const auto parts = split(words[n], ':');
      places[std::stoi(parts[0])] = std::stoll(parts[1]);
    }
    desk_.place(words[0], words[1], places);
    say({"placed"});
  }

  Desk desk_;
  std::unique_ptr<Member> member_;
};

}  // namespace

int main() {
  std::ios::sync_with_stdio(false);
  if (!std::getenv("BOOTSTRAP")) {
    std::cerr << "BOOTSTRAP is not set\n";
    return 2;
  }
  Actor().obey_all();
}
