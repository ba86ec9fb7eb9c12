#include "programme/programme/definitions.hpp"

namespace exemplar::programme {

namespace {

template <typename T>
const T* with_id(const std::vector<T>& list, std::string_view id) {
  for (const T& one : list) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

}  // namespace

const CriteriaSet* Programme::set_named(std::string_view wanted) const {
  return with_id(sets, wanted);
}

std::vector<const CriteriaSet*> Programme::sets_for(Date last_day) const {
  std::vector<const CriteriaSet*> found;
  for (const CriteriaSet& set : sets) {
    if (set.valid.contains(last_day)) found.push_back(&set);
  }
  return found;
}

const Calendar* Definitions::calendar(std::string_view id) const {
  return with_id(calendars, id);
}
const Programme* Definitions::programme(std::string_view id) const {
  return with_id(programmes, id);
}
const CategoryDimension* Definitions::category(std::string_view id) const {
  return with_id(categories, id);
}

const Document* Definitions::document(std::string_view id) const {
  return document_named(documents, id);
}

std::optional<IndicatorId> Definitions::indicator(std::string_view id) const {
  const auto found = indicator_index_.find(std::string(id));
  if (found == indicator_index_.end()) return std::nullopt;
  return IndicatorId(found->second);
}

void Definitions::index() {
  indicator_index_.clear();
  for (size_t i = 0; i < indicators.size(); ++i) {
    indicator_index_.emplace(indicators[i].id, static_cast<uint32_t>(i));
  }
}

}  // namespace exemplar::programme
