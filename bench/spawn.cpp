// bench_spawn [--keep] ADDRESS -- COMMAND...: the time from starting a broker to its first Metadata
// answer that names a broker. Prints it with the process id, and ends the broker unless --keep is
// given.
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "bench/wire.hpp"
#include "protocol/messages/metadata.hpp"

extern char** environ;

namespace dogear::bench {
namespace {

constexpr auto patience = std::chrono::seconds{60};
constexpr auto pause = std::chrono::microseconds{50};
constexpr protocol::Version version = 9;

bool accepts(const Tcp::endpoint& endpoint) {
  boost::asio::io_context io;
  Tcp::socket socket(io);
  boost::system::error_code error;
  socket.connect(endpoint, error);
  return !error;
}

bool names_a_broker(Wire& wire) {
  using protocol::MetadataRequest;
  using protocol::MetadataResponse;
  return !wire.ask<MetadataRequest, MetadataResponse>({}, version).brokers.empty();
}

pid_t start(char** command) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t process = 0;
  if (posix_spawnp(&process, command[0], &files, nullptr, command, environ) != 0)
    give_up(std::string("cannot start ") + command[0]);
  return process;
}

void spawn(const std::string& address, char** command, bool keep) {
  const auto endpoint = endpoint_of(address);
  if (accepts(endpoint)) give_up("somebody serves " + address + " already");
  const auto began = Clock::now();
  const auto process = start(command);
  while (!accepts(endpoint)) {
    if (Clock::now() - began > patience) give_up("nobody serves " + address);
    std::this_thread::sleep_for(pause);
  }
  Wire wire(endpoint);
  while (!names_a_broker(wire)) std::this_thread::sleep_for(pause);
  const auto seconds = seconds_since(began);
  if (!keep) {
    kill(process, SIGTERM);
    waitpid(process, nullptr, 0);
  }
  Figures()
      .add("milliseconds", 1e3 * seconds)
      .add("pid", static_cast<std::uint64_t>(process))
      .print();
}

}  // namespace
}  // namespace dogear::bench

int main(int argc, char** argv) {
  int at = 1;
  const bool keep = at < argc && std::strcmp(argv[at], "--keep") == 0;
  if (keep) ++at;
  if (argc < at + 3 || std::strcmp(argv[at + 1], "--") != 0)
    dogear::bench::give_up("usage: bench_spawn [--keep] ADDRESS -- COMMAND...");
  dogear::bench::spawn(argv[at], argv + at + 2, keep);
  return 0;
}
