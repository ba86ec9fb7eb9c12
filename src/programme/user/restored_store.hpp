// What must not come back to life with a copy of an office: what was under way when it was taken, and
// what may have been used once since then.
#pragma once

#include "programme/user/change_store.hpp"

namespace exemplar::programme {

struct EndedByRestoring {
  int64_t sessions = 0;
  int64_t apps_begun = 0;      // authenticator apps that were not confirmed
  int64_t recovery_codes = 0;  // that were not used: some may have been since
};
// All sessions end; codes that an app showed before `now`, or shows next, are not taken any more.
// Part of the transaction that brings the rows back.
EndedByRestoring end_what_was_under_way(store::Connection& connection, InstantUs now);
void record_restored(const Change& change, const EndedByRestoring& ended);

}  // namespace exemplar::programme
