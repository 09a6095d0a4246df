#include "server/readyz.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "base/duration.hpp"
#include "server/addresses.hpp"
#include "server/command_line.hpp"

namespace dogear::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Instant = std::chrono::steady_clock::time_point;

constexpr std::chrono::seconds patience{5};  // with one answer
constexpr std::chrono::milliseconds pause{10};
constexpr std::string_view scheme = "http://";
constexpr std::string_view url_form = "http://HOST:PORT, HOST:PORT, :PORT or PORT";

// Why it cannot be said to be ready.
struct NotReady : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::optional<Endpoint> parse_url(std::string_view text) {
  if (text.starts_with(scheme)) text.remove_prefix(scheme.size());
  if (text.ends_with('/')) text.remove_suffix(1);
  return parse_endpoint(text);
}

ReadyzOptions options_of(const GivenOptions& given) {
  ReadyzOptions options;
  take(given, "wait", options.wait, parse_duration, duration_form);
  const auto* control = last(given, "control");
  const auto* file = last(given, "port-file");
  if (file && (!control || control->by != "--control")) {
    options.control = file->text;
  } else if (control && control->text == "off") {
    refuse(*control, "a control port to ask");
  } else {
    take(given, "control", options.control, parse_url, url_form);
  }
  return options;
}

// The ready line tells it.
Endpoint control_in(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw NotReady(fmt::format("there is no {} yet", file));
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  boost::system::error_code error;
  const auto line = boost::json::parse(text, error);
  const auto* object = error ? nullptr : line.if_object();
  const auto* control = object ? object->if_contains("control") : nullptr;
  if (!control || !control->is_string())
    throw NotReady(fmt::format("{} tells of no control port", file));
  const auto endpoint = parse_url(std::string_view(control->get_string()));
  if (!endpoint) throw NotReady(fmt::format("{} tells of no control port", file));
  return *endpoint;
}

// Runs one asynchronous step to its end.
template <class Start>
void run(asio::io_context& io, Start start) {
  beast::error_code result;
  start([&](beast::error_code error, const auto&) { result = error; });
  io.run();
  io.restart();
  if (result) throw NotReady(result.message());
}

void ask(const Endpoint& control, Instant deadline) {
  asio::io_context io(1);
  beast::tcp_stream stream(io);
  stream.expires_at(deadline);
  run(io, [&](auto done) { stream.async_connect(loopback_addresses_of(control), done); });
  http::request<http::empty_body> request{http::verb::get, "/readyz", 11};
  request.set(http::field::host, "dogear");
  run(io, [&](auto done) { http::async_write(stream, request, done); });
  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  run(io, [&](auto done) { http::async_read(stream, buffer, response, done); });
  if (response.result() != http::status::ok)
    throw NotReady(fmt::format("HTTP status {}", response.result_int()));
}

void ask(const ReadyzOptions& options, Instant deadline) {
  if (const auto* file = std::get_if<std::string>(&options.control))
    return ask(control_in(*file), deadline);
  const auto& endpoint = std::get<Endpoint>(options.control);
  try {
    ask(endpoint, deadline);
  } catch (const NotReady& reason) {
    throw NotReady(
        fmt::format("{}{}: {}", scheme, reachable(endpoint, endpoint.port), reason.what()));
  }
}

void pause_until_next() {
  asio::io_context io(1);
  asio::steady_timer(io, pause).wait();
}

}  // namespace

std::variant<ReadyzOptions, Exit> parse_readyz(const std::vector<std::string>& args,
                                               const Environment& environment) {
  const auto& command = *find_command("readyz");
  try {
    auto [help, version, given] = parse_command_line(command, args);
    if (help) return Exit{0, help_text(command), ""};
    std::vector<std::string> unknown;  // they are the broker's
    add_behind(given, from_environment(command.options, environment, unknown));
    return options_of(given);
  } catch (const BadOption& problem) {
    return bad_option(usage_line(command), problem.what());
  }
}

int readyz(const ReadyzOptions& options) {
  const auto end = std::chrono::steady_clock::now() + options.wait;
  for (;;) {
    const auto now = std::chrono::steady_clock::now();
    try {
      ask(options, options.wait > Millis{0} ? std::min(end, now + patience) : now + patience);
      return 0;
    } catch (const NotReady& reason) {
      if (std::chrono::steady_clock::now() + pause >= end) {
        fmt::print(stderr, "dogear: not ready: {}\n", reason.what());
        return 1;
      }
    }
    pause_until_next();
  }
}

}  // namespace dogear::server
