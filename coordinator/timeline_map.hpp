// A hash table with the iteration order of Kafka's TimelineHashMap, in which Kafka's coordinators
// keep their state. Clients see this order in answers and in the log, and for the same history it
// is always the same, so Dogear reproduces it.
#pragma once
#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/utf8.hpp"

namespace dogear::coordinator {

inline std::int32_t java_hash_of(const std::string& key) { return java_hash(key); }
inline std::int32_t java_hash_of(std::int32_t key) { return key; }

template <class Key, class Value>
class TimelineMap {
 public:
  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  const Value* find(const Key& key) const {
    if (slots_.empty()) return nullptr;
    const auto& slot = slots_[slot_of(key)];
    const auto found = find_in(slot, key);
    return found == slot.end() ? nullptr : &found->second;
  }
  Value* find(const Key& key) { return const_cast<Value*>(std::as_const(*this).find(key)); }

  Value& put(const Key& key, Value value) {
    grow();
    auto& slot = slots_[slot_of(key)];
    const auto found = find_in(slot, key);
    if (found != slot.end()) return found->second = std::move(value);
    ++size_;
    return slot.emplace_back(key, std::move(value)).second;
  }
  Value& find_or_put(const Key& key) {
    auto* found = find(key);
    return found ? *found : put(key, {});
  }

  void erase(const Key& key) {
    if (!find(key)) return;
    auto& slot = slots_[slot_of(key)];
    slot.erase(find_in(slot, key));
    --size_;
  }

  template <class Visit>
  void for_each(Visit visit) const {
    for (const auto& slot : slots_)
      for (auto entry = slot.rbegin(); entry != slot.rend(); ++entry)
        visit(entry->first, entry->second);
  }

  // Maps with the same entries are equal, even if they iterate in different orders.
  friend bool operator==(const TimelineMap& a, const TimelineMap& b) {
    auto equal = a.size_ == b.size_;
    a.for_each([&](const auto& key, const auto& value) {
      const auto* other = b.find(key);
      equal = equal && other && *other == value;
    });
    return equal;
  }

 private:
  using Slot = std::vector<std::pair<Key, Value>>;  // the latest last

  template <class AnySlot>
  static auto find_in(AnySlot& slot, const Key& key) {
    return std::find_if(slot.begin(), slot.end(),
                        [&](const auto& entry) { return entry.first == key; });
  }

  // The highest bits of a multiplicative hash.
  std::size_t slot_of(const Key& key) const {
    constexpr auto golden = 0x9E37'79B9'7F4A'7C15u;
    const auto mixed = static_cast<std::uint64_t>(std::int64_t{java_hash_of(key)}) * golden;
    return mixed >> (64 - std::bit_width(slots_.size() - 1));
  }

  // As in Kafka, called by every put, even of a key that is there already.
  void grow() {
    if (slots_.empty()) slots_.resize(2);
    if ((size_ + 1) * 3 <= slots_.size() * 4) return;
    auto before = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    for (auto& slot : before)
      for (auto& entry : slot) slots_[slot_of(entry.first)].push_back(std::move(entry));
  }

  std::vector<Slot> slots_;  // none, or a power of two
  std::size_t size_ = 0;
};

}  // namespace dogear::coordinator
