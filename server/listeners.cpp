#include "server/listeners.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <limits>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/java_text.hpp"
#include "base/split.hpp"
#include "broker/configs/facts.hpp"
#include "broker/configs/value.hpp"

namespace dogear::server {
namespace {

using Texts = std::vector<std::string>;

constexpr std::string_view separator = "://";
constexpr std::string_view plaintext = "PLAINTEXT";

struct KafkaEndpoint {
  std::string name;
  std::string host;  // IPv6 without brackets
  std::uint16_t port = 0;
};

std::string upper(std::string_view text) {
  std::string letters(text);
  for (auto& c : letters)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return letters;
}

std::optional<std::string> text_of(const Settings& configs, std::string_view name) {
  const auto setting = configs.find(name);
  if (setting != configs.end()) return setting->second;
  const auto* fact = broker::find_config(broker::broker_config_facts(), name);
  if (!fact->default_value) return std::nullopt;
  return std::string(*fact->default_value);
}

Texts list_of(const Settings& configs, std::string_view name) {
  const auto text = text_of(configs, name);
  if (!text) return {};
  const auto* fact = broker::find_config(broker::broker_config_facts(), name);
  return std::get<Texts>(*broker::parse_config_type(*fact, *text));
}

bool is_host(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-%._:").find(c) != std::string_view::npos;
  });
}

