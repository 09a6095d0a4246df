// What unanswered requests wait for. Everything that can be waited for has a WaitId; whoever
// changes it reports the change, and the broker then tries again the requests that wait for it, in
// the order in which they arrived.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace dogear {

using WaitId = std::uint64_t;

class Changes {
 public:
  // Never an id that was used before, not even after a snapshot is restored.
  WaitId new_id() { return ++last_id_; }
  void changed(WaitId id) { changed_.push_back(id); }
  std::vector<WaitId> take() { return std::exchange(changed_, {}); }
  bool empty() const { return changed_.empty(); }

 private:
  WaitId last_id_ = 0;
  std::vector<WaitId> changed_;
};

// A request whose answer depends on what others do, such as a JoinGroup. The request and the group
// share it: the request waits for `id`, the group fills in `answer` and reports the change.
template <class T>
struct Parked {
  WaitId id = 0;
  std::optional<T> answer;
};

template <class T>
using ParkedPtr = std::shared_ptr<Parked<T>>;

template <class T>
ParkedPtr<T> park(Changes& changes) {
  return std::make_shared<Parked<T>>(Parked<T>{changes.new_id(), std::nullopt});
}

template <class T>
void answer(const ParkedPtr<T>& parked, T with, Changes& changes) {
  parked->answer = std::move(with);
  changes.changed(parked->id);
}

}  // namespace dogear
