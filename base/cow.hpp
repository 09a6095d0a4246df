// A copy-on-write pointer: copying a Cow copies a pointer, and the first write to a shared value
// copies that value alone. Copying a whole cluster for a snapshot is therefore cheap.
#pragma once
#include <memory>
#include <utility>

#include "base/seeded_bug.hpp"

namespace dogear {

template <class T>
class Cow {
 public:
  Cow() : value_(std::make_shared<T>()) {}
  explicit Cow(T value) : value_(std::make_shared<T>(std::move(value))) {}

  const T& operator*() const { return *value_; }
  const T* operator->() const { return value_.get(); }

  // The value for writing. One that is shared, with a snapshot for example, is copied first.
  T& write() {
    if (value_.use_count() > 1 && !seeded_bug(Bug::stale_read_after_restore))
      value_ = std::make_shared<T>(std::as_const(*value_));
    return *value_;
  }

  bool shares_with(const Cow& other) const { return value_ == other.value_; }

 private:
  std::shared_ptr<T> value_;
};

}  // namespace dogear
