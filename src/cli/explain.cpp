#include "cli/words.hpp"
namespace exemplar::cli {
Result<Report> explain(const programme::Office&, const Common&, const ExplainOptions&) {
  return Report{};
}
}  // namespace exemplar::cli
