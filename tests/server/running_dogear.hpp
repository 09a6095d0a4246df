// Dogear as its users have it: a process, found by its ready line. Whoever waits for something
// waits on its pipes or for its end, and looks at no clock.
#pragma once
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <optional>
#include <poll.h>
#include <spawn.h>
#include <string>
#include <string_view>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace dogear::server {

// How long a test waits for what must come before it fails.
constexpr int patience_ms = 60'000;

inline bool is_ready(int fd, short events) {
  pollfd wanted{fd, events, 0};
  return poll(&wanted, 1, patience_ms) > 0;
}

// Waits for the end of a process, be it a child or not.
inline bool has_ended(pid_t pid) {
  const auto process = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (process < 0) return errno == ESRCH;
  const auto ended = is_ready(process, POLLIN);
  close(process);
  return ended;
}

// What comes out of a pipe, kept.
class PipeText {
 public:
  PipeText() {
    EXPECT_EQ(pipe2(ends_.data(), O_CLOEXEC), 0);
    constexpr int room_bytes = 1024 * 1024;  // for what nobody reads before the end
    fcntl(ends_[1], F_SETPIPE_SZ, room_bytes);
  }
  ~PipeText() {
    close_in();
    close(ends_[0]);
  }
  PipeText(const PipeText&) = delete;
  PipeText& operator=(const PipeText&) = delete;

  int in() const { return ends_[1]; }
  void close_in() {
    if (const auto in = std::exchange(ends_[1], -1); in >= 0) close(in);
  }

  // Reads until `text` has come; false when the end comes first.
  bool contains(std::string_view text) {
    while (text_.find(text) == std::string::npos)
      if (!read_some()) return false;
    return true;
  }
  const std::string& all() {
    while (read_some()) continue;
    return text_;
  }
  const std::string& so_far() const { return text_; }

 private:
  bool read_some() {
    if (!is_ready(ends_[0], POLLIN)) return false;
    std::array<char, 4096> buffer;
    const auto count = read(ends_[0], buffer.data(), buffer.size());
    if (count > 0) text_.append(buffer.data(), static_cast<std::size_t>(count));
    return count > 0;
  }

  std::array<int, 2> ends_ = {-1, -1};
  std::string text_;
};

class RunningDogear {
 public:
  // With free ports, unless `arguments` begin with others, or with a command, or with "", which is
  // left out. Each of `variables` is NAME=VALUE.
  explicit RunningDogear(std::vector<std::string> arguments = {},
                         std::vector<std::string> variables = {}) {
    const std::string first = arguments.empty() ? "--" : arguments.front();
    if (first.starts_with("-") && first != "--listen")
      arguments.insert(arguments.begin(), {"--listen", "127.0.0.1:0"});
    if (first.empty()) arguments.erase(arguments.begin());
    arguments.insert(arguments.begin(), DOGEAR_BINARY);
    start(arguments, std::move(variables));
  }
  ~RunningDogear() {
    if (!status_) end(SIGKILL);
  }
  RunningDogear(const RunningDogear&) = delete;
  RunningDogear& operator=(const RunningDogear&) = delete;

  pid_t pid() const { return pid_; }
  // Waits for the line; empty when the process ends without one.
  std::string ready_line() {
    if (!output_.contains("\n")) return "";
    return output_.so_far().substr(0, output_.so_far().find('\n'));
  }
  boost::json::object ready() { return boost::json::parse(ready_line()).as_object(); }
  std::uint16_t kafka_port() { return port_in(ready(), "bootstrap"); }
  std::uint16_t control_port() { return port_in(ready(), "control"); }

  // Waits until it has logged that.
  testing::AssertionResult logs(std::string_view text) {
    if (log_.contains(text)) return testing::AssertionSuccess();
    return testing::AssertionFailure() << text << " is missing in\n" << log_.so_far();
  }
  // All of its standard output and of its log, once it has ended.
  std::string output() { return output_.all(); }
  std::string log() { return log_.all(); }

  // The exit status, or minus the signal that ended it.
  int wait() {
    if (status_) return *status_;
    EXPECT_TRUE(has_ended(pid_));
    int status = 0;
    waitpid(pid_, &status, WNOHANG);
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    return *status_;
  }
  int end(int signal = SIGTERM) {
    kill(pid_, signal);
    return wait();
  }

  std::size_t resident_bytes() const {
    std::ifstream statm("/proc/" + std::to_string(pid_) + "/statm");
    std::size_t size = 0;
    std::size_t resident = 0;
    statm >> size >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  }

 private:
  static std::uint16_t port_in(const boost::json::object& ready, const char* key) {
    const auto text = boost::json::value_to<std::string>(ready.at(key));
    return static_cast<std::uint16_t>(std::stoi(text.substr(text.rfind(':') + 1)));
  }

  // Ends with a null pointer.
  static std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (const auto& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
  }

  void start(const std::vector<std::string>& arguments, std::vector<std::string> variables) {
    // What AddressSanitizer keeps back of freed memory is not to count as Dogear's.
    setenv("ASAN_OPTIONS", "quarantine_size_mb=4", 0);
    for (char** variable = environ; *variable; ++variable) variables.emplace_back(*variable);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, output_.in(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, log_.in(), STDERR_FILENO);
    const auto argv = pointers_to(arguments);
    const auto envp = pointers_to(variables);
    const auto failed = posix_spawn(&pid_, argv[0], &files, nullptr, argv.data(), envp.data());
    posix_spawn_file_actions_destroy(&files);
    output_.close_in();
    log_.close_in();
    ASSERT_EQ(failed, 0) << argv[0];
  }

  pid_t pid_ = 0;
  PipeText output_;
  PipeText log_;
  std::optional<int> status_;
};

}  // namespace dogear::server
