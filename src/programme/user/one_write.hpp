// One decision in one write: it counts where it was decided so, and nothing is left of it otherwise.
#pragma once

#include "programme/user/change_store.hpp"
#include "programme/user/decided.hpp"

namespace exemplar::programme {

template <typename T, typename Why>
bool was_done(const Decided<T, Why>& decided) {
  return static_cast<bool>(decided);
}
template <typename Why>
bool was_done(const std::optional<Why>& refusal) {
  return !refusal;
}
inline bool was_done(bool done) {
  return done;
}

// What `decide(change)` gives: a Decided, a refusal or none, or whether it was done. Where it was,
// it must have left an audit entry.
template <typename Decide>
auto in_one_write(store::Connection& connection, const WriteBy& by, const Decide& decide) {
  store::Write write(connection, by.now);
  auto decided = decide(Change{write, by});
  if (was_done(decided)) write.commit();
  return decided;
}

}  // namespace exemplar::programme
