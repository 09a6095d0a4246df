#include "server/option_table.hpp"

#include <algorithm>

namespace dogear::server {
namespace {

constexpr OptionKind single = OptionKind::single;
constexpr OptionKind repeatable = OptionKind::repeatable;

constexpr std::string_view addresses = "Addresses";
constexpr std::string_view contents = "Cluster";
constexpr std::string_view determinism = "Determinism";
constexpr std::string_view process = "Process";
constexpr std::string_view asked = "Broker and output";

constexpr OptionSpec broker_options[] = {
    {addresses, "listen", "--listen", "[NAME://]HOST:PORT", repeatable,
     "Where Kafka clients connect; also :PORT or PORT. HOST is localhost\n"
     "or an address such as 0.0.0.0 or [::1]; port 0 is any free port.\n"
     "Further nodes take the next ports. Repeat it for several listeners,\n"
     "each with a name, as in Kafka's listeners. Default: localhost:9092"},
    {addresses, "advertise", "--advertise", "[NAME://]HOST:PORT", repeatable,
     "The address that clients of a listener are told, as in Kafka's\n"
     "advertised.listeners; HOST may be any name, port 0 is the listener's.\n"
     "Default: the address that they reached"},
    {addresses, "control", "--control", "HOST:PORT", single,
     "Where the HTTP API listens; off for none. Default: 127.0.0.1:9644,\n"
     "or any free port if that of --listen is 0"},
    {addresses, "port-file", "--port-file", "FILE", single,
     "Write the ready line, with all addresses, into this file too. The\n"
     "file is complete as soon as it exists. Default: none"},
    {contents, "nodes", "--nodes", "N", single,
     "Brokers in the cluster, each with a port of its own, ids from 1\n"
     "(1 to 100). Default: 1"},
    {contents, "topic", "--topic", "NAME[:PARTITIONS[:KEY=VALUE]]", repeatable,
     "Create this topic; each further :KEY=VALUE is a topic config. May be\n"
     "repeated. Default: none; unknown topics are created when a client\n"
     "asks for them"},
    {contents, "init", "--init", "FILE", single,
     "Run control verbs before clients can connect, a line of JSON each:\n"
     "{\"verb\":\"topics/produce\", \"topic\":\"orders\", \"records\":[{\"value\":\"a\"}]}\n"
     "dogear ctl lists all verbs; those that wait are refused. Default: none"},
    {contents, "broker-config", "-c,--broker-config", "KEY=VALUE", repeatable,
     "A broker config by Kafka's name, in Kafka's units. May be repeated.\n"
     "Default: Kafka's, except for delays that would slow tests down"},
    {contents, "as-version", "--as-version", "3.7|3.8|3.9|4.0|4.1|4.2|4.3", single,
     "Offer clients the highest API versions and the features of this\n"
     "release of Kafka; the lowest versions do not change. Default: 4.3"},
    {contents, "memory-limit", "--memory-limit", "SIZE", single,
     "Refuse records beyond this many bytes: 512M, 2G. Default: half of the\n"
     "memory of the machine or container"},
    {determinism, "clock", "--clock", "real|manual|manual:TIME", single,
     "Broker time: follows the machine, or moves only by command, from the\n"
     "machine's time or from TIME (2026-01-31T12:00:00Z). Default: real"},
    {determinism, "seed", "--seed", "N", single,
     "The number (0 to 2^64-1) from which ids are derived: the same inputs\n"
     "give the same ids. Default: 0"},
    {process, "log-level", "--log-level", "debug|info|warn|error|off", single,
     "How much to log on standard error; debug tells of each request.\n"
     "Default: info"},
    {process, "exit-with-parent", "--exit-with-parent", "", OptionKind::flag,
     "End when the process that started this one ends. Default: false"},
    {process, "config", "--config", "FILE", single,
     "Read options and broker configs from this file, with lines NAME=VALUE\n"
     "as in Kafka's server.properties. Default: none"},
};

constexpr std::string_view broker_help =
    "Dogear is a Kafka-compatible broker for tests. It keeps everything in memory and\n"
    "prints one line of JSON on standard output when clients can connect.";

constexpr std::string_view broker_footer = R"(Examples:
  dogear
      Kafka on localhost:9092, as most examples of clients expect it
  dogear --listen 127.0.0.1:0 --port-file ports.json
      on a free port, for tests that run side by side
  dogear --topic orders:6 --topic prices:1:cleanup.policy=compact
      with two topics, one of them compacted
  dogear --nodes 3 -c default.replication.factor=3 -c auto.create.topics.enable=false
      three brokers; clients do not create topics by asking for them
  dogear --clock manual:2026-01-31T12:00:00Z --seed 7
      time stands still until it is moved, and ids are the same in every run
  dogear --listen INSIDE://0.0.0.0:29092 --listen HOST://0.0.0.0:9092 \
         --advertise INSIDE://kafka:29092 --advertise HOST://localhost:9092
      in a container that other containers call kafka, and its host localhost

Every option can be set by a variable: DOGEAR_LISTEN, DOGEAR_TOPIC (blanks separate
several) and so on; broker configs also by Kafka's variables (KAFKA_NUM_PARTITIONS).
An option takes precedence over a variable, a variable over the file of --config.
Topics and broker configs of all three add up.

Exit status: 0 when ended by SIGTERM or SIGINT, 1 when it could not start (a port is
taken), 2 for a bad option.)";

// Of the commands that ask a running broker.
constexpr OptionSpec asked_control = {
    asked,
    "control",
    "--control",
    "URL",
    single,
    "The control port of that broker: http://HOST:PORT, HOST:PORT or PORT.\n"
    "Default: http://127.0.0.1:9644"};
constexpr OptionSpec asked_port_file = {
    asked,
    "port-file",
    "--port-file",
    "FILE",
    single,
    "Read the control port from the file that this broker writes with its\n"
    "own --port-file. Default: none"};

constexpr OptionSpec readyz_options[] = {
    {asked, "wait", "--wait", "DURATION", single,
     "How long to try (5s, 500ms) before giving up. Default: try once"},
    asked_control,
    asked_port_file,
};

constexpr std::string_view readyz_help =
    "Checks whether a running dogear is ready, for health checks and scripts.";

constexpr std::string_view readyz_footer = R"(Examples:
  dogear readyz --wait 5s && run-my-tests
  HEALTHCHECK --interval=1s CMD ["dogear", "readyz"]

DOGEAR_CONTROL and DOGEAR_PORT_FILE count too, as for the broker.

Exit status: 0 when it is ready, 1 when it is not, 2 for a bad option.)";

