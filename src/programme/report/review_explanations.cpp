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

}  // namespace

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
        criteria.add(one.id, Json::object()
                                 .add("vi", lines_of(reason_lines(one, Language::Vietnamese)))
                                 .add("en", lines_of(reason_lines(one, Language::English))));
      }
      units.add(code(order_[i]), Json::object().add("criteria", std::move(criteria)));
    }
    all.emplace_back(fmt::format("why-{}", g), std::move(units));
  }
  return all;
}

}  // namespace exemplar::programme
