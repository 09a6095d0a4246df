// What unanswered requests wait for. Everything that can be waited for has a WaitId; whoever
// changes it says so, and the broker asks those requests again that wait for it, in the order in
// which they came.
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
  // Ids are never reused, not even by a restored snapshot: a counter is all there is to it.
  WaitId new_id() { return ++last_id_; }
  void changed(WaitId id) { changed_.push_back(id); }
  std::vector<WaitId> take() { return std::exchange(changed_, {}); }
  bool empty() const { return changed_.empty(); }

 private:
  WaitId last_id_ = 0;
  std::vector<WaitId> changed_;
};

// A request that somebody else's action will answer: a parked JoinGroup, for one. It is shared by
// the request, which waits for `id`, and by the group, which fills in `answer` and reports the
// change.
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
