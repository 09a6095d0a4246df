#include "server/init_file.hpp"

#include <fstream>
#include <optional>

#include <boost/json/parse.hpp>
#include <fmt/format.h>

#include "server/option_sources.hpp"
#include "server/verb_named.hpp"

namespace dogear::server {
namespace {

namespace json = boost::json;
namespace control = broker::control;

const control::Verb& verb_of(const json::object& line) {
  const auto* value = line.if_contains("verb");
  if (!value) throw BadOption("verb: is missing");
  if (!value->is_string()) throw BadOption("verb: expected a string like topics/create");
  try {
    return verb_named(value->get_string());
  } catch (const BadOption& problem) {
    throw BadOption(fmt::format("verb: {}", problem.what()));
  }
}

std::string told(const control::Problem& problem) {
  const auto title = problem.title == "Bad Request" ? "" : problem.title + ": ";
  return problem.field.empty() ? title + problem.detail
                               : fmt::format("{}: {}{}", problem.field, title, problem.detail);
}

void run_line(const std::string& text, Driver& driver) {
  boost::system::error_code error;
  auto line = json::parse(text, error);
  if (error) throw BadOption("not JSON: " + error.message());
  if (!line.is_object()) throw BadOption("not a JSON object");
  auto& request = line.get_object();
  const auto& verb = verb_of(request);
  request.stable_erase(request.find("verb"));
  if (verb.wait) throw BadOption("verb: it waits for clients, which cannot connect yet");
  std::optional<control::Problem> refused;
  driver.run(verb, request, [&](const control::Answer& answer) {
    if (const auto* problem = std::get_if<control::Problem>(&answer)) refused = *problem;
  });
  if (refused) throw BadOption(told(*refused));
}

}  // namespace

void run_init_file(const std::string& path, Driver& driver) {
  std::ifstream in(path, std::ios::binary);
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    try {
      run_line(line, driver);
    } catch (const BadOption& problem) {
      throw BadOption(fmt::format("{}:{}: {}", path, number, problem.what()));
    }
  }
  if (!in.is_open() || in.bad()) throw BadOption(fmt::format("cannot read --init {}", path));
}

}  // namespace dogear::server
