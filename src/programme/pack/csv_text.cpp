#include "programme/pack/csv_text.hpp"

#include <algorithm>

#include "programme/pack/table_readers.hpp"
#include "tables/csv_writer.hpp"

namespace exemplar::programme {

void CsvText::add(const std::vector<std::string>& fields) {
  tables::append_csv_record(
      text_, fields, ',',
      text_.empty() ? tables::RecordPosition::First : tables::RecordPosition::Later);
}

std::string day_or_open(Date day) {
  return day == kOpenPast || day == kOpenFuture ? std::string() : iso(day);
}

std::string day_or_empty(const std::optional<Date>& day) {
  return day ? iso(*day) : std::string();
}

std::string period_text(const Period& period, const Calendar* calendar) {
  return calendar == nullptr ? to_string(period) : to_string(period, *calendar);
}

Result<std::string> unit_text(const UnitRegister& units, OrganisationUnitId unit,
                              const Period& period) {
  const std::string& id = units.id_of(unit);
  const auto by_id = unit_in_period(units, id, period);
  if (by_id && *by_id == unit) return id;
  const Date day = std::min(last_day(period), units.validity(unit).until);
  if (const UnitVersion* version = units.version_at(unit, day); version && !version->code.empty()) {
    const auto by_code = unit_in_period(units, version->code, period);
    if (by_code && *by_code == unit) return version->code;
  }
  return Refusal{msg("in the period {} nothing names the unit '{}'", to_string(period), id),
                 msg("a value needs a unit that exists on a day of its period")};
}

Result<std::string> source_text(const Office& office, SourceId source) {
  if (source.valid() && source.index() < office.sources.size()) {
    return office.sources[source.index()].id;
  }
  return Refusal{msg("a value without a source"), msg("name where it comes from")};
}

}  // namespace exemplar::programme
