// Why each unit stands as it does, down to the values, in lines of both languages: read by the page
// when somebody asks.
#include "programme/explanation/render_text.hpp"
#include "programme/report/review_builder.hpp"

namespace exemplar::programme {

namespace {

Json lines_of(const std::vector<std::string>& lines) {
  Json all = Json::array();
  for (const std::string& line : lines) all.add(Json::string(line));
  return all;
}

template <typename LinesIn>
Json in_both(LinesIn lines_in) {
  return Json::object()
      .add("vi", lines_of(lines_in(Language::Vietnamese)))
      .add("en", lines_of(lines_in(Language::English)));
}

}  // namespace

Json lines_in_both(const ExplainedCriterion& criterion) {
  return in_both(
      [&](Language language) { return reason_lines(criterion, language, Naming::Names); });
}

const std::vector<Explanation>& ReviewBuilder::explained() {
  if (!explained_.empty()) return explained_;
  for (const OrganisationUnitId unit : order_) {
    // Every participant is judged, so none of them can be refused.
    explained_.push_back(explain(run_, office_.sources, unit).take());
  }
  return explained_;
}

std::vector<std::pair<std::string, Json>> ReviewBuilder::explanations() {
  std::vector<std::pair<std::string, Json>> all;
  for (size_t g = 0; g < groups_.size(); ++g) {
    Json units = Json::object();
    for (const size_t i : groups_[g].members) {
      Json criteria = Json::object();
      for (const ExplainedCriterion& one : explained()[i].criteria) {
        criteria.add(one.id, lines_in_both(one));
      }
      Json unit = Json::object();
      unit.add("criteria", std::move(criteria));
      const Explanation& whole = explained()[i];
      unit.add("assessable", in_both([&](Language language) {
                 return assessable_lines(whole, language, Naming::Names);
               }));
      units.add(code(order_[i]), std::move(unit));
    }
    all.emplace_back(fmt::format("why-{}", g), std::move(units));
  }
  return all;
}

}  // namespace exemplar::programme
