// Makes codec, JSON and schema of a message's description. Included only where DOGEAR_MESSAGE is
// used: in messages/*.cpp and their like.
#pragma once
#include "protocol/decoder.hpp"
#include "protocol/json.hpp"
#include "protocol/message.hpp"
#include "protocol/schema.hpp"

namespace dogear::protocol {

template <class M>
Decoded<M> decode(const Slice& body, Version version) {
  Decoded<M> decoded;
  Decoder decoder(body, version, M::api.flexible(version));
  decoder.read_struct(decoded.message);
  if (!decoder.ok()) decoded.error = decoder.error();
  return decoded;
}

template <class M>
void encode_into(Encoder& encoder, const M& message) {
  encoder.write_struct(message);
}

template <class M>
boost::json::value to_json(const M& message, Version version) {
  JsonWriter writer(version);
  writer.visit_fields(const_cast<M&>(message));  // a writer never writes to a field
  return writer.finish();
}

template <class M>
Decoded<M> from_json(const boost::json::value& json, Version version) {
  Decoded<M> decoded;
  JsonReader reader(json, version);
  reader.read([&] { reader.visit_fields(decoded.message); });
  decoded.error = reader.error();
  return decoded;
}

template <class M>
std::string schema_of() {
  SchemaPrinter printer(M::api);
  M defaults;
  printer.visit_fields(defaults);
  return printer.finish();
}

}  // namespace dogear::protocol

#define DOGEAR_MESSAGE(M)                                               \
  namespace dogear::protocol {                                          \
  template Decoded<M> decode<M>(const Slice&, Version);                 \
  template void encode_into<M>(Encoder&, const M&);                     \
  template boost::json::value to_json<M>(const M&, Version);            \
  template Decoded<M> from_json<M>(const boost::json::value&, Version); \
  template std::string schema_of<M>();                                  \
  }
