// The functions of the criteria language, described as data: the parser, the compiler, the manual
// and the tests read this one table. A function's kernel stands in engine/compute.
#pragma once

#include <span>
#include <string_view>

namespace exemplar::engine {

enum class FunctionId {
  // answers
  Known,
  All,
  Any,
  AtLeast,
  AtMost,
  Criterion,
  Level,
  Under,
  NoData,
  NotApplicable,
  // counting criteria and points
  Share,
  CountOf,
  Total,
  Points,
  // exact arithmetic
  Round,
  Abs,
  Clip,
  Cap,
  Floor,
  Band,
  Steps,
  Interpolate,
  Goalposts,
  Choose,
  Change,
  ChangeShare,
  AddMonths,
  // several values, units or periods
  Sum,
  Mean,
  Min,
  Max,
  Median,
  Count,
  WeightedMean,
  GeometricMean,
  HarmonicMean,
  StandardDeviation,
  // one unit among others
  Rank,
  PercentileRank,
  MinMax,
  ZScore,
  ShareOfMax,
  // floating
  Ln,
  Log10,
  Exp,
  Sqrt,
  ProportionLow,
  ProportionHigh,
  // units
  MonthsActive,
  Across,
};

enum class FunctionGroup { Answers, Criteria, Numbers, Aggregates, Comparisons, Statistics, Units };

// What missing values do to the result (language.md, "Four answers").
enum class MissingRule {
  Arithmetic,  // any unknown → unknown, else any not applicable → not applicable
  Aggregate,   // not applicable is left out; all → not applicable; any unknown → unknown
  Quantifier,  // decided as soon as the known answers decide it
  AmongKnown,  // unknown and not applicable keep their answer and take no place
  Never,       // always an answer
};

// How a function goes into the executions that are written from the compiled rules: SQL text and
// workbook cells. What is written holds for most of its uses; one that the bounds of the target
// cannot carry exactly goes as a value, and the text that is written says so beside it.
enum class Execution {
  WrittenOut,  // as a formula of its operands
  AsValue,     // its result computed by the engine, written as a value and marked
};

struct FunctionInfo {
  FunctionId id;
  std::string_view name;
  FunctionGroup group;
  int arguments_min;
  int arguments_max;  // -1: any number
  bool takes_anchors;
  bool takes_over;      // x over SET, x[months], or several arguments
  bool takes_quantity;  // Q of SET
  bool takes_order;     // highest first
  std::string_view
      options;  // "ties=none|min|max|mean|dense", separated by spaces; "by=*" a formula
  MissingRule missing;
  Execution in_sql;
  Execution in_cells;
  std::string_view signature;
  std::string_view meaning_en;
  std::string_view meaning_vi;
  std::string_view example;         // a formula …
  std::string_view example_result;  // … and what it gives; tests evaluate it. Empty: needs units
};

std::span<const FunctionInfo> functions();
const FunctionInfo* find_function(std::string_view name);
const FunctionInfo& function(FunctionId id);
// The option's allowed values ("none|min"), or empty where the function has no such option.
std::string_view option_values(const FunctionInfo& function, std::string_view option);

}  // namespace exemplar::engine
