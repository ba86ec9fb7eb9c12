#include "programme/live_office/office_now.hpp"

#include <algorithm>

namespace exemplar::programme {

namespace {

// Whoever asks for more than this of one revision asks for everything there is: what was computed
// first goes.
constexpr size_t kKeptMax = 64;

}  // namespace

Result<std::shared_ptr<SharedRun>> SharedRun::make(const Office& office, const Facts& values,
                                                   const AssessmentRequest& request) {
  const std::shared_ptr<SharedRun> shared(new SharedRun(office.definitions.units, values));
  auto run = AssessmentRun::make(office.definitions, shared->facts_, request);
  if (!run) return run.refusal();
  shared->run_ = run.take();
  return shared;
}

OfficeNow::Key OfficeNow::key_of(const AssessmentRequest& request) {
  return {request.programme,    first_day(request.period), last_day(request.period),
          request.criteria_set, request.view.floor,        request.view.geography};
}

// What several ask for at once is made by the first of them; the others wait for it.
template <typename Made, typename Make>
Result<std::shared_ptr<Made>> OfficeNow::once(Kept<Made>& kept, const AssessmentRequest& request,
                                              const Make& make) const {
  std::promise<Result<std::shared_ptr<Made>>> promise;
  std::shared_future<Result<std::shared_ptr<Made>>> future;
  bool first = false;
  {
    const std::lock_guard lock(mutex_);
    if (kept.size() >= kKeptMax && !kept.contains(key_of(request))) kept.erase(kept.begin());
    auto [found, added] = kept.try_emplace(key_of(request));
    if (added) found->second = promise.get_future().share();
    future = found->second;
    first = added;
  }
  if (first) {
    try {
      promise.set_value(make());
    } catch (...) {
      promise.set_exception(std::current_exception());
    }
  }
  Result<std::shared_ptr<Made>> made = future.get();
  if (!made) return made;
  // What it refers to lives in this.
  return std::shared_ptr<Made>(made->get(),
                               [kept_alive = *made, self = shared_from_this()](auto*) {});
}

std::optional<Assessment> OfficeNow::followed(const AssessmentRequest& request) const {
  for (const Followed& one : followed_) {
    const SnapshotName& name = one.snapshot->name();
    if (one.programme != request.programme || name.floor != request.view.floor ||
        name.geography != request.view.geography) {
      continue;
    }
    if (!request.criteria_set.empty() && one.criteria_set != request.criteria_set) continue;
    if (request.criteria_set.empty()) {
      // Only where no other set judges the period too.
      const Programme* programme = office_->definitions.programme(request.programme);
      const auto judging = programme->sets_for(last_day(request.period));
      if (judging.size() != 1 || judging.front()->id != one.criteria_set) continue;
    }
    if (auto found = one.snapshot->assessment(request.period)) return found;
  }
  return std::nullopt;
}

Result<std::shared_ptr<const Assessment>> OfficeNow::assessment(
    const AssessmentRequest& request) const {
  using Made = Result<std::shared_ptr<const Assessment>>;
  return once(assessments_, request, [&]() -> Made {
    if (auto found = followed(request))
      return std::make_shared<const Assessment>(*std::move(found));
    const auto shared = run(request);
    if (!shared) return shared.refusal();
    return std::shared_ptr<const Assessment>((*shared)->asked(
        [](AssessmentRun& made) { return std::make_shared<const Assessment>(made.result()); }));
  });
}

Result<std::shared_ptr<SharedRun>> OfficeNow::run(const AssessmentRequest& request) const {
  return once(runs_, request, [&] { return SharedRun::make(*office_, *facts_, request); });
}

}  // namespace exemplar::programme
