// The engine as an Evaluator: the oracle's worlds given to the compiler and the evaluation that the
// product uses.
#pragma once

#include <fmt/format.h>

#include <stdexcept>

#include "engine/compute/evaluate.hpp"
#include "oracle/world.hpp"

namespace exemplar::oracle {

// The compiler refused the definitions or a formula; what() lists every error.
class RefusedByCompiler : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// Every cell is taken from the columns and compared with the one that is traced for its reason: a
// difference is a std::logic_error.
class EngineEvaluator : public Evaluator {
 public:
  EngineEvaluator() = default;
  explicit EngineEvaluator(engine::Evaluation::Options options) : options_(options) {}

  std::string name() const override {
    return fmt::format("engine in blocks of {}", options_.block);
  }
  std::vector<std::vector<Value>> evaluate(const World& world,
                                           const std::vector<const engine::Expr*>& formulas,
                                           int period) override;

 private:
  engine::Evaluation::Options options_;
};

// What the compiler is given for a world.
engine::RuleSet rules_of(const World& world, const std::vector<const engine::Expr*>& formulas);

// A world as the engine's source of units, periods and values.
class WorldSource : public engine::Source {
 public:
  WorldSource(const World& world, const engine::RuleSet& rules) : world_(world), rules_(rules) {}

  size_t unit_count() const override { return world_.units.size(); }
  engine::Cell input(uint32_t index, const std::string& category, engine::PeriodIndex period,
                     size_t unit, engine::Pool& pool) override;
  engine::Cell attribute(uint32_t index, engine::PeriodIndex period, size_t unit,
                         engine::Pool& pool) override;
  engine::Cell months_active(bool lineage, engine::PeriodIndex period, size_t unit,
                             engine::Pool& pool) override;
  Date first_day(engine::PeriodIndex period) override { return world_.periods[period].first_day; }
  Date last_day(engine::PeriodIndex period) override { return world_.periods[period].last_day; }
  std::optional<std::vector<engine::PeriodIndex>> select(engine::PeriodIndex period,
                                                         const engine::Selector& selector) override;
  bool comparable(uint32_t, engine::PeriodIndex, engine::PeriodIndex) override { return true; }
  const std::vector<int32_t>& parents(engine::PeriodIndex, const std::string&) override;
  const std::vector<char>& participants(engine::PeriodIndex) override;
  const std::vector<char>& existing(engine::PeriodIndex) override;
  int32_t unit_with_code(const std::string& code, engine::PeriodIndex) override;

 private:
  const World& world_;
  const engine::RuleSet& rules_;
  std::map<std::pair<engine::PeriodIndex, std::string>, std::vector<int32_t>> parents_;
  std::map<engine::PeriodIndex, std::vector<char>> participants_;
  std::map<engine::PeriodIndex, std::vector<char>> existing_;
};

}  // namespace exemplar::oracle
