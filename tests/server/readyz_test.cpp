// `dogear readyz`, asked of a running Dogear and of none.
#include "server/readyz.hpp"

#include <filesystem>

#include "running_dogear.hpp"
#include "socket.hpp"

namespace dogear::server {
namespace {

namespace fs = std::filesystem;

struct Ended {
  int status;
  std::string text;
};

Ended ask(std::vector<std::string> arguments, const std::vector<std::string>& variables = {}) {
  arguments.insert(arguments.begin(), "readyz");
  RunningDogear command(arguments, variables);
  auto text = command.output() + command.log();
  return {command.wait(), std::move(text)};
}

std::string port_text(std::uint16_t port) { return std::to_string(port); }

// Bound, and nobody accepts: who connects is refused.
class TakenPort {
 public:
  TakenPort() : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    socklen_t size = sizeof address;
    getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    number_ = ntohs(address.sin_port);
  }
  ~TakenPort() { close(fd_); }
  TakenPort(const TakenPort&) = delete;
  TakenPort& operator=(const TakenPort&) = delete;
  std::uint16_t number() const { return number_; }

 private:
  int fd_;
  std::uint16_t number_ = 0;
};

TEST(Readyz, SaysYesOfAReadyBroker) {
  RunningDogear dogear;
  const auto port = port_text(dogear.control_port());
  for (const auto& control : {port, ":" + port, "127.0.0.1:" + port, "0.0.0.0:" + port,
                              "http://127.0.0.1:" + port + "/"}) {
    const auto asked = ask({"--control", control});
    EXPECT_EQ(asked.status, 0) << control << ": " << asked.text;
    EXPECT_EQ(asked.text, "");
  }
}

TEST(Readyz, SaysNoWhereNobodyListens) {
  const TakenPort port;
  const auto url = "http://127.0.0.1:" + port_text(port.number());
  const auto asked = ask({"--control", url});
  EXPECT_EQ(asked.status, 1);
  EXPECT_EQ(asked.text, "dogear: not ready: " + url + ": Connection refused\n");
}

TEST(Readyz, SaysNoOfWhatIsNotAControlPort) {
  RunningDogear dogear;
  const auto asked = ask({"--control", port_text(dogear.kafka_port())});
  EXPECT_EQ(asked.status, 1);
  EXPECT_NE(asked.text, "");
}

TEST(Readyz, WaitsUntilTheBrokerThatWritesThePortFileIsThere) {
  const auto file = (fs::temp_directory_path() / ("readyz-" + std::to_string(getpid()))).string();
  RunningDogear waiting({"readyz", "--wait", "1h", "--port-file", file});
  RunningDogear dogear({"--port-file", file});
  EXPECT_EQ(waiting.wait(), 0) << waiting.log();
  EXPECT_EQ(ask({}, {"DOGEAR_PORT_FILE=" + file, "DOGEAR_CONTROL=127.0.0.1:0"}).status, 0);
  fs::remove(file);
}

TEST(Readyz, GivesUpWhenItHasWaited) {
  const auto asked = ask({"--wait", "30ms", "--port-file", "/nowhere/at/all"});
  EXPECT_EQ(asked.status, 1);
  EXPECT_EQ(asked.text, "dogear: not ready: there is no /nowhere/at/all yet\n");
}

std::string parsed(const std::vector<std::string>& args, const Environment& environment = {}) {
  const auto result = parse_readyz(args, environment);
  if (const auto* exit = std::get_if<Exit>(&result))
    return exit->err.substr(0, exit->err.find('\n'));
  const auto& options = std::get<ReadyzOptions>(result);
  const auto wait = std::to_string(options.wait.count()) + " ms, ";
  if (const auto* file = std::get_if<std::string>(&options.control)) return wait + "file " + *file;
  const auto& endpoint = std::get<Endpoint>(options.control);
  return wait + endpoint.host + " " + std::to_string(endpoint.port);
}

TEST(Readyz, AsksWhereTheBrokerOfTheSameVariablesListens) {
  EXPECT_EQ(parsed({}), "0 ms, 127.0.0.1 9644");
  EXPECT_EQ(parsed({}, {{"DOGEAR_CONTROL", ":8080"}}), "0 ms, localhost 8080");
  EXPECT_EQ(parsed({}, {{"DOGEAR_CONTROL", ":8080"}, {"DOGEAR_PORT_FILE", "f"}}), "0 ms, file f");
  EXPECT_EQ(parsed({"--control", "1"}, {{"DOGEAR_PORT_FILE", "f"}}), "0 ms, localhost 1");
  EXPECT_EQ(parsed({"--wait=1m"}, {{"DOGEAR_LISTEN", ":1"}}), "60000 ms, 127.0.0.1 9644");
}

TEST(Readyz, RefusesWhatItDoesNotUnderstand) {
  EXPECT_EQ(parsed({"--wait", "soon"}),
            "dogear: bad --wait soon: expected a duration like 45s, 1h30m, 250ms or PT45S");
  EXPECT_EQ(parsed({"--contrl", "1"}), "dogear: unknown option --contrl; did you mean --control?");
  EXPECT_EQ(parsed({"now"}), "dogear: unexpected argument now");
  EXPECT_EQ(
      parsed({"--control", "broker:9644"}),
      "dogear: bad --control broker:9644: expected http://HOST:PORT, HOST:PORT, :PORT or PORT");
  EXPECT_EQ(parsed({}, {{"DOGEAR_CONTROL", "off"}}),
            "dogear: bad DOGEAR_CONTROL off: expected the address of a control port");
}

}  // namespace
}  // namespace dogear::server
