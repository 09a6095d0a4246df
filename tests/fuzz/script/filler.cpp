#include "script/filler.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

namespace dogear::fuzz {
namespace {

using protocol::Field;
using std::string_view_literals::operator""sv;

constexpr std::array topics = {"t0"sv, "t1"sv, "t2"sv, "__consumer_offsets"sv, "t3"sv, "a b"sv};
constexpr std::array groups = {"g0"sv, "g1"sv, "g2"sv, ""sv};
constexpr std::array instances = {"i0"sv, "i1"sv};
constexpr std::array protocols = {"range"sv, "sticky"sv, "consumer"sv, "connect"sv, ""sv};
constexpr std::array configs = {
    "cleanup.policy"sv,    "compact"sv, "retention.ms"sv,     "1000"sv,
    "segment.bytes"sv,     "1048576"sv, "compression.type"sv, "zstd"sv,
    "max.message.bytes"sv, "delete"sv,  "segment.ms"sv,       "message.timestamp.type"sv,
    "LogAppendTime"sv,     "-1"sv};

// A text field whose name contains `in_name` gets one of these words. The first row that fits
// counts.
struct Words {
  std::string_view in_name;
  std::span<const std::string_view> words;
};
constexpr std::array<Words, 7> words_by_name = {{{"opic", topics},
                                                 {"roup", groups},
                                                 {"nstance", instances},
                                                 {"rotocol", protocols},
                                                 {"onfig", configs},
                                                 {"alue", configs},
                                                 {"eys", groups}}};
constexpr std::array<std::span<const std::string_view>, 5> all_words = {topics, groups, protocols,
                                                                        configs, instances};

// The same for numbers.
struct Numbers {
  std::string_view in_name;
  std::vector<std::int64_t> numbers;
};

const std::vector<Numbers>& numbers_by_name() {
  static const std::vector<Numbers> table = {
      {"sessionTimeoutMs", {10'000, 0, 30'000, 1}},
      {"rebalanceTimeoutMs", {5'000, 60'000, 0}},
      {"axWaitMs", {100, 0, 1'000}},
      {"imeoutMs", {1'000, 0, -1}},
      {"maxBytes", {1'000'000, 0, 1, 100, 5'000}},
      {"artitionMaxBytes", {1'000'000, 0, 1, 100}},
      {"minBytes", {1, 0, 200}},
      {"numPartitions", {1, -1, 3, 0}},
      {"replicationFactor", {1, -1, 3, 0}},
      {"brokerIds", {1, 2, 3, 4}},
      {"acks", {-1, 1, 0, 2}},
      {"keyType", {0, 1, 2}},
      {"Epoch", {0, -1, 1, 2}},
      {"ffset", {0, 1, 2, 5, -1, 100}},
      {"artition", {0, 1, 2, 5}},
      {"ndex", {0, 1, 2, 5}},
      {"replicaId", {-1, -1, 1, -2}},
      {"timestamp", {-1, -2, -3, -4, -5, -6, 0, 1'780'000'000'000}},
  };
  return table;
}

constexpr std::array<std::int64_t, 8> any_numbers = {
    0,
    -1,
    1,
    2,
    std::numeric_limits<std::int32_t>::max(),
    std::numeric_limits<std::int32_t>::min(),
    std::numeric_limits<std::int64_t>::max(),
    std::numeric_limits<std::int64_t>::min(),
};

bool contains(std::string_view name, std::string_view part) {
  return name.find(part) != std::string_view::npos;
}

// A byte above this one chooses an unusual value.
constexpr std::uint8_t ordinary = 220;

}  // namespace

bool Filler::null(const Field& field) {
  return field.may_be_null(version_) && bytes_.byte() > ordinary;
}

std::int64_t Filler::integer(std::string_view name) {
  const auto choice = bytes_.byte();
  if (choice > ordinary) {
    if (choice % 2 == 0) return static_cast<std::int64_t>(bytes_.number(sizeof(std::int64_t)));
    return bytes_.pick(any_numbers);
  }
  const auto remembered = contains(name, "eneration") || contains(name, "memberEpoch")
                              ? &memory_.generations
                          : contains(name, "sessionId")  ? &memory_.session_ids
                          : contains(name, "producerId") ? &memory_.producer_ids
                                                         : nullptr;
  if (remembered) {
    if (remembered->empty() || choice % 4 == 3) return name == "sessionId" ? 0 : -1;
    return (*remembered)[(remembered->size() - 1 + choice) % remembered->size()];
  }
  for (const auto& [in_name, numbers] : numbers_by_name())
    if (contains(name, in_name)) return numbers[choice % numbers.size()];
  return choice % 4;
}

std::string Filler::text(std::string_view name) {
  const auto choice = bytes_.byte();
  if (choice > ordinary) {
    if (choice % 2 == 0) {
      const auto raw = text_of(bytes_.take(bytes_.byte()));
      return std::string(raw);
    }
    return std::string(bytes_.pick(bytes_.pick(all_words)));
  }
  if (contains(name, "emberId")) {
    const auto& known = memory_.member_ids;
    if (known.empty() || choice % 4 == 3) return "";
    return known[(known.size() - 1 + choice) % known.size()];
  }
  for (const auto& [in_name, words] : words_by_name)
    if (contains(name, in_name)) return std::string(words[choice % words.size()]);
  const auto& words = all_words[choice % all_words.size()];
  return std::string(words[(choice / all_words.size()) % words.size()]);
}

template <class T>
void Filler::fill_number(const Field& field, T& value) {
  if (wanted(field)) value = static_cast<T>(integer(field.name));
}

void Filler::visit(const Field& field, bool& value) {
  if (wanted(field)) value = bytes_.flag();
}
void Filler::visit(const Field& field, std::int8_t& value) { fill_number(field, value); }
void Filler::visit(const Field& field, std::int16_t& value) { fill_number(field, value); }
void Filler::visit(const Field& field, std::uint16_t& value) { fill_number(field, value); }
void Filler::visit(const Field& field, std::int32_t& value) { fill_number(field, value); }
void Filler::visit(const Field& field, std::uint32_t& value) { fill_number(field, value); }
void Filler::visit(const Field& field, std::int64_t& value) { fill_number(field, value); }
void Filler::visit(const Field& field, double& value) {
  if (wanted(field)) value = static_cast<double>(integer(field.name)) / 4;
}
void Filler::visit(const Field& field, ErrorCode& value) {
  if (wanted(field)) value = static_cast<ErrorCode>(integer(field.name));
}

void Filler::visit(const Field& field, Uuid& value) {
  if (!wanted(field)) return;
  const auto choice = bytes_.byte();
  if (!memory_.topic_ids.empty() && choice <= ordinary)
    value = memory_.topic_ids[choice % memory_.topic_ids.size()];
  else
    value.bytes.back() = choice % 3;
}

void Filler::visit(const Field& field, std::string& value) {
  if (wanted(field)) value = text(field.name);
}
void Filler::visit(const Field& field, std::optional<std::string>& value) {
  if (!wanted(field)) return;
  value.reset();
  if (!null(field)) value = text(field.name);
}

void Filler::visit(const Field& field, Slice& value) {
  if (wanted(field)) value = Slice::copy_of(bytes_.take(bytes_.byte() % 32U));
}
void Filler::visit(const Field& field, std::optional<Slice>& value) {
  if (!wanted(field)) return;
  value.reset();
  if (!null(field)) value = Slice::copy_of(bytes_.take(bytes_.byte() % 32U));
}

void Filler::visit(const Field& field, protocol::NullableRecords& value) {
  if (!wanted(field)) return;
  value.reset();
  if (null(field)) return;
  value.emplace(Slice::copy_of(make_batches(bytes_, memory_, now_ms_)));
}

void Filler::visit_array(const Field& field, const protocol::ArrayRef& array) {
  if (!wanted(field)) return;
  const auto is_null = array.is_nullable && null(field);
  array.set_present(array.holder, !is_null);
  if (is_null) return;
  constexpr std::array<std::size_t, 8> sizes = {1, 1, 1, 1, 0, 2, 2, 3};
  const auto size = bytes_.pick(sizes);
  for (std::size_t i = 0; i < size; ++i) {
    array.append(array.holder);
    array.visit_element(*this, field, array.holder, i);
  }
}

void Filler::visit_struct(const Field& field, const protocol::StructRef& object) {
  if (!wanted(field)) return;
  const auto is_null = object.is_nullable && null(field);
  if (object.is_nullable) object.set_present(object.holder, !is_null);
  if (!is_null) object.visit(*this, object.holder);
}

}  // namespace dogear::fuzz
