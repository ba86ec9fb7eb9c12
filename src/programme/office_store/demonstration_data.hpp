// A demonstration as a whole: loaded, and asked what time it is there.
#pragma once

#include "programme/office_store/office_data.hpp"

namespace exemplar::programme {

// As load_pack, for a demonstration, which is one from its first load on: written at the instant where
// its clock stands, with the accounts of its doors. Refused: a pack without doors, an office that is
// none.
Result<LoadReport> load_demonstration(const OfficeAddress& address, const PackFiles& files,
                                      const FillRandom& random, LoadRun run);

// The instant at which something is written: where the clock of a demonstration stands, else `now`.
// `now` too where there is no office yet, or it cannot be read.
store::Instant instant_of(const OfficeAddress& address, store::Instant now);

}  // namespace exemplar::programme
