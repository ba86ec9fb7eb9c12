// Failures as rows that all nodes share, outside the ledger: they change nothing of the office.
#pragma once

#include "programme/user/throttle_rules.hpp"
#include "store/connection.hpp"

namespace exemplar::programme {

FailureCount failures_of(store::Connection& connection, std::string_view subject);
void keep_failures(store::Connection& connection, std::string_view subject,
                   const FailureCount& count);
void forget_failures(store::Connection& connection, std::string_view subject);
// Takes one back that turned out to be none.
void take_failure_back(store::Connection& connection, std::string_view subject);
// Those last counted before then, within the caller's write; how many.
int64_t forget_old_failures(store::Connection& connection, InstantUs before);

}  // namespace exemplar::programme
