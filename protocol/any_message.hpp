// Messages whose type is known at run time only: for tools, tests and faults that handle any API.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include <boost/json/fwd.hpp>

#include "protocol/message.hpp"

namespace dogear::protocol {

// One half of an API: its request or its response.
struct AnyMessage {
  // Appends the message that `json` describes, or sets `error` to what is wrong with it.
  void (*encode)(Encoder&, const boost::json::value& json, Version version, std::string& error);
  // The message as JSON, without tagged fields that hold their defaults; null, with `error` set,
  // for bytes that are not such a message.
  boost::json::value (*decode)(const Slice& body, Version version, std::string& error);
  std::string (*schema)();
};

struct AnyApi {
  Api api;
  AnyMessage request;
  AnyMessage response;
};

// Every API that protocol/messages describes, by key.
std::span<const AnyApi> described_apis();
// Null for an API that is not described.
const AnyApi* find_api(ApiKey key);
const AnyApi* find_api(std::string_view name);

}  // namespace dogear::protocol
