#include "server/serve.hpp"

#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include "server/instance.hpp"
#include "server/log.hpp"
#include "server/ready_line.hpp"

namespace dogear::server {
namespace {

namespace asio = boost::asio;

void end_with_parent() {
  const auto parent = getppid();
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) std::raise(SIGTERM);  // it ended before we could ask to be told
}

// As many connections as the system allows, where shells allow a thousand.
void allow_many_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

int run(const Options& options) {
  asio::io_context io(1);
  asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&](boost::system::error_code error, int) {
    if (!error) io.stop();
  });
  if (options.exit_with_parent) end_with_parent();
  allow_many_files();
  Instance instance(io, options, log_above(options.log_level));
  if (options.port_file) write_port_file(*options.port_file, instance.ready_line());
  fmt::print("{}\n", instance.ready_line());
  std::fflush(stdout);
  io.run();
  instance.close();
  return 0;
}

}  // namespace

int serve(const Options& options) {
  try {
    return run(options);
  } catch (const BadOption& problem) {
    fmt::print(stderr, "dogear: {}\n", problem.what());
    return 2;
  } catch (const std::exception& failure) {
    fmt::print(stderr, "dogear: {}\n", failure.what());
    return 1;
  }
}

}  // namespace dogear::server