constexpr OptionSpec ctl_options[] = {
    asked_control,
    asked_port_file,
    {asked, "json", "--json", "", OptionKind::flag,
     "Print the answer as JSON, for programs. Default: a table for people"},
};

constexpr std::string_view ctl_help =
    "Runs a control verb on a running dogear; without one, lists all verbs.";

constexpr std::string_view ctl_footer = R"(Examples:
  dogear ctl topics create orders partitions=3 configs='{"retention.ms":1000}'
  dogear ctl topics produce orders records='[{"key":"a","value":"b"}]'
  dogear ctl groups describe billing
  dogear ctl clock advance 45s --json
  dogear ctl groups set-offsets '{"group":"billing","offsets":[{"topic":"orders",
      "partition":0,"offset":1}]}'

A VALUE that is not JSON is taken as a string; name='"7"' is the string 7.
Some members need no KEY; dogear ctl NOUN VERB --help shows which.
DOGEAR_CONTROL and DOGEAR_PORT_FILE count too, as for the broker.

Exit status: 0 when it succeeded, 1 when it was refused or no broker answers, 2 for a bad
command line.)";

constexpr std::string_view completion_help = "Prints a script that completes words for a shell.";

constexpr std::string_view completion_footer = R"(Examples:
  source <(dogear completion bash)
  dogear completion zsh > ~/.zfunc/_dogear
  dogear completion fish > ~/.config/fish/completions/dogear.fish)";

constexpr CommandSpec table[] = {
    {"", "[--listen HOST:PORT] [--topic NAME[:PARTITIONS]] [-c KEY=VALUE] ...", broker_help,
     broker_footer, broker_options},
    {"readyz", "[--wait DURATION] [--control URL | --port-file FILE]", readyz_help, readyz_footer,
     readyz_options},
    {"ctl", "[NOUN [VERB [KEY=VALUE | JSON]...]] [--json] [--control URL | --port-file FILE]",
     ctl_help, ctl_footer, ctl_options, true},
    {"completion", "bash|zsh|fish", completion_help, completion_footer, {}},
};

}  // namespace

std::span<const CommandSpec> command_table() { return table; }

const CommandSpec& broker_command() { return table[0]; }

const CommandSpec* find_command(std::string_view name) {
  const auto* found = std::find_if(std::begin(table), std::end(table),
                                   [&](const auto& command) { return command.name == name; });
  return found == std::end(table) ? nullptr : found;
}

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
