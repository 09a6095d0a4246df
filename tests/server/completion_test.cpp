// Shell completion: for bash as bash completes, for the others as text.
#include "server/completion.hpp"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "broker/releases.hpp"
#include "server/option_table.hpp"

namespace dogear::server {
namespace {

// What bash proposes for the last of these words.
class Bash {
 public:
  Bash()
      : folder_(std::filesystem::temp_directory_path() /
                ("dogear-completion-" + std::to_string(getpid()))) {
    std::filesystem::create_directory(folder_);
    std::ofstream(folder_ / "script") << completion({"bash"}).out;
  }
  ~Bash() { std::filesystem::remove_all(folder_); }
  Bash(const Bash&) = delete;
  Bash& operator=(const Bash&) = delete;

  std::string complete(const std::string& words, int position) const {
    const auto command = fmt::format(
        "bash -c 'cd {0}; source ./script; compopt() {{ :; }}; COMP_WORDS=(dogear {1}); "
        "COMP_CWORD={2}; _dogear; echo \"${{COMPREPLY[*]}}\"' 2>&1 > {0}/out",
        folder_.string(), words, position);
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    std::ifstream in(folder_ / "out");
    std::string line;
    std::getline(in, line);
    return line;
  }

 private:
  std::filesystem::path folder_;
};

TEST(Completion, OfBashKnowsOptionsCommandsAndWords) {
  const Bash bash;
  EXPECT_EQ(bash.complete("--lo", 1), "--log-level");
  EXPECT_EQ(bash.complete("rea", 1), "readyz");
  EXPECT_EQ(bash.complete("--log-level w", 2), "warn");
  EXPECT_EQ(bash.complete("--as-version 3", 2), "3.7 3.8 3.9");
  EXPECT_EQ(bash.complete("-c num.part", 2), "num.partitions=");
  EXPECT_EQ(bash.complete("--init scr", 2), "script");
  EXPECT_EQ(bash.complete("--listen 1", 2), "");
  EXPECT_EQ(bash.complete("readyz --", 2), "--wait --control --port-file --help");
  EXPECT_EQ(bash.complete("completion f", 2), "fish");
  EXPECT_EQ(bash.complete("ctl cl", 2), "clock");
  EXPECT_EQ(bash.complete("ctl clock ad", 3), "advance");
}

TEST(Completion, NamesEveryOptionInEveryShell) {
  for (const auto* shell : {"bash", "zsh", "fish"}) {
    const auto script = completion({shell});
    EXPECT_EQ(script.status, 0);
    for (const auto& command : command_table()) {
      EXPECT_NE(script.out.find(command.name), std::string::npos) << shell;
      for (const auto& option : command.options)
        EXPECT_NE(script.out.find(shell == std::string("fish") ? fmt::format("-l {}", option.name)
                                                               : long_flag_of(option)),
                  std::string::npos)
            << shell << " " << option.name;
    }
  }
}

TEST(Completion, RefusesOtherShells) {
  const auto first_line = [](const Exit& exit) {
    EXPECT_EQ(exit.status, 2);
    return exit.err.substr(0, exit.err.find('\n'));
  };
  EXPECT_EQ(first_line(completion({})), "dogear: name a shell: bash, zsh or fish");
  EXPECT_EQ(first_line(completion({"zhs"})),
            "dogear: there is no completion for zhs; did you mean zsh?");
  EXPECT_EQ(first_line(completion({"bash", "zsh"})), "dogear: unexpected argument bash");
  EXPECT_EQ(completion({"--help"}).status, 0);
}

TEST(Completion, OffersTheReleasesThatThereAre) {
  std::string names;
  for (const auto& release : broker::releases())
    names += (names.empty() ? "" : "|") + std::string(release.name);
  for (const auto& option : option_table())
    if (option.name == "as-version") {
      EXPECT_EQ(option.takes, names);
    }
}

}  // namespace
}  // namespace dogear::server
