// The facts of an office as quotas.csv and values/values.csv. Reading takes quotas.csv first, and
// the order of the lines is the order in which the values were recorded:
//
//   recorded   q q q q v v q v        q: a figure of a quota, v: another
//              └─────┘ └─────┘
//            quotas.csv values.csv    so only those before the first other figure go there
#include <algorithm>

#include "programme/pack/csv_text.hpp"
#include "programme/pack/pack_content.hpp"

namespace exemplar::programme {

namespace {

std::string value_text(const Fact& fact) {
  switch (fact.kind) {
    case Fact::Kind::Number:
      return plain(fact.number);
    case Fact::Kind::Truth:
      return fact.truth ? "yes" : "no";
    case Fact::Kind::Date:
      return iso(fact.date);
    case Fact::Kind::Text:
      return fact.text;
    case Fact::Kind::NotApplicable:
      break;
  }
  return "n/a";
}

// All but the indicator and the value.
bool same_line(const Fact& a, const Fact& b) {
  const auto fields = [](const Fact& f) {
    return std::tie(f.period, f.unit, f.category, f.reported_on, f.verified_on, f.decided_on,
                    f.source, f.by, f.note);
  };
  return fields(a) == fields(b);
}

class FactWriter {
 public:
  FactWriter(const Office& office, const DefinitionDraft& draft) : office_(office), draft_(draft) {
    for (const Fact& fact : office.facts.all()) facts_.push_back(&fact);
    std::stable_sort(facts_.begin(), facts_.end(),
                     [](const Fact* a, const Fact* b) { return a->revision < b->revision; });
  }

  std::optional<Refusal> write(PackFiles::Content& content) {
    size_t next = 0;
    if (auto refusal = write_quotas(next, content)) return refusal;
    if (next == facts_.size()) return std::nullopt;
    CsvText csv({"indicator", "period", "unit", "category", "value", "reported_on", "verified_on",
                 "decided_on", "source", "by", "note"});
    for (; next < facts_.size(); ++next) {
      const Fact& fact = *facts_[next];
      const auto unit = unit_text(office_.definitions.units, fact.unit, fact.period);
      if (!unit) return unit.refusal();
      const auto source = source_text(office_, fact.source);
      if (!source) return source.refusal();
      csv.add({office_.definitions[fact.indicator].id, period_of(fact), *unit, fact.category,
               value_text(fact), day_or_empty(fact.reported_on), day_or_empty(fact.verified_on),
               day_or_empty(fact.decided_on), *source, fact.by, fact.note});
    }
    content["values/values.csv"] = csv.take();
    return std::nullopt;
  }

 private:
  std::string period_of(const Fact& fact) const {
    return period_text(fact.period, calendar_of(draft_, office_.definitions[fact.indicator]));
  }

  // The quota of which the fact says one side; null where there is none.
  const Quota* quota_of(const Fact& fact, std::string Quota::*side) const {
    const std::string& indicator = office_.definitions[fact.indicator].id;
    for (const Quota& quota : office_.definitions.quotas) {
      if (quota.*side == indicator && fact.category.empty()) return &quota;
    }
    return nullptr;
  }

  // `next`: the first fact that is not written.
  std::optional<Refusal> write_quotas(size_t& next, PackFiles::Content& content) {
    CsvText csv({"quota", "period", "unit", "assigned", "done", "reported_on", "verified_on",
                 "decided_on", "source", "by", "note"});
    while (next < facts_.size()) {
      const Fact& fact = *facts_[next];
      const Quota* assigned = quota_of(fact, &Quota::assigned);
      const Quota* quota = assigned != nullptr ? assigned : quota_of(fact, &Quota::done);
      if (quota == nullptr) break;
      const Fact* done = assigned == nullptr ? &fact : nullptr;
      if (assigned != nullptr && next + 1 < facts_.size()) {
        const Fact& after = *facts_[next + 1];
        const bool belongs = quota_of(after, &Quota::done) == quota && same_line(fact, after);
        if (belongs) done = &after;
      }
      const auto unit = unit_text(office_.definitions.units, fact.unit, fact.period);
      if (!unit) return unit.refusal();
      const auto source = source_text(office_, fact.source);
      if (!source) return source.refusal();
      csv.add({quota->id, period_of(fact), *unit, assigned != nullptr ? value_text(fact) : "",
               done != nullptr ? value_text(*done) : "", day_or_empty(fact.reported_on),
               day_or_empty(fact.verified_on), day_or_empty(fact.decided_on), *source, fact.by,
               fact.note});
      next += assigned != nullptr && done != nullptr ? 2 : 1;
    }
    if (next > 0) content["quotas.csv"] = csv.take();
    return std::nullopt;
  }

  const Office& office_;
  const DefinitionDraft& draft_;
  std::vector<const Fact*> facts_;
};

}  // namespace

std::optional<Refusal> write_values(const Office& office, const DefinitionDraft& draft,
                                    PackFiles::Content& content) {
  return FactWriter(office, draft).write(content);
}

}  // namespace exemplar::programme
