// What can be done with any message. These are only declarations: DOGEAR_MESSAGE (describe.hpp)
// instantiates them for each message, in messages/<api>.cpp.
#pragma once
#include <string>

#include <boost/json/fwd.hpp>

#include "protocol/encoder.hpp"
#include "protocol/versions.hpp"

namespace dogear::protocol {

// The message and an empty error, or what is wrong with the bytes.
template <class M>
struct Decoded {
  M message;
  std::string error;
  explicit operator bool() const { return error.empty(); }
};

// Byte fields of the message are slices of `body`: they share its owner, or borrow if it has none.
template <class M>
Decoded<M> decode(const Slice& body, Version version);

// Appends the message's fields, in `version`, to what the encoder holds.
template <class M>
void encode_into(Encoder& encoder, const M& message);

// Kafka's JSON form: the fields that exist in `version`, tagged ones only where they differ from
// their default.
template <class M>
boost::json::value to_json(const M& message, Version version);

// Fields that are absent keep their defaults; an unknown or ill-typed one is an error that names
// it.
template <class M>
Decoded<M> from_json(const boost::json::value& json, Version version);

// One line a field: name, type, versions, tag, nullability, default.
template <class M>
std::string schema_of();

template <class M>
ByteChain encode(const M& message, Version version) {
  Encoder encoder(version, M::api.flexible(version));
  encode_into(encoder, message);
  return encoder.finish();
}

}  // namespace dogear::protocol
