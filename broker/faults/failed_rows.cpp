#include "broker/faults/failed_rows.hpp"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "broker/answer_body.hpp"
#include "broker/cluster.hpp"
#include "broker/faults/message_rows.hpp"
#include "protocol/any_message.hpp"
#include "protocol/frame.hpp"

namespace dogear::broker {
namespace {

namespace json = boost::json;

Slice request_body(const protocol::AnyApi& api, const json::object& request,
                   protocol::Version version) {
  protocol::Encoder encoder(version, api.api.flexible(version));
  std::string error;
  api.request.encode(encoder, request, version, error);
  return Slice::copy_of(protocol::flattened(encoder.finish()));
}

json::object response_in(const protocol::AnyApi& api, const Answer& answer,
                         protocol::Version version) {
  const auto body = body_of(answer, api.api, version);
  std::string error;
  auto decoded = body ? api.response.decode(*body, version, error) : json::value();
  return decoded.is_object() ? std::move(decoded.get_object()) : json::object();
}

Answer answer_of(const protocol::AnyApi& api, const json::object& response, const Call& call,
                 Millis throttle) {
  protocol::Encoder encoder(call.version, api.api.flexible(call.version));
  encoder.begin_frame();
  encoder.put_int32(call.correlation_id);
  if (flexible_response_header(api.api, call.version)) encoder.put_no_tags();
  std::string error;
  api.response.encode(encoder, response, call.version, error);
  const auto first_error = encoder.first_error();
  return {encoder.finish_frame(), call.api_key, first_error, throttle};
}

// A request with a failed row is answered at once, so the others get what is there now.
Outcome without_waiting(Cluster& cluster, const Call& call, Outcome outcome) {
  auto* waiting = std::get_if<WaitingFrame>(&outcome);
  if (!waiting) return outcome;
  auto answer = waiting->ask(cluster, {call.now, call.wire_now, WireDeadline::reached});
  if (!answer) return CloseConnection{"the request was not answered at its deadline"};
  return *std::move(answer);
}

// A Fetch takes no effect that a failed row would have to be spared, and only its session knows all
// its partitions: so all of them are fetched, and the failed rows replaced in the answer. They look
// like those of Kafka's FetchResponse.partitionResponse(partition, error).
json::object failed_fetch(const json::object& answered, const FiredFault& fault,
                          const Cluster& cluster, ErrorCode error, protocol::Version version) {
  json::array topics;
  for (const auto& row : fault.subject.rows) {
    if (!fault.match.matches_row(row.topic, row.partition)) continue;
    const auto* topic = cluster.topics.find(row.topic);
    json::object rows;
    if (version < 13)
      rows["topic"] = row.topic;
    else if (topic)
      rows["topicId"] = topic->id.to_string();
    else
      continue;
    rows["partitions"] = json::array{json::object{{"partitionIndex", row.partition.value_or(0)},
                                                  {"errorCode", static_cast<int>(error)},
                                                  {"highWatermark", -1},
                                                  {"records", ""}}};
    topics.push_back(std::move(rows));
  }
  auto merged = answered;
  merge_rows(merged, json::object{{"responses", std::move(topics)}});
  return merged;
}

}  // namespace

Outcome fail_rows(Cluster& cluster, const ApiEntry& api, const Call& call, const Slice& body,
                  const FiredFault& fault, ErrorCode error) {
  const auto& any = *protocol::find_api(call.api_key);
  std::string malformed;
  const auto decoded = any.request.decode(body, call.version, malformed);
  if (!decoded.is_object()) return CloseConnection{malformed};
  const auto is_meant = [&](const std::string& topic, std::optional<PartitionIndex> partition) {
    return fault.match.matches_row(topic, partition);
  };
  auto failing = decoded.get_object();
  auto passing = decoded.get_object();
  keep_rows(failing, cluster, is_meant);
  const auto some_pass = keep_rows(passing, cluster, [&](const auto& topic, auto partition) {
    return !is_meant(topic, partition);
  });
  const bool is_fetch = call.api_key == fetch_key;
  if (!is_fetch && !some_pass) return api.fail(call, body, error);

  auto outcome = without_waiting(
      cluster, call,
      api.begin(cluster, call, is_fetch ? body : request_body(any, passing, call.version)));
  const auto* answered = std::get_if<Answer>(&outcome);
  if (!answered) return outcome;
  auto response = response_in(any, *answered, call.version);
  if (is_fetch)
    return answer_of(any, failed_fetch(response, fault, cluster, error, call.version), call,
                     answered->throttle);
  const auto failed = api.fail(call, request_body(any, failing, call.version), error);
  if (const auto* refused = std::get_if<Answer>(&failed))
    merge_rows(response, response_in(any, *refused, call.version));
  return answer_of(any, response, call, answered->throttle);
}

}  // namespace dogear::broker
