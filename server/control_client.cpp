#include "server/control_client.hpp"

#include <fstream>
#include <iterator>

#include <boost/asio/io_context.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "server/addresses.hpp"

namespace dogear::server {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::string_view scheme = "http://";
constexpr std::string_view url_form = "http://HOST:PORT, HOST:PORT, :PORT or PORT";

std::optional<Endpoint> parse_url(std::string_view text) {
  if (text.starts_with(scheme)) text.remove_prefix(scheme.size());
  if (text.ends_with('/')) text.remove_suffix(1);
  return parse_endpoint(text);
}

// Of the ready line in a port file.
Endpoint control_in(const std::string& file) {
  std::ifstream in(file);
  if (!in) throw NotReached(fmt::format("there is no {} yet", file));
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  boost::system::error_code error;
  const auto line = boost::json::parse(text, error);
  const auto* object = error ? nullptr : line.if_object();
  const auto* control = object ? object->if_contains("control") : nullptr;
  if (!control || !control->is_string())
    throw NotReached(fmt::format("{} names no control port", file));
  const auto endpoint = parse_url(std::string_view(control->get_string()));
  if (!endpoint) throw NotReached(fmt::format("{} names no control port", file));
  return *endpoint;
}

// Runs one asynchronous step to its end.
template <class Start>
void run(asio::io_context& io, Start start) {
  beast::error_code result;
  start([&](beast::error_code error, const auto&) { result = error; });
  io.run();
  io.restart();
  if (result) throw NotReached(result.message());
}

http::request<http::string_body> request_for(std::string_view path,
                                             const std::optional<std::string>& body) {
  http::request<http::string_body> request{body ? http::verb::post : http::verb::get, path, 11};
  request.set(http::field::host, "dogear");
  request.body() = body.value_or("");
  request.prepare_payload();
  return request;
}

ControlAnswer ask(const Endpoint& control, std::string_view path,
                  const std::optional<std::string>& body, Deadline reached,
                  std::optional<Deadline> answered) {
  asio::io_context io(1);
  beast::tcp_stream stream(io);
  stream.expires_at(reached);
  run(io, [&](auto done) { stream.async_connect(loopback_addresses_of(control), done); });
  const auto request = request_for(path, body);
  run(io, [&](auto done) { http::async_write(stream, request, done); });
  if (answered)
    stream.expires_at(*answered);
  else
    stream.expires_never();
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(boost::none);
  run(io, [&](auto done) { http::async_read(stream, buffer, parser, done); });
  return {parser.get().result_int(), std::move(parser.get().body())};
}

}  // namespace

ControlAddress control_address(const GivenOptions& given) {
  const auto* control = last(given, "control");
  const auto* file = last(given, "port-file");
  if (file && (!control || control->by != "--control")) return file->text;
  if (control && control->text == "off") refuse(*control, "the address of a control port");
  auto endpoint = default_control();
  take(given, "control", endpoint, parse_url, url_form);
  return endpoint;
}

ControlAnswer ask_control(const ControlAddress& address, std::string_view path,
                          const std::optional<std::string>& body, Deadline reached,
                          std::optional<Deadline> answered) {
  if (const auto* file = std::get_if<std::string>(&address))
    return ask(control_in(*file), path, body, reached, answered);
  const auto& endpoint = std::get<Endpoint>(address);
  try {
    return ask(endpoint, path, body, reached, answered);
  } catch (const NotReached& reason) {
    throw NotReached(
        fmt::format("{}{}: {}", scheme, reachable(endpoint, endpoint.port), reason.what()));
  }
}

}  // namespace dogear::server
