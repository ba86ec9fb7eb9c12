// The periods that an office's rules look at, and what their selectors mean there.
//
//   periods with values ─┐          this        2023 → 2023
//   years with values   ─┴─ 2023 ─> last year   2023 → 2022
//                                   months      2023 → 2023-01 … 2023-12
//                                   periods of P1M in civil   the collection periods within it
#pragma once

#include <map>
#include <string>
#include <vector>

#include "programme/assessment/source.hpp"
#include "programme/office/office.hpp"

namespace exemplar::cli {

class PeriodTable {
 public:
  explicit PeriodTable(const programme::Office& office);

  // One more to be assessed.
  void also(const programme::Period& period);
  // With the headings: id, selector, position, meant, first_day, last_day.
  std::vector<std::vector<std::string>> rows() const;
  const std::vector<programme::Period>& all() const { return periods_; }
  bool asks_months_active() const { return asks_months_active_; }

 private:
  // A criteria set's graph and everything that it asks of a period.
  struct Asked {
    std::unique_ptr<programme::CompiledRules> rules;
    std::unique_ptr<programme::FactSource> source;
    std::vector<std::vector<engine::Selector>> paths;
  };
  void look_at(const programme::Programme& programme, const programme::CriteriaSet* set);
  void follow(Asked& asked, const programme::Period& period);
  void collected_in(const Asked& asked, const programme::Period& period);
  void link(const programme::Period& period, const std::string& selector,
            const std::vector<programme::Period>& meant);
  void know(const programme::Period& period);

  const programme::Office& office_;
  std::vector<Asked> asked_;
  std::vector<programme::Period> periods_;
  std::map<std::pair<std::string, std::string>, std::vector<programme::Period>> links_;
  bool asks_months_active_ = false;
};

}  // namespace exemplar::cli
