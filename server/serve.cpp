#include "server/serve.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <malloc.h>
#include <optional>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <fmt/format.h>

#include "server/instance.hpp"
#include "server/log.hpp"
#include "server/ready_line.hpp"

namespace dogear::server {
namespace {

namespace asio = boost::asio;

// Stops `io` when the process that started this one ends. PR_SET_PDEATHSIG would not do: it speaks
// up when the thread ends that started this process, and test runners start it from short-lived
// threads. It only stands in where there is no pidfd_open(), before Linux 5.3 or in a sandbox.
class ParentWatch {
 public:
  explicit ParentWatch(asio::io_context& io) : parent_(io) {
    const auto parent = getppid();
    const auto fd = static_cast<int>(syscall(SYS_pidfd_open, parent, 0));
    if (fd >= 0) {
      parent_.assign(fd);
      parent_.async_wait(asio::posix::stream_descriptor::wait_read,
                         [&io](boost::system::error_code error) {
                           if (!error) io.stop();
                         });
    } else if (errno != ESRCH) {
      prctl(PR_SET_PDEATHSIG, SIGTERM);
    }
    if (getppid() != parent) io.stop();  // it ended before we watched it
  }

 private:
  asio::posix::stream_descriptor parent_;
};

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
  std::optional<ParentWatch> parent;
  if (options.exit_with_parent) parent.emplace(io);
  allow_many_files();
  Instance instance(io, options, log_above(options.log_level));
  if (options.port_file) write_port_file(*options.port_file, instance.ready_line());
  fmt::print("{}\n", instance.ready_line());
  std::fflush(stdout);
  malloc_trim(0);  // what parsing the options took
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
