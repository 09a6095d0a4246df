// A member that snapshots leave out: a copy of its owner starts with a fresh one.
#pragma once

namespace dogear {

template <class T>
class Transient {
 public:
  Transient() = default;
  Transient(const Transient&) {}
  Transient& operator=(const Transient&) {
    value_ = T{};
    return *this;
  }
  Transient(Transient&&) = default;
  Transient& operator=(Transient&&) = default;
  ~Transient() = default;

  T& operator*() { return value_; }
  const T& operator*() const { return value_; }
  T* operator->() { return &value_; }
  const T* operator->() const { return &value_; }

 private:
  T value_;
};

}  // namespace dogear
