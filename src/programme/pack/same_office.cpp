// Two offices alike, wherever they were read from. What the TOML files hold is compared as these
// files would be written, since reading and writing share one description; the rest field by field.
#include <algorithm>

#include "programme/pack/pack_content.hpp"

namespace exemplar::programme {

namespace {

bool same_versions(const OrganisationUnit& a, const OrganisationUnit& b) {
  return a.id == b.id && a.validity == b.validity &&
         std::equal(a.versions.begin(), a.versions.end(), b.versions.begin(), b.versions.end(),
                    [](const UnitVersion& x, const UnitVersion& y) {
                      return x.validity == y.validity && x.code == y.code && x.name == y.name &&
                             x.kind == y.kind;
                    });
}

bool same_event(const UnitEvent& a, const UnitEvent& b) {
  return a.date == b.date && a.kind == b.kind && a.from == b.from && a.to == b.to &&
         a.share_given == b.share_given && a.share_held == b.share_held &&
         a.document == b.document && a.note == b.note;
}

bool same_units(const UnitRegister& a, const UnitRegister& b) {
  const auto& x = a.parts();
  const auto& y = b.parts();
  const auto same_links = [](const UnitHierarchy& p, const UnitHierarchy& q) {
    return p.definition.id == q.definition.id && p.parents == q.parents && p.children == q.children;
  };
  const auto same_spans = [](const UnitAttribute& p, const UnitAttribute& q) {
    return p.definition.id == q.definition.id && p.spans == q.spans;
  };
  return x.records_from == y.records_from &&
         std::equal(x.units.begin(), x.units.end(), y.units.begin(), y.units.end(),
                    same_versions) &&
         std::equal(x.hierarchies.begin(), x.hierarchies.end(), y.hierarchies.begin(),
                    y.hierarchies.end(), same_links) &&
         std::equal(x.events.begin(), x.events.end(), y.events.begin(), y.events.end(),
                    same_event) &&
         std::equal(x.attributes.begin(), x.attributes.end(), y.attributes.begin(),
                    y.attributes.end(), same_spans);
}

bool same_target(const Target& a, const Target& b) {
  const auto fields = [](const Target& t) {
    return std::tie(t.version, t.name.vi, t.name.en, t.document, t.date, t.issuer.vi, t.issuer.en,
                    t.by, t.counts, t.share, t.strictly_more, t.count, t.fixed_denominator, t.kind,
                    t.replaced_by, t.note.vi, t.note.en);
  };
  return fields(a) == fields(b);
}

bool same_decision(const Decision& a, const Decision& b) {
  const auto fields = [](const Decision& d) {
    return std::tie(d.kind, d.programme, d.period, d.unit, d.date, d.number, d.issuer,
                    d.valid_until, d.source, d.note);
  };
  return fields(a) == fields(b);
}

bool same_directive(const Directive& a, const Directive& b) {
  const auto fields = [](const Directive& d) {
    return std::tie(d.id, d.document, d.reference, d.clause.vi, d.clause.en, d.lead, d.co_operating,
                    d.due, d.state, d.evidence, d.source, d.note);
  };
  return fields(a) == fields(b);
}

bool same_obstacle(const Obstacle& a, const Obstacle& b) {
  const auto fields = [](const Obstacle& o) {
    return std::tie(o.id, o.kind, o.unit, o.criteria, o.department, o.what.vi, o.what.en,
                    o.cost_dong, o.funds, o.state, o.since, o.solved_on, o.document, o.reference,
                    o.source, o.note);
  };
  return fields(a) == fields(b);
}

std::vector<const Fact*> in_order(const Facts& facts) {
  std::vector<const Fact*> order;
  for (const Fact& fact : facts.all()) order.push_back(&fact);
  std::stable_sort(order.begin(), order.end(),
                   [](const Fact* a, const Fact* b) { return a->revision < b->revision; });
  return order;
}

// Files of definitions only: documents and targets among them.
Result<PackFiles::Content> definitions_of(const Office& office) {
  Office bare;
  bare.definitions = office.definitions;
  bare.sources = office.sources;
  return pack_content(bare);
}

}  // namespace

bool same_fact(const Fact& a, const Fact& b) {
  const auto fields = [](const Fact& f) {
    return std::tie(f.indicator, f.period, f.unit, f.category, f.kind, f.number, f.number.digits,
                    f.truth, f.date, f.text, f.reported_on, f.verified_on, f.decided_on, f.source,
                    f.by, f.note);
  };
  return fields(a) == fields(b);
}

bool same_office(const Office& a, const Office& b) {
  const auto files_a = definitions_of(a);
  const auto files_b = definitions_of(b);
  if (!files_a || !files_b || *files_a != *files_b) return false;
  if (!same_units(a.definitions.units, b.definitions.units)) return false;
  const auto& programmes_a = a.definitions.programmes;
  const auto& programmes_b = b.definitions.programmes;
  const auto same_targets = [](const Programme& p, const Programme& q) {
    return std::equal(p.targets.begin(), p.targets.end(), q.targets.begin(), q.targets.end(),
                      same_target);
  };
  const auto facts_a = in_order(a.facts);
  const auto facts_b = in_order(b.facts);
  return std::equal(programmes_a.begin(), programmes_a.end(), programmes_b.begin(),
                    programmes_b.end(), same_targets) &&
         std::equal(facts_a.begin(), facts_a.end(), facts_b.begin(), facts_b.end(),
                    [](const Fact* x, const Fact* y) { return same_fact(*x, *y); }) &&
         std::equal(a.decisions.begin(), a.decisions.end(), b.decisions.begin(), b.decisions.end(),
                    same_decision) &&
         std::equal(a.directives.begin(), a.directives.end(), b.directives.begin(),
                    b.directives.end(), same_directive) &&
         std::equal(a.obstacles.begin(), a.obstacles.end(), b.obstacles.begin(), b.obstacles.end(),
                    same_obstacle);
}

}  // namespace exemplar::programme
