// Errors of meaning in the definitions of a pack: what is written correctly and still cannot be.
// Whatever compares with a file that could not be read is left unsaid; the file's own problem
// stands.
#pragma once

#include <set>

#include "programme/pack/definition_fields.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::programme {

// What was read of the TOML files, and which of them could be read.
struct DefinitionDraft {
  OfficeRecord office;
  bool office_known = false;
  std::vector<Indicator> indicators;
  std::vector<Quota> quotas;
  bool indicators_known = false;
  std::vector<Programme> programmes;
  bool criteria_known = true;                   // no file of any criteria set was unreadable
  bool programmes_known = true;                 // nor any programme.toml
  bool documents_known = true;                  // documents.csv could be read, or is not there
  std::set<std::string> documents_with_faults;  // told there, and left out
  KeyPlaces places;
};

// Whether the office says how its tables write decimals.
bool numbers_known(const DefinitionDraft& draft);

void check_office(const DefinitionDraft& draft, Problems& problems);
// Of the demonstration: its doors, once the units are known, and its jumps.
void check_doors(const DefinitionDraft& draft, const UnitRegister& units, Problems& problems);
void check_indicators(const DefinitionDraft& draft, Problems& problems);
void check_quotas(const DefinitionDraft& draft, Problems& problems);
void check_programmes(const DefinitionDraft& draft, Problems& problems);
void check_criteria_set(const DefinitionDraft& draft, const Programme& programme,
                        const CriteriaSet& set, Problems& problems);

// The calendar in whose sense an indicator's values name their periods: its own, else that of the
// programmes, else the first. Null where that is not one, or not declared.
const Calendar* calendar_of(const DefinitionDraft& draft, const Indicator& indicator);
const Calendar* calendar_named(const DefinitionDraft& draft, std::string_view id);

// Every id of the list stands once; `place_of` and `id_of` look into a record.
template <typename T, typename IdOf, typename PlaceOf>
void refuse_repeated(const std::vector<T>& records, const IdOf& id_of, const PlaceOf& place_of,
                     Problems& problems) {
  std::map<std::string, Place> first;
  for (const T& record : records) {
    const std::string& id = id_of(record);
    const Place& place = place_of(record);
    if (id.empty()) continue;
    const auto [at, is_new] = first.emplace(id, place);
    if (is_new) continue;
    problems.error(place, msg("the id '{}' is given twice", id),
                   msg("it stands first at {}; choose another", to_string(at->second)));
  }
}

template <typename T>
void refuse_repeated(const std::vector<T>& records, Problems& problems) {
  refuse_repeated(
      records, [](const T& record) -> const std::string& { return record.id; },
      [](const T& record) -> const Place& { return record.place; }, problems);
}

}  // namespace exemplar::programme