std::optional<KafkaEndpoint> parse(std::string_view text) {
  const auto name_end = text.rfind(separator);
  const auto port_begin = text.rfind(':') + 1;
  if (name_end == std::string_view::npos || port_begin < name_end + separator.size())
    return std::nullopt;
  auto host = text.substr(name_end + separator.size());
  host.remove_suffix(text.size() - port_begin + 1);
  if (host.starts_with('[')) host.remove_prefix(1);
  if (host.ends_with(']')) host.remove_suffix(1);
  const auto port = parse_number(text.substr(port_begin), 0, 65'535);
  if (!port || !is_host(host)) return std::nullopt;
  return KafkaEndpoint{upper(text.substr(0, name_end)), std::string(host),
                       static_cast<std::uint16_t>(*port)};
}

[[noreturn]] void refuse_list(const Texts& texts, std::string_view why) {
  throw BadOption(
      fmt::format("Error creating broker listeners from '[{}]': {}", fmt::join(texts, ", "), why));
}

std::vector<KafkaEndpoint> parse_all(const Texts& texts) {
  std::vector<KafkaEndpoint> all;
  std::set<std::string> names;
  for (const auto& text : texts) {
    const auto endpoint = parse(text);
    if (!endpoint) refuse_list(texts, fmt::format("Unable to parse {} to a broker endpoint", text));
    if (!names.insert(endpoint->name).second)
      refuse_list(texts, fmt::format("Each listener must have a different name, listeners: [{}]",
                                     fmt::join(texts, ", ")));
    all.push_back(*endpoint);
  }
  return all;
}

// An IPv4 address and an IPv6 address may have the same port.
bool may_share_a_port(const Endpoint& one, const Endpoint& other) {
  return (is_address(AF_INET, one.host) && is_address(AF_INET6, other.host)) ||
         (is_address(AF_INET6, one.host) && is_address(AF_INET, other.host));
}

// The security protocol of each listener's name. Kafka refuses a name that it cannot map; here such
// a name is PLAINTEXT, unless listener.security.protocol.map is set.
class Protocols {
 public:
  explicit Protocols(const Settings& configs)
      : mapped_(configs.contains("listener.security.protocol.map")) {
    const auto text = *text_of(configs, "listener.security.protocol.map");
    for (const auto entry : split(text, ',')) add(entry);
  }

  std::string of(const std::string& name, const Texts& listeners) const {
    if (const auto found = by_name_.find(name); found != by_name_.end()) return found->second;
    if (mapped_)
      refuse_list(listeners, fmt::format("No security protocol defined for listener {}", name));
    return std::string(plaintext);
  }

 private:
  void add(std::string_view entry) {
    if (java::trim(entry).empty()) return;
    const auto colon = entry.rfind(':');
    if (colon == std::string_view::npos)
      throw BadOption(
          fmt::format("bad listener.security.protocol.map {}: expected NAME:PROTOCOL,...", entry));
    const auto protocol = upper(java::trim(entry.substr(colon + 1)));
    constexpr std::array<std::string_view, 4> known{plaintext, "SSL", "SASL_PLAINTEXT", "SASL_SSL"};
    if (std::find(known.begin(), known.end(), protocol) == known.end())
      throw BadOption(fmt::format(
          "Invalid security protocol `{}` defined in listener.security.protocol.map", protocol));
    by_name_[upper(java::trim(entry.substr(0, colon)))] = protocol;
  }

  bool mapped_;
  std::map<std::string, std::string> by_name_;
};

std::set<std::string> controller_names(const Settings& configs) {
  std::set<std::string> names;
  for (const auto& name : list_of(configs, "controller.listener.names")) names.insert(upper(name));
  if (!configs.contains("controller.listener.names")) names.insert("CONTROLLER");
  return names;
}

Texts names_of(const std::vector<KafkaEndpoint>& endpoints) {
  Texts names;
  for (const auto& endpoint : endpoints) names.push_back(endpoint.name);
  return names;
}

bool has(const std::vector<KafkaEndpoint>& endpoints, const std::string& name) {
  return std::any_of(endpoints.begin(), endpoints.end(),
                     [&](const auto& endpoint) { return endpoint.name == name; });
}

void require(bool good, std::string_view message) {
  if (!good) throw BadOption(fmt::format("requirement failed: {}", message));
}

// `listening` includes the controllers' listeners.
void check_advertised(const std::vector<KafkaEndpoint>& advertised,
                      const std::vector<KafkaEndpoint>& listening) {
  for (const auto& endpoint : advertised) {
    require(
        has(listening, endpoint.name),
        fmt::format(
            "advertised.listeners listener names must be equal to or a subset of the ones defined "
            "in listeners. Found {}. The valid options based on the current configuration are {}",
            fmt::join(names_of(advertised), ","), fmt::join(names_of(listening), ",")));
    require(endpoint.host != "0.0.0.0",
            "advertised.listeners cannot use the nonroutable meta-address 0.0.0.0. Use a routable "
            "IP address.");
  }
}

void check_inter_broker(const Settings& configs, const std::vector<KafkaEndpoint>& advertised) {
  const auto name = text_of(configs, "inter.broker.listener.name");
  if (!name) return;
  if (configs.contains("security.inter.broker.protocol"))
    throw BadOption(
        "Only one of inter.broker.listener.name and security.inter.broker.protocol should be set.");
  require(has(advertised, upper(*name)),
          fmt::format("inter.broker.listener.name must be a listener name defined in "
                      "advertised.listeners. The valid options based on currently configured "
                      "listeners are {}",
                      fmt::join(names_of(advertised), ",")));
}

// Without a map, Kafka looks for protocols among the names first.
void check_names(const Settings& configs, const Texts& listeners) {
  if (configs.contains("listener.security.protocol.map")) return;
  for (const auto& text : listeners)
    if (text.find(':') == std::string::npos)
      throw BadOption(fmt::format("Unable to parse a listener name from {}", text));
}

// Host names are not looked up: a listener on one listens on every address, and advertises the
// name.
ListenerOption opened(const KafkaEndpoint& endpoint, Texts& notes) {
  ListenerOption listener{endpoint.name, {endpoint.host, endpoint.port}, {}};
  const auto& host = endpoint.host;
  if (host.empty() || host == "localhost" || is_address(AF_INET, host) ||
      is_address(AF_INET6, host))
    return listener;
  notes.push_back(
      fmt::format("listener {} listens on all addresses: {} is not resolved, only given to clients",
                  endpoint.name, host));
  listener.listen.host.clear();
  listener.advertised.host = host;
  return listener;
}

std::vector<KafkaEndpoint> without_controllers(std::vector<KafkaEndpoint> endpoints,
                                               const std::set<std::string>& controllers) {
  std::erase_if(endpoints,
                [&](const auto& endpoint) { return controllers.contains(endpoint.name); });
  return endpoints;
}

void check_protocols(const std::vector<KafkaEndpoint>& listening, const Settings& configs,
                     const Texts& texts) {
  const Protocols protocols(configs);
  for (const auto& endpoint : listening) {
    const auto protocol = protocols.of(endpoint.name, texts);
    if (protocol != plaintext)
      throw BadOption(
          fmt::format("listener {} is mapped to {}, but only PLAINTEXT is supported yet",
                      endpoint.name, protocol));
  }
}

void check_last_port(std::uint16_t first_port, std::int32_t nodes) {
  const auto last_port = first_port + nodes - 1;
  if (first_port != 0 && last_port > std::numeric_limits<std::uint16_t>::max())
    throw BadOption(fmt::format(
        "--nodes {}: the last node would have port {}; the highest is 65535", nodes, last_port));
}

// The text of one listener, NAME://HOST:PORT, from a value of `--listen`.
std::string listen_text(const GivenValue& given, std::string_view text) {
  if (text.find(separator) != std::string_view::npos) return std::string(text);
  const auto endpoint = parse_endpoint(text);
  if (!endpoint) refuse(given, fmt::format("{}; or NAME://HOST:PORT", endpoint_form));
  const bool brackets = endpoint->host.find(':') != std::string::npos;
  return fmt::format("{}{}{}{}{}:{}", plaintext, separator, brackets ? "[" : "", endpoint->host,
                     brackets ? "]" : "", endpoint->port);
}

// The same from a value of `--advertise`, whose host may be any name.
std::string advertise_text(const GivenValue& given, std::string_view text) {
  if (text.find(separator) != std::string_view::npos) return std::string(text);
  auto named = fmt::format("{}{}{}", plaintext, separator, text);
  const auto endpoint = parse(named);
  if (!endpoint || endpoint->host.empty()) refuse(given, advertise_form);
  return named;
}

using ListenerText = std::string (*)(const GivenValue& given, std::string_view text);

void as_config(GivenOptions& given, std::string_view option, std::string_view config,
               ListenerText listener_text) {
  const auto found = given.find(option);
  if (found == given.end() || found->second.empty()) return;
  Texts texts;
  for (const auto& value : found->second)
    for (const auto text : split(value.text, ',')) texts.push_back(listener_text(value, text));
  const auto by = found->second.front().by;
  given["broker-config"].push_back({fmt::format("{}={}", config, fmt::join(texts, ",")), by});
  given.erase(found);
}

}  // namespace

