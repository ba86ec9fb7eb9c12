// Everything wrong with an office that shows only when its parts are looked at together, after
// read_pack() placed what is wrong in each file:
//
//   definitions ─┬─▶ compile every criteria set ─▶ errors of formulas: names, types, units, silence
//                ├─▶ walk the compiled graphs   ─▶ unit codes, kinds, periods, rules that invite
//                harm └─▶ compare the parts          ─▶ mappings, validity, targets, unused
//                indicators
//
// Codes of its warnings (those of harm.hpp besides): no_values_for_span, unmapped_criterion,
// unused_indicator, no_main_level. Codes of its information: accepted, overlapping_validity,
// fate_unknown.
#pragma once

#include "programme/pack/pack.hpp"

namespace exemplar::programme {

// Adds what is found, each once. Every file of definitions must have been read (definitions_read);
// errors of meaning in them may be left.
void check_office(const Office& office, Problems& problems);

}  // namespace exemplar::programme
