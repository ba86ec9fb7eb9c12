#include "programme/explanation/fact_text.hpp"

#include "base/number.hpp"
#include "programme/explanation/arithmetic_text.hpp"
#include "programme/explanation/number_style.hpp"

namespace exemplar::programme {

namespace {

const std::string kSeparator = " · ";

// Of many missing periods the first are named.
constexpr size_t kMissingMax = 3;

// First and last of the days that the cells have, for values put together from several periods.
struct Days {
  std::optional<Date> first;
  std::optional<Date> last;
  bool all = true;

  void add(const std::optional<Date>& day) {
    if (!day) {
      all = false;
      return;
    }
    if (!first || *day < *first) first = day;
    if (!last || *day > *last) last = day;
  }
  std::string text(Language language) const {
    if (*first == *last) return format_date(*first, language);
    return format_date(*first, language) + "–" + format_date(*last, language);
  }
};

std::string joined(const std::vector<std::string>& parts, const char* separator = ", ") {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : separator) + part;
  return text;
}

std::string dates_of(const std::vector<const Fact*>& facts, Language language) {
  Days reported;
  Days verified;
  Days decided;
  for (const Fact* fact : facts) {
    reported.add(fact->reported_on);
    verified.add(fact->verified_on);
    decided.add(fact->decided_on);
  }
  std::vector<std::string> parts;
  if (reported.first) {
    parts.push_back(render(msg("reported {}", reported.text(language)), language));
  } else if (!decided.first && !verified.first) {
    parts.push_back(render(msg("draft, not submitted"), language));
  }
  if (verified.first) {
    parts.push_back(render(msg("verified {}", verified.text(language)), language));
  }
  if (verified.first && !verified.all) {
    parts.push_back(render(msg("some not verified yet"), language));
  }
  if (decided.first) {
    parts.push_back(render(msg("decided {}", decided.text(language)), language));
  }
  if (!verified.first && !decided.first && reported.first) {
    parts.push_back(render(msg("not verified yet"), language));
  }
  return joined(parts);
}

std::string titled(const ExplainedNode& node, Language language, Naming naming) {
  std::string text = node.id.empty() ? node.formula : node.id;
  const std::string& name = node.name.in(language);
  if (naming == Naming::Names) {
    text = name.empty() ? formula_in_words(node, language) : name;
  } else if (!name.empty()) {
    text += " (" + name + ")";
  }
  if (node.other_unit) text += ", " + node.unit_name.in(language);
  if (node.other_period) text += ", " + render(node.period_label, language);
  return text + ": ";
}

// Values that are there, but below the status that was asked for.
std::string waiting_text(const ExplainedCell& cell, Language language) {
  if (cell.standing || cell.history.empty()) return "";
  const ExplainedFact& newest = cell.history.back();
  // A draft stands in nobody's explanation.
  if (newest.fact.status() == Status::Draft) return "";
  return render(
      msg("{} is there, {}", value_text(newest.value, language), dates_text(newest.fact, language)),
      language);
}

// Put together from the values of units that the unit was made of.
bool restated(const ExplainedNode& node) {
  return std::any_of(node.cells.begin(), node.cells.end(),
                     [&](const ExplainedCell& cell) { return cell.unit != node.unit; });
}

// How much of a former unit's value goes into the unit: "toàn bộ", "60 %".
std::string share_text(const ShareBounds& share, Language language) {
  const NumberStyle percent{"", 1, true};
  const auto shown = [&](const Ratio& part) {
    ExplainedValue value;
    value.exact = part;
    value.style = percent;
    trim_digits(value);
    return number_text(part, value.style, language);
  };
  if (!share.known()) {
    if (share == ShareBounds{}) return render(msg("share not known"), language);
    return render(msg("{} to {}", shown(share.lower), shown(share.upper)), language);
  }
  if (share.lower == Ratio{1, 1}) return render(msg("whole"), language);
  return shown(share.lower);
}

// "Phường An (toàn bộ): 3; Phường Bình (60 %): 5", in the order of the units.
std::string former_units_text(const ExplainedNode& node, Language language) {
  std::vector<OrganisationUnitId> units;
  std::vector<std::string> parts;
  for (const ExplainedCell& of : node.cells) {
    if (std::find(units.begin(), units.end(), of.unit) != units.end()) continue;
    units.push_back(of.unit);
    size_t periods = 0;
    size_t known = 0;
    std::string value = "?";
    for (const ExplainedCell& cell : node.cells) {
      if (cell.unit != of.unit) continue;
      ++periods;
      if (!cell.standing) continue;
      ++known;
      value = value_text(cell.history[*cell.standing].value, language);
    }
    if (periods > 1) value = render(msg("{}/{} periods", known, periods), language);
    std::string part = of.unit_name.in(language);
    if (of.share) part += " (" + share_text(*of.share, language) + ")";
    part += ": " + value;
    parts.push_back(std::move(part));
  }
  return joined(parts, "; ");
}

// One line: from which units, with which weights, exactly or between which bounds; or whose values
// could not be put together. Why not stands before it.
std::string restated_text(const ExplainedNode& node, Language language) {
  const std::string parts = former_units_text(node, language);
  const auto kind = node.value.reason ? node.value.reason->kind : engine::ReasonKind::None;
  return render(
      node.value.known()                          ? msg("restated exactly from {}", parts)
      : kind == engine::ReasonKind::UnknownShares ? msg("restated with bounds from {}", parts)
      : kind == engine::ReasonKind::CannotRestate ? msg("values of the former units: {}", parts)
                                                  : msg("former units: {}", parts),
      language);
}

// "12/12 tháng", or which of them are missing.
std::string periods_text(const ExplainedNode& node, Language language) {
  size_t known = 0;
  std::vector<std::string> missing;
  for (const ExplainedCell& cell : node.cells) {
    if (cell.standing) {
      ++known;
      continue;
    }
    if (missing.size() == kMissingMax) {
      missing.emplace_back("…");
    } else if (missing.size() < kMissingMax) {
      const std::string waiting = waiting_text(cell, language);
      missing.push_back(render(cell.period_label, language) +
                        (waiting.empty() ? "" : " (" + waiting + ")"));
    }
  }
  const size_t all = node.cells.size();
  const bool months = std::all_of(node.cells.begin(), node.cells.end(), [](const auto& cell) {
    return cell.period.length == Length{1, Length::Months};
  });
  std::string text =
      render(months ? msg("{}/{} months", known, all) : msg("{}/{} periods", known, all), language);
  if (!missing.empty()) text += ", " + render(msg("missing: {}", joined(missing)), language);
  return text;
}

void add_members(const ExplainedNode& node, FactLine& line, Language language) {
  if (node.member_count == 0) return;
  line.text += kSeparator;
  line.text += render(msg("from {} of {} units", node.members_known, node.member_count), language);
  std::vector<std::string> parts;
  for (const ExplainedMember& member : node.members) {
    parts.push_back(member.name.in(language) + ": " + value_text(member.value, language));
  }
  const int64_t more = node.member_count - static_cast<int64_t>(node.members.size());
  if (more > 0) parts.push_back(render(msg("and {} more", more), language));
  line.details.push_back(joined(parts, "; "));
}

void add_parts(const ExplainedNode& node, FactLine& line, Language language) {
  std::vector<std::string> parts;
  for (const ExplainedCell& cell : node.cells) {
    std::string part;
    if (!cell.unit_name.vi.empty() || !cell.unit_name.en.empty()) {
      part = cell.unit_name.in(language) + ", ";
    }
    part += render(cell.period_label, language) + ": ";
    part += cell.standing ? value_text(cell.history[*cell.standing].value, language) : "?";
    parts.push_back(part);
  }
  line.details.push_back(joined(parts, restated(node) ? "; " : ", "));
}

void add_history(const ExplainedCell& cell, FactLine& line, Language language) {
  for (size_t i = 0; i < cell.history.size(); ++i) {
    const ExplainedFact& one = cell.history[i];
    // What waits for its first verification is told with the value.
    const bool told = !cell.standing && i + 1 == cell.history.size();
    if (told || cell.standing == i || one.fact.status() == Status::Draft) continue;
    const std::string value = value_text(one.value, language);
    const std::string dates = dates_text(one.fact, language);
    line.details.push_back(render(cell.standing && i > *cell.standing
                                      ? msg("newer, waiting: {}, {}", value, dates)
                                      : msg("before: {}, {}", value, dates),
                                  language));
  }
}

// Twelve months of one source say it once.
void add_once(std::vector<std::string>& list, std::string text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
}

void add_origin(const ExplainedFact& fact, FactLine& line, Language language) {
  const std::string& source = fact.source.in(language);
  if (!source.empty()) {
    add_once(line.sources, render(fact.synthetic ? msg("source: {} (simulated)", source)
                                                 : msg("source: {}", source),
                                  language));
  }
  if (!fact.fact.by.empty()) {
    add_once(line.details, render(msg("reported by: {}", fact.fact.by), language));
  }
  if (!fact.fact.note.empty() && fact.fact.kind != Fact::Kind::NotApplicable) {
    add_once(line.details, render(msg("note: {}", fact.fact.note), language));
  }
}

void add_indicator(const ExplainedNode& node, FactLine& line, Language language) {
  std::vector<const Fact*> standing;
  bool pending = false;
  for (const ExplainedCell& cell : node.cells) {
    if (!cell.standing) continue;
    standing.push_back(&cell.history[*cell.standing].fact);
    pending = pending || cell.correction_pending;
  }
  if (restated(node)) {
    line.text += kSeparator + restated_text(node, language);
    if (node.over_time != Combination::None) add_parts(node, line, language);
  } else if (node.cells.size() > 1) {
    line.text += kSeparator + periods_text(node, language);
    add_parts(node, line, language);
  } else if (!node.cells.empty()) {
    const std::string waiting = waiting_text(node.cells[0], language);
    if (!waiting.empty()) line.text += kSeparator + waiting;
    add_history(node.cells[0], line, language);
  }
  if (!standing.empty()) line.text += kSeparator + dates_of(standing, language);
  if (pending) line.text += kSeparator + render(msg("correction pending"), language);
  add_members(node, line, language);
  for (const ExplainedCell& cell : node.cells) {
    if (cell.standing) add_origin(cell.history[*cell.standing], line, language);
  }
}

// A sum of which some parts are missing is told by its parts.
std::string missing_text(const ExplainedNode& node, Language language) {
  const ExplainedReason& reason = *node.value.reason;
  if (reason.kind == engine::ReasonKind::SomeUnknown && node.cells.size() > 1 &&
      reason.known_value) {
    return render(
        msg("only {} so far", number_text(*reason.known_value, node.value.style, language)),
        language);
  }
  return reason_text(reason, node.value.style, language);
}

}  // namespace

std::string dates_text(const Fact& fact, Language language) {
  return dates_of({&fact}, language);
}

FactLine fact_line(const ExplainedNode& node, Language language, Naming naming) {
  FactLine line;
  line.text = titled(node, language, naming);
  const ExplainedValue& value = node.value;
  if (value.known()) {
    line.text += value_text(value, language);
    if (node.kind == ExplainedKind::Measure) line.text += compared_text(node, language);
  } else if (value.reason) {
    line.text += missing_text(node, language);
  }
  if (node.kind == ExplainedKind::Indicator)
    add_indicator(node, line, language);
  else
    add_members(node, line, language);
  if (node.kind == ExplainedKind::Measure && !node.children.empty()) {
    const ExplainedNode& formula = node.children[0];
    line.text +=
        " = " + (naming == Naming::Names ? formula_in_words(formula, language) : formula.formula);
    if (node.rounded_to) {
      line.text += kSeparator;
      line.text += render(msg("rounded to {} decimals", *node.rounded_to), language);
    }
  }
  return line;
}

}  // namespace exemplar::programme
