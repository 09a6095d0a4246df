#include "server/control_answers.hpp"

#include <string_view>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "broker/control/metrics.hpp"
#include "broker/control/verb.hpp"
#include "server/machine.hpp"
#include "server/version.hpp"

namespace dogear::server {

namespace http = boost::beast::http;
namespace json = boost::json;
namespace control = broker::control;
using http::status;

namespace {

using Respond = std::function<void(ControlResponse)>;
using Ticket = std::optional<Driver::WaitingVerbs::Ticket>;

ControlResponse text(std::string_view type, std::string body) {
  ControlResponse response;
  response.result(status::ok);
  response.set(http::field::content_type, type);
  response.body() = std::move(body);
  return response;
}

ControlResponse told(const json::object& object) {
  return text("application/json", json::serialize(object) + "\n");
}

ControlResponse told(const control::Problem& problem) {
  auto response = text("application/problem+json", json::serialize(to_json(problem)) + "\n");
  response.result(static_cast<unsigned>(problem.status));
  return response;
}

bool reads(const ControlRequest& request) {
  return request.method() == http::verb::get || request.method() == http::verb::head;
}

ControlResponse wrong_method(std::string_view allowed) {
  auto response = problem(status::method_not_allowed, fmt::format("allowed methods: {}", allowed));
  response.set(http::field::allow, allowed);
  return response;
}

std::string resident_memory() {
  return fmt::format(
      "# HELP process_resident_memory_bytes Memory of the whole process.\n"
      "# TYPE process_resident_memory_bytes gauge\n"
      "process_resident_memory_bytes {}\n",
      resident_bytes());
}

Ticket at_once(const Respond& respond, ControlResponse response) {
  respond(std::move(response));
  return std::nullopt;
}

Ticket run(Driver& driver, const control::Verb& verb, const ControlRequest& request,
           const Respond& respond) {
  const auto may_read = verb.effect == control::Effect::reads;
  if (request.method() != http::verb::post && !(may_read && reads(request)))
    return at_once(respond, wrong_method(may_read ? "GET, HEAD, POST" : "POST"));
  json::value body = json::object();
  if (!request.body().empty()) {
    boost::system::error_code error;
    body = json::parse(request.body(), error);
    if (error)
      return at_once(respond,
                     problem(status::bad_request, "the body is not JSON: " + error.message()));
    if (!body.is_object())
      return at_once(respond, problem(status::bad_request, "the body is not a JSON object"));
  }
  return driver.run(verb, body.get_object(), [respond](const control::Answer& answer) {
    respond(std::visit([](const auto& it) { return told(it); }, answer));
  });
}

ControlResponse page(Driver& driver, std::string_view path) {
  if (path == "/livez" || path == "/readyz") return text("text/plain", "ok\n");
  if (path == "/v1") return told(control::describe_verbs());
  if (path == "/metrics")
    return text("text/plain; version=0.0.4",
                control::metrics_page(driver.broker()) + resident_memory());
  return problem(status::not_found, "there is no such page; GET /v1 lists the verbs");
}

Ticket route(Driver& driver, const ControlRequest& request, const Respond& respond) {
  const std::string_view path(request.target());
  constexpr std::string_view prefix = "/v1/";
  if (!path.starts_with(prefix))
    return at_once(respond, reads(request) ? page(driver, path) : wrong_method("GET, HEAD"));
  const auto words = path.substr(prefix.size());
  const auto slash = words.find('/');
  const auto* verb = slash == std::string_view::npos
                         ? nullptr
                         : control::find_verb(words.substr(0, slash), words.substr(slash + 1));
  if (!verb)
    return at_once(respond,
                   problem(status::not_found, "there is no such verb; GET /v1 lists them"));
  return run(driver, *verb, request, respond);
}

}  // namespace

ControlResponse problem(status status, std::string detail) {
  return told(control::Problem{static_cast<int>(status), std::string(http::obsolete_reason(status)),
                               std::move(detail), ""});
}

std::optional<Driver::WaitingVerbs::Ticket> answer(Driver& driver, const ControlRequest& request,
                                                   std::function<void(ControlResponse)> respond) {
  return route(driver, request,
               [respond = std::move(respond), http_version = request.version(),
                keep_alive = request.keep_alive(),
                is_head = request.method() == http::verb::head](ControlResponse response) {
                 response.version(http_version);
                 response.keep_alive(keep_alive);
                 response.set(http::field::server, fmt::format("dogear/{}", version()));
                 response.content_length(response.body().size());
                 if (is_head) response.body().clear();
                 respond(std::move(response));
               });
}

}  // namespace dogear::server
