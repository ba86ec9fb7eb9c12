// A world of the oracle as the five tables and the script that assesses it.
#pragma once

#include <filesystem>

#include "dialect/sql/script.hpp"
#include "engine/engine_evaluator.hpp"

namespace exemplar::oracle {

// A programme compiled by the engine, with every formula as a measure f0, f1 … of the script.
struct SqlWorld {
  SqlWorld(const World& of, const std::vector<engine::ExprPtr>& formulas, int period);

  World world;  // with an attribute for who takes part
  engine::ExprPtr takes_part;
  int period = 0;
  size_t formulas = 0;
  engine::RuleSet rules;
  engine::Compiled compiled;
  dialect::SqlProgramme programme;

  engine::NodeId formula(size_t index) const {
    return compiled.graph.formulas[world.measures.size() + index];
  }
  // unit.csv, unit_link.csv …, postgresql.sql and duckdb.sql; what could not be written, in words.
  std::string write(const std::filesystem::path& folder);
};

}  // namespace exemplar::oracle
