#include "shrink.hpp"

#include <algorithm>

namespace dogear::simulation {
namespace {

Plan without(const Plan& plan, std::size_t from, std::size_t count) {
  auto shorter = plan;
  const auto begin = shorter.steps.begin() + static_cast<std::ptrdiff_t>(from);
  const auto end = from + count < plan.steps.size() ? begin + static_cast<std::ptrdiff_t>(count)
                                                    : shorter.steps.end();
  shorter.steps.erase(begin, end);
  return shorter;
}

// True when something could be left out.
bool leave_out_stretches(Plan& plan, std::size_t length, const Fails& fails) {
  auto shorter = false;
  // From the end, as no step needs those after it.
  for (auto end = plan.steps.size(); end > 0;) {
    const auto from = end > length ? end - length : 0;
    auto candidate = without(plan, from, end - from);
    end = from;
    if (!fails(candidate)) continue;
    plan = std::move(candidate);
    shorter = true;
  }
  return shorter;
}

}  // namespace

Plan shrink(Plan plan, const Fails& fails) {
  for (auto length = std::max<std::size_t>(plan.steps.size() / 2, 1);;) {
    const auto shorter = leave_out_stretches(plan, length, fails);
    if (length == 1 && !shorter) return plan;
    length = std::max<std::size_t>(length / 2, 1);
  }
}

}  // namespace dogear::simulation
