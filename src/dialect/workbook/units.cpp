// Over a set of units, and one unit among others.
//
// Which units belong together is written out in two columns, the unit's own set and the set that it
// is a member of; a unit that is a member of several (everything above it) has them as "|2|5|".
//
//   sum(x over siblings)   =SUMIFS(x, member, own, known, 2)
//   rank, highest first    =1+SUMPRODUCT((member=own)*(known=2)*(x>own x+h))
//
// A unit that does not exist in the period has the set -1: what looks at its own set is unknown.
// h is half of the least distance between two different values.
#include <cmath>

#include "dialect/workbook/formulas.hpp"

namespace exemplar::dialect {

using engine::FunctionId;
using engine::Node;
using engine::Ties;
using engine::UnitSet;
using engine::ValueType;

namespace {

constexpr double kNotThere = -1;  // a unit's own set, where it does not exist

}  // namespace

Formulas::Group Formulas::group_of(const Node& node) {
  const auto& groups = steps_.evaluation_.groups(node.set, node.text, period_);
  const auto& units = steps_.world_.units;
  std::vector<std::vector<size_t>> member_of(units.size());
  for (size_t group = 0; group < groups.groups.size(); ++group) {
    for (const uint32_t unit : groups.groups[group]) {
      const int32_t place = steps_.place_of_unit_[unit];
      if (place >= 0) member_of[static_cast<size_t>(place)].push_back(group + 1);
    }
  }
  Group result;
  bool everyone = groups.groups.size() == 1;
  for (size_t i = 0; i < units.size(); ++i) {
    everyone = everyone && member_of[i].size() == 1 && groups.group_of[units[i]] == 0;
    result.patterned = result.patterned || member_of[i].size() > 1;
  }
  if (everyone) return result;
  const size_t sheet = steps_.part_sheets_.at(Part::Groups);
  // One that does not exist is compared with nobody, but may look at a set that is not its own.
  const bool compares = node.op == engine::Op::CompareUnits;
  const std::string name =
      fmt::format("{}:{}:{}:{}", static_cast<int>(node.set), node.text, period_, compares ? 1 : 0);
  auto& keys = steps_.group_steps_;
  if (const auto found = keys.find(name); found != keys.end()) {
    result.own = &steps_.steps_[found->second];
    for (const double key : result.own->keys) {
      result.some_not_there = result.some_not_there || key == kNotThere;
    }
    result.member = &steps_.steps_[found->second + 1];
    return result;
  }
  keys[name] = steps_.steps_.size();
  Step& own = steps_.add_step(Step::Role::Key, {}, period_, sheet);
  Step& member = steps_.add_step(Step::Role::Key, {}, period_, sheet);
  for (size_t i = 0; i < units.size(); ++i) {
    const bool not_there =
        (compares ? groups.place_in : groups.group_of)[units[i]] == engine::Groups::kNotThere;
    own.keys.push_back(not_there ? kNotThere : groups.group_of[units[i]] + 1);
    result.some_not_there = result.some_not_there || not_there;
    std::string all = "|";
    for (const size_t group : member_of[i]) all += std::to_string(group) + "|";
    if (result.patterned) member.key_texts.push_back(all);
    member.keys.push_back(member_of[i].empty() ? 0 : static_cast<double>(member_of[i].front()));
  }
  result.own = &own;
  result.member = &member;
  return result;
}

std::string Formulas::criterion(const Group& group) const {
  if (group.member == nullptr) return "";
  const std::string own = steps_.reference(*group.own, sheet_, Steps::kRow);
  return steps_.range(*group.member, sheet_) + "," +
         (group.patterned ? "\"*|\"&" + own + "&\"|*\"" : own) + ",";
}

std::string Formulas::mask(const Group& group) const {
  if (group.member == nullptr) return "";
  const std::string own = steps_.reference(*group.own, sheet_, Steps::kRow);
  const std::string members = steps_.range(*group.member, sheet_);
  return group.patterned ? "ISNUMBER(SEARCH(\"|\"&" + own + "&\"|\"," + members + "))*"
                         : "(" + members + "=" + own + ")*";
}

std::optional<Written> Formulas::over_units(const Node& node) {
  std::vector<engine::PeriodIndex> periods{period_};
  if (node.selector.is_many()) {
    const auto several = periods_of(node);
    if (!several || several->empty()) return Written{"1", "\"\"", false, false, {}};
    periods = *several;
  }
  const Group group = group_of(node);
  const std::string which = criterion(group);
  const bool truths = graph_[node.args[0]].type == ValueType::Truth;
  std::vector<std::string> known, unknown, met, sums, arrays;
  for (const auto period : periods) {
    const Operand x = operand_at(node.args[0], period, Steps::kRow);
    if (x.answer_step == nullptr) return refuse(msg("a constant over units is no column"));
    const std::string answers = steps_.range(*x.answer_step, sheet_);
    const auto count = [&](int code) {
      return fmt::format("COUNTIFS({}{},{})", which, answers, code);
    };
    met.push_back(count(2));
    known.push_back(truths ? count(2) + "+" + count(0) : count(2));
    unknown.push_back(count(1));
    if (x.value_step == nullptr) continue;
    const std::string values = steps_.range(*x.value_step, sheet_);
    sums.push_back(fmt::format("SUMIFS({},{}{},2)", values, which, answers));
    arrays.push_back(fmt::format("IF({}({}=2),{})", mask(group), answers, values));
  }
  const std::string some_known = joined(known, "+");
  const std::string some_unknown = joined(unknown, "+");
  Written result;
  std::string inner = "2";
  const bool plain = node.function == FunctionId::Count || node.function == FunctionId::Sum ||
                     node.function == FunctionId::Mean;
  if (!plain && arrays.size() != 1) {
    return refuse(msg("many periods of many units do not stand in one column"));
  }
  if (node.function == FunctionId::Count) {
    result.value = joined(met, "+");
  } else if (node.function == FunctionId::Sum) {
    result.value = joined(sums, "+");
  } else if (node.function == FunctionId::Mean) {
    result.value = "(" + joined(sums, "+") + ")/(" + some_known + ")";
  } else {
    result.value = value_of_list(node, arrays[0], &result.value_array);
    if (node.function == FunctionId::StandardDeviation) inner = "IF(" + some_known + "<2,3,2)";
    if (node.function == FunctionId::GeometricMean || node.function == FunctionId::HarmonicMean) {
      inner = "IF(MIN(" + arrays[0] + ")<0,1,2)";
      result.answer_array = true;
    }
  }
  result.answer = node.of_known
                      ? fmt::format("IF({}>0,{},IF({}>0,1,3))", some_known, inner, some_unknown)
                      : fmt::format("IF({}>0,1,IF({}>0,{},3))", some_unknown, some_known, inner);
  if (group.own != nullptr) {
    const std::string own = steps_.reference(*group.own, sheet_, Steps::kRow);
    result.answer = "IF(" + own + "=0,3," + result.answer + ")";
    if (group.some_not_there) result.answer = "IF(" + own + "<0,1," + result.answer + ")";
  }
  return result;
}

// Among the known: the others keep their answer and take no place. A unit has a place only in the
// set that is its own and that it belongs to.
std::optional<Written> Formulas::among_units(const Node& node) {
  const Group group = group_of(node);
  const Operand x = operand(node.args[0]);
  if (x.value_step == nullptr) return refuse(msg("a constant over units is no column"));
  if (node.set == UnitSet::Children || node.set == UnitSet::Descendants) {
    // Nobody is its own child.
    if (!group.some_not_there) return Written{"3", "\"\"", false, false, {}};
    const std::string own = steps_.reference(*group.own, sheet_, Steps::kRow);
    return Written{"IF(" + own + "<0,1,3)", "\"\"", false, false, {}};
  }
  if (group.patterned) return refuse(msg("units that stand in several sets are not compared here"));
  const std::string known = "(" + steps_.range(*x.answer_step, sheet_) + "=2)";
  auto result = placed(node, group, mask(group) + known);
  if (!result) return std::nullopt;
  result->answer = "IF(" + x.answer + "<>2," + x.answer + "," + result->answer + ")";
  if (group.own != nullptr) {
    result->answer = fmt::format(
        "IF(OR({0}=0,{0}<>{1}),{3},{2})", steps_.reference(*group.own, sheet_, Steps::kRow),
        steps_.reference(*group.member, sheet_, Steps::kRow), result->answer,
        group.some_not_there ? "IF(" + steps_.reference(*group.own, sheet_, Steps::kRow) + "<0,1,3)"
                             : std::string("3"));
  }
  return result;
}

std::optional<Written> Formulas::placed(const Node& node, const Group&, const std::string& known) {
  const Operand x = operand(node.args[0]);
  const std::string values = steps_.range(*x.value_step, sheet_);
  const std::string all = "IF(" + known + "," + values + ")";
  const engine::NumberInfo& info = x.node->number;
  Written result{"2", "", false, false, {}};
  if (node.function == FunctionId::Rank || node.function == FunctionId::PercentileRank) {
    const long double scale = 2 * info.denominator_bound * info.denominator_bound;
    const long double widest = std::max(std::fabs(info.low), std::fabs(info.high));
    if (!info.exact || scale >= kQuotientLimit ||
        (widest * scale >= kQuotientLimit && !floating_below(node.args[0]))) {
      return too_many_digits();
    }
    const std::string half = "1/" + to_string(static_cast<i128>(scale));
    const auto count = [&](const std::string& which) {
      return "SUMPRODUCT(" + known + "*" + which + ")";
    };
    const std::string greater = count("(" + values + ">" + x.value + "+" + half + ")");
    const std::string less = count("(" + values + "<" + x.value + "-" + half + ")");
    const std::string everyone = "SUMPRODUCT(" + known + "*1)";
    if (node.function == FunctionId::PercentileRank) {
      result.answer = "IF(" + everyone + "<2,3,2)";
      result.value = fmt::format("({1}+{0}-{2}-1)/(2*({0}-1))", everyone, less, greater);
      return result;
    }
    if (node.ties == Ties::Dense) return refuse(msg("a dense rank counts different values"));
    const std::string better = node.flag ? greater : less;
    const std::string worse = node.flag ? less : greater;
    result.value = node.ties == Ties::Max ? everyone + "-" + worse
                   : node.ties == Ties::Mean
                       ? fmt::format("({}+1+{}-{})/2", better, everyone, worse)
                       : "1+" + better;
    return result;
  }
  result.answer_array = result.value_array = true;
  const bool exact = info.exact && x.node->type == ValueType::Exact;
  const auto none = [&](const std::string& span) {
    if (!exact) return span + "=0";
    const long double scale = 2 * info.denominator_bound * info.denominator_bound;
    return "ROUND((" + span + ")*" + to_string(static_cast<i128>(std::min(scale, kQuotientLimit))) +
           ",0)=0";
  };
  const std::string range = "MAX(" + all + ")-MIN(" + all + ")";
  switch (node.function) {
    case FunctionId::MinMax:
      result.answer = "IF(" + none(range) + ",3,2)";
      result.value = fmt::format("({0}-MIN({1}))/({2})", x.value, all, range);
      break;
    case FunctionId::ZScore:
      result.answer = "IF(" + none(range) + ",3,2)";
      result.value = fmt::format("({0}-AVERAGE({1}))/STDEV({1})", x.value, all);
      break;
    default:
      result.answer = "IF(" + none("MAX(" + all + ")") + ",3,2)";
      result.value = fmt::format("{0}/MAX({1})", x.value, all);
      break;
  }
  return result;
}

}  // namespace exemplar::dialect