Listeners listeners_of(const Settings& configs) {
  const auto texts = configs.contains("listeners") ? list_of(configs, "listeners")
                                                   : Texts{"PLAINTEXT://localhost:9092"};
  check_names(configs, texts);
  const auto controllers = controller_names(configs);
  const auto all = parse_all(texts);
  const auto listening = without_controllers(all, controllers);
  check_protocols(listening, configs, texts);
  const auto wanted = list_of(configs, "advertised.listeners");
  const auto advertised =
      wanted.empty() ? listening : without_controllers(parse_all(wanted), controllers);
  require(!advertised.empty(),
          "There must be at least one broker advertised listener. Perhaps all listeners appear in "
          "controller.listener.names?");
  check_inter_broker(configs, advertised);
  if (!wanted.empty()) check_advertised(advertised, all);

  Listeners listeners;
  for (const auto& endpoint : listening)
    listeners.open.push_back(opened(endpoint, listeners.notes));
  for (const auto& endpoint : all)
    if (!has(listening, endpoint.name))
      listeners.notes.push_back(fmt::format(
          "listener {} is not opened: there is no controller to connect to", endpoint.name));
  if (wanted.empty()) return listeners;
  for (const auto& endpoint : advertised)
    for (auto& listener : listeners.open)
      if (listener.name == endpoint.name) listener.advertised = {endpoint.host, endpoint.port};
  return listeners;
}

std::uint16_t port_of_node(std::uint16_t first_port, std::size_t index) {
  return first_port == 0 ? first_port : static_cast<std::uint16_t>(first_port + index);
}

void check_ports(const std::vector<ListenerOption>& listeners, std::int32_t nodes) {
  struct Taken {
    const ListenerOption* listener;
    std::int32_t node;
  };
  std::multimap<std::int32_t, Taken> taken;
  for (const auto& listener : listeners) {
    check_last_port(listener.listen.port, nodes);
    check_last_port(listener.advertised.port, nodes);
    if (listener.listen.port == 0) continue;
    for (std::int32_t node = 0; node < nodes; ++node) {
      const auto port = listener.listen.port + node;
      const auto [first, last] = taken.equal_range(port);
      for (auto other = first; other != last; ++other)
        if (!may_share_a_port(other->second.listener->listen, listener.listen))
          throw BadOption(fmt::format(
              "Each listener must have a different port: {} of node {} and {} of node "
              "{} would both have port {}",
              other->second.listener->name, other->second.node + 1, listener.name, node + 1, port));
      taken.insert({port, {&listener, node}});
    }
  }
}

void listen_by_configs(GivenOptions& given) {
  as_config(given, "listen", "listeners", listen_text);
  as_config(given, "advertise", "advertised.listeners", advertise_text);
}

}  // namespace dogear::server
