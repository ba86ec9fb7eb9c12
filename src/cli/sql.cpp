#include "cli/sql.hpp"

#include <algorithm>
#include <tuple>

#include "cli/words.hpp"
#include "programme/period/period_text.hpp"

namespace exemplar::cli {

namespace {

using programme::CriteriaSet;

struct Chosen {
  const CriteriaSet* set = nullptr;
  programme::Period period;
};

std::string ids_of(const std::vector<CriteriaSet>& sets) {
  std::string text;
  for (const CriteriaSet& one : sets) text += (text.empty() ? "" : ", ") + one.id;
  return text;
}

Result<Chosen> chosen(const programme::Office& office, const programme::Programme& programme,
                      const SqlOptions& options) {
  Chosen result;
  if (!options.criteria_set.empty()) {
    result.set = programme.set_named(options.criteria_set);
    if (result.set == nullptr) {
      return Refusal{msg("there is no criteria set '{}'", options.criteria_set),
                     msg("the programme has: {}", ids_of(programme.sets))};
    }
  }
  if (!options.period.empty()) {
    const auto period = period_of(office, programme, options.period);
    if (!period) return period.refusal();
    result.period = *period;
  } else {
    const auto period = latest_judged(office, programme, result.set);
    if (!period && result.set != nullptr) {
      return Refusal{msg("the pack holds no values of a year that '{}' judges", result.set->id),
                     msg("name one: --period 2023")};
    }
    if (!period) {
      return Refusal{msg("the pack holds no values of a year that a criteria set judges"),
                     msg("name one: --period 2023")};
    }
    result.period = *period;
  }
  if (result.set != nullptr) return result;
  const auto judging = programme.sets_for(last_day(result.period));
  if (judging.empty()) {
    return Refusal{msg("no criteria set judges this period"),
                   msg("choose one: --criteria-set ID ({})", ids_of(programme.sets))};
  }
  // The newest: of those that judge the period, the one that began last.
  result.set = *std::max_element(
      judging.begin(), judging.end(), [](const CriteriaSet* a, const CriteriaSet* b) {
        return std::tie(a->valid.from, a->id) < std::tie(b->valid.from, b->id);
      });
  return result;
}

}  // namespace

Result<std::string> sql(const programme::Office& office, const Common& common,
                        const SqlOptions& options) {
  const auto programme = chosen_programme(office, common);
  if (!programme) return programme.refusal();
  const auto view = view_of(office, options.status, options.geography, common.today);
  if (!view) return view.refusal();
  if (view->geography) {
    return Refusal{msg("values restated along merges and splits cannot be written in SQL"),
                   msg("leave out --geography, or assess with exemplar itself")};
  }
  const auto what = chosen(office, **programme, options);
  if (!what) return what.refusal();
  Problems problems;
  const auto rules = compile_rules(office.definitions, **programme, what->set, problems);
  if (!rules) {
    return Refusal{msg("the criteria set '{}' cannot be used", what->set->id),
                   msg("run exemplar check on the pack")};
  }
  const Say say{common.language};
  dialect::SqlProgramme script = sql_programme(*rules, what->period, view->floor, common.language);
  for (const std::string& label : labels_of(office, common.language)) {
    script.says.push_back(label);
  }
  script.says.push_back(say((*programme)->name));
  script.says.push_back(say(what->set->name));
  script.says.push_back(say(programme::label(what->period, calendar_of(office, **programme))));
  const auto database =
      options.database == "duckdb" ? dialect::Database::DuckDb : dialect::Database::PostgreSql;
  return dialect::sql_script(script, database);
}

}  // namespace exemplar::cli
