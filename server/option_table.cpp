#include "server/option_table.hpp"

namespace dogear::server {
namespace {

constexpr OptionKind single = OptionKind::single;
constexpr OptionKind repeatable = OptionKind::repeatable;

constexpr std::string_view addresses = "Where clients and tests find it";
constexpr std::string_view contents = "What it is";
constexpr std::string_view determinism = "Time and chance";
constexpr std::string_view process = "The process";

constexpr OptionSpec table[] = {
    {addresses, "listen", "--listen", "HOST:PORT", single,
     "Where Kafka clients connect; also :PORT or PORT. HOST is localhost\n"
     "or an address such as 0.0.0.0 or [::1]; port 0 is any free port.\n"
     "More nodes take the next ports. Default: localhost:9092"},
    {addresses, "control", "--control", "HOST:PORT", single,
     "Where the HTTP API listens; off for none. Default: 127.0.0.1:9644,\n"
     "or any free port if that of --listen is 0"},
    {addresses, "port-file", "--port-file", "FILE", single,
     "Write the ready line, with all addresses, into this file too.\n"
     "It appears complete, or not at all. Default: none"},
    {contents, "nodes", "--nodes", "N", single,
     "Brokers in the cluster, each with a port of its own, ids from 1\n"
     "(1 to 100). Default: 1"},
    {contents, "topic", "--topic", "NAME[:PARTITIONS[:KEY=VALUE]]", repeatable,
     "Create this topic; further :KEY=VALUE are further topic configs.\n"
     "May be repeated. Default: none; unknown topics are created\n"
     "when a client asks for them"},
    {contents, "broker-config", "-c,--broker-config", "KEY=VALUE", repeatable,
     "A broker config by Kafka's name, in Kafka's units. May be repeated.\n"
     "Default: as Apache Kafka's, but nothing that a test would wait for"},
    {contents, "memory-limit", "--memory-limit", "SIZE", single,
     "Refuse records beyond this many bytes: 512M, 2G. Default: half of the\n"
     "memory of the machine or container"},
    {determinism, "clock", "--clock", "real|manual|manual:TIME", single,
     "Broker time: follows the machine, or moves only by command, from the\n"
     "machine's time or from TIME (2026-01-31T12:00:00Z). Default: real"},
    {determinism, "seed", "--seed", "N", single,
     "Ids are derived from this number (0 to 2^64-1): the same inputs give\n"
     "the same ids. Default: 0"},
    {process, "log-level", "--log-level", "LEVEL", single,
     "How much to log on standard error: debug, info, warn, error, off.\n"
     "Default: info"},
    {process, "exit-with-parent", "--exit-with-parent", "", OptionKind::flag,
     "End when the process that started this one ends. Default: false"},
    {process, "config", "--config", "FILE", single,
     "Read options and broker configs from this file: a line NAME=VALUE\n"
     "each, # begins a comment. Default: none"},
};

}  // namespace

std::span<const OptionSpec> option_table() { return table; }

std::string variable_of(const OptionSpec& option) {
  std::string name = "DOGEAR_";
  for (const char c : option.name) {
    const bool letter = c >= 'a' && c <= 'z';
    name += c == '-' ? '_' : letter ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

std::string long_flag_of(const OptionSpec& option) { return "--" + std::string(option.name); }

}  // namespace dogear::server
