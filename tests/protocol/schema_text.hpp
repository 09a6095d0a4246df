// Kafka's own message definitions, as tests/protocol/kafka-4.3.1-schema.txt tells them.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "protocol/versions.hpp"

namespace dogear::protocol {

struct SchemaField {
  std::string name;
  std::string type;
  Versions versions;
  std::optional<Versions> nullable_in;
  bool tagged = false;
  std::string default_value;
  std::vector<SchemaField> fields;

  bool may_be_null(Version version) const { return nullable_in && nullable_in->contain(version); }
};

struct SchemaMessage {
  std::string head;  // "key 0 versions 3-13 flexible 9+"
  std::string text;  // the lines of its fields, indented by two
  std::vector<SchemaField> fields;
};

// By name: "ProduceRequest".
const std::map<std::string, SchemaMessage>& kafka_schema();

}  // namespace dogear::protocol
