#include "programme/criteria_set/criteria_set.hpp"

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

const Criterion* CriteriaSet::criterion(std::string_view wanted) const {
  return with_id(criteria, wanted);
}

const CriterionGroup* CriteriaSet::group(std::string_view wanted) const {
  return with_id(groups, wanted);
}

const Level* CriteriaSet::level(std::string_view wanted) const {
  return with_id(levels, wanted);
}

}  // namespace exemplar::programme
