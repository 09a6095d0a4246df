#include "broker/control/metrics.hpp"

#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "broker/broker.hpp"

namespace dogear::broker::control {
namespace {

class Page {
 public:
  void counter(std::string_view name, std::string_view help, std::uint64_t value) {
    head(name, help, "counter");
    sample(name, "", value);
  }
  void gauge(std::string_view name, std::string_view help, std::uint64_t value) {
    head(name, help, "gauge");
    sample(name, "", value);
  }
  void head(std::string_view name, std::string_view help, std::string_view type) {
    fmt::format_to(std::back_inserter(text_), "# HELP dogear_{0} {1}\n# TYPE dogear_{0} {2}\n",
                   name, help, type);
  }
  void sample(std::string_view name, std::string_view labels, std::uint64_t value) {
    fmt::format_to(std::back_inserter(text_), "dogear_{}{} {}\n", name, labels, value);
  }
  std::string finish() { return std::move(text_); }

 private:
  std::string text_;
};

void add_connections(Page& page, const Broker& broker) {
  const auto& metrics = broker.cluster().metrics;
  page.gauge("connections", "Kafka clients that are connected.", broker.connection_count());
  page.counter("connections_opened_total", "Kafka connections opened.", metrics.connections_opened);
  page.counter("connections_refused_total", "Kafka connections closed by the broker.",
               metrics.connections_refused);
}

void add_requests(Page& page, const Broker& broker) {
  const auto& metrics = broker.cluster().metrics;
  page.head("requests_total", "Requests answered, by API and by the first error in the answer.",
            "counter");
  for (const auto& [of, count] : metrics.answers) {
    const auto& [key, error] = of;
    const auto labels =
        fmt::format("{{api=\"{}\",error=\"{}\"}}", find_api(key)->api.name, name_of(error));
    page.sample("requests_total", labels, count);
  }
  page.gauge("requests_waiting", "Requests that wait before they can be answered.",
             broker.waiting_count());
  page.counter("asks_total", "How often waiting requests were tried again.", metrics.asks);
  page.counter("request_bytes_total", "Bytes of all requests.", metrics.request_bytes);
  page.counter("answer_bytes_total", "Bytes of all answers.", metrics.answer_bytes);
}

void add_records(Page& page, const Broker& broker) {
  const auto& metrics = broker.cluster().metrics;
  page.counter("records_in_total", "Records appended for producers.", metrics.records_in);
  page.counter("record_bytes_in_total", "Bytes of batches appended for producers.",
               metrics.bytes_in);
  page.counter("records_out_total", "Records sent to consumers.", metrics.records_out);
  page.counter("record_bytes_out_total", "Bytes of batches sent to consumers.", metrics.bytes_out);
}

void add_state(Page& page, const Cluster& cluster) {
  std::uint64_t partitions = 0;
  for (const auto& [name, topic] : cluster.topics.by_name()) partitions += topic->partitions.size();
  page.gauge("topics", "Topics, internal ones included.", cluster.topics.size());
  page.gauge("partitions", "Partitions of all topics.", partitions);
  std::uint64_t members = 0;
  for (const auto& [id, group] : cluster.groups.all()) members += group->classic().members().size();
  page.gauge("groups", "Groups that the coordinators know.", cluster.groups.size());
  page.gauge("members", "Members of all groups.", members);
  page.gauge("log_memory_bytes", "Memory that the logs take.", cluster.memory->used());
  page.gauge("log_memory_limit_bytes", "Memory beyond which appends are refused (--memory-limit).",
             cluster.memory->limit());
}

}  // namespace

std::string metrics_page(const Broker& broker) {
  Page page;
  add_connections(page, broker);
  add_requests(page, broker);
  add_records(page, broker);
  add_state(page, broker.cluster());
  return page.finish();
}

}  // namespace dogear::broker::control
