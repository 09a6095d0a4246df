// Fills the fields of a message with values that a script chooses: mostly values that make sense
// for a field of that name, so that short scripts reach far, and now and then any value at all.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "base/uuid.hpp"
#include "protocol/visitor.hpp"
#include "script/bytes.hpp"

namespace dogear::fuzz {

// Ids from earlier responses, for later requests to use.
struct Memory {
  std::vector<std::string> member_ids;
  std::vector<Uuid> topic_ids;
  std::vector<std::int64_t> generations;
  std::vector<std::int64_t> session_ids;
  std::vector<std::int64_t> producer_ids;

  template <class T>
  static void keep(std::vector<T>& in, T value) {
    constexpr std::size_t most = 8;
    if (in.size() == most) in.erase(in.begin());
    in.push_back(std::move(value));
  }
};

class Filler final : public protocol::Visitor {
 public:
  Filler(Bytes& bytes, const Memory& memory, protocol::Version version, std::int64_t now_ms)
      : bytes_(bytes), memory_(memory), version_(version), now_ms_(now_ms) {}

  void visit(const protocol::Field&, bool&) override;
  void visit(const protocol::Field&, std::int8_t&) override;
  void visit(const protocol::Field&, std::int16_t&) override;
  void visit(const protocol::Field&, std::uint16_t&) override;
  void visit(const protocol::Field&, std::int32_t&) override;
  void visit(const protocol::Field&, std::uint32_t&) override;
  void visit(const protocol::Field&, std::int64_t&) override;
  void visit(const protocol::Field&, double&) override;
  void visit(const protocol::Field&, ErrorCode&) override;
  void visit(const protocol::Field&, Uuid&) override;
  void visit(const protocol::Field&, std::string&) override;
  void visit(const protocol::Field&, std::optional<std::string>&) override;
  void visit(const protocol::Field&, Slice&) override;
  void visit(const protocol::Field&, std::optional<Slice>&) override;
  void visit(const protocol::Field&, protocol::NullableRecords&) override;
  void visit_array(const protocol::Field&, const protocol::ArrayRef&) override;
  void visit_struct(const protocol::Field&, const protocol::StructRef&) override;

 private:
  bool wanted(const protocol::Field& field) const { return field.versions.contain(version_); }
  // Chooses whether the field is null.
  bool null(const protocol::Field& field);
  std::int64_t integer(std::string_view name);
  std::string text(std::string_view name);
  template <class T>
  void fill_number(const protocol::Field& field, T& value);

  Bytes& bytes_;
  const Memory& memory_;
  protocol::Version version_;
  std::int64_t now_ms_;
};

// Record batches, valid ones and damaged ones.
std::vector<std::uint8_t> make_batches(Bytes& bytes, const Memory& memory, std::int64_t now_ms);

}  // namespace dogear::fuzz
