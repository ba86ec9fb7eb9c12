// Conditions, dates, texts, and what is asked of whole sets of criteria.
#include <fmt/format.h>

#include "oracle/random_formula.hpp"
#include "oracle/random_units.hpp"

namespace exemplar::oracle {

namespace {

const std::vector<std::string> kComparisons = {"=", "<>", "<", "<=", ">", ">="};

}  // namespace

std::string FormulaMaker::list_of_truths(int depth) {
  std::string list = truth(depth);
  for (int i = random_.between(1, 3); i > 0; --i)
    list += ", " + truth(random_.chance(50) ? depth : 0);
  return list;
}

FormulaMaker::Number FormulaMaker::counted(int depth) {
  const std::string answer =
      random_.one_of(std::vector<std::string>{"met", "not_met", "unknown", "not_applicable"});
  switch (random_.below(4)) {
    case 0:
      return {"share(" + answer + " of " + list_of_truths(depth) + ")", false, true, 4};
    case 1:
      return {"count_of(" + answer + " of " + list_of_truths(depth) + ")", false, false, 2};
    case 2:
      return {"count(" + truth(depth) + " over " + set_of_units() + ")", false, false, 3};
    default:
      return known_.sets_allowed ? of_criteria() : atom();
  }
}

std::string FormulaMaker::set_of_criteria() {
  return random_.chance(50) ? "criteria" : "group(\"" + random_.one_of(known_.groups) + "\")";
}

std::string FormulaMaker::condition_on_each() {
  return random_.one_of(std::vector<std::string>{"met", "not_met", "unknown", "not_applicable"});
}

FormulaMaker::Number FormulaMaker::of_criteria() {
  switch (random_.below(5)) {
    case 0:
      return {"share(" + condition_on_each() + " of " + set_of_criteria() + ")", false, true, 4};
    case 1:
      return {"count_of(" + condition_on_each() + " of " + set_of_criteria() + ")", false, false,
              2};
    case 2:
      if (known_.all_scored) return {"total(points)", false, false, 7};
      break;
    default:
      break;
  }
  if (known_.scored_criteria.empty()) return {"count_of(met of criteria)", false, false, 2};
  return {"total(points of group(\"P\"))", false, false, 7};
}

std::string FormulaMaker::plain_truth() {
  switch (random_.below(6)) {
    case 0:
      return "under(\"" + random_.one_of(words_.unit_codes) + "\"" +
             (random_.chance(25) ? std::string(", hierarchy = ") + kSecondHierarchy : "") + ")";
    case 1:
      if (!known_.criteria.empty()) return "criterion(\"" + random_.one_of(known_.criteria) + "\")";
      break;
    case 2:
      return "(" + random_.one_of(words_.numbers) + " " + random_.one_of(kComparisons) + " " +
             constant().text + ")";
    default:
      break;
  }
  return random_.one_of(words_.truths);
}

std::string FormulaMaker::text() {
  switch (random_.below(3)) {
    case 0:
      return "unit.kind";
    case 1:
      return "unit.group";
    default:
      return random_.one_of(words_.texts);
  }
}

std::string FormulaMaker::date(int depth) {
  const std::string simple = random_.one_of(std::vector<std::string>{
      "d1", "d2", "d1", "d2", "2023-03-02", "period.first_day", "period.last_day"});
  if (depth <= 0) return simple;
  switch (random_.below(8)) {
    case 0:
      return "(" + date(depth - 1) + (random_.chance(50) ? " + " : " - ") + "20 days)";
    case 1:
      return "add_months(" + date(depth - 1) + ", " + std::to_string(random_.between(-3, 14)) + ")";
    case 2:
      return "(if " + truth(depth - 1) + " then " + date(depth - 1) + " else " + date(depth - 1) +
             ")";
    case 3:
      return "(" + date(depth - 1) + " or_else " + date(depth - 1) + ")";
    case 4:
      return "d1[last year]";
    case 5:
      return "d2[parent]";
    default:
      return simple;
  }
}

std::string FormulaMaker::comparison(int depth) {
  const std::string op = random_.one_of(kComparisons);
  switch (random_.below(8)) {
    case 0:
      return "(" + date(depth) + " " + op + " " + date(depth) + ")";
    case 1:
      return "(" + date(depth) + " - " + date(depth) + " " + op + " 20 days)";
    case 2: {
      const std::string words =
          random_.one_of(std::vector<std::string>{"\"A\"", "\"red\"", "\"ward\"", text()});
      return "(" + text() + (random_.chance(50) ? " = " : " <> ") + words + ")";
    }
    case 3:
      return "(" + random_.one_of(words_.areas) + " " + op + " 50 m²)";
    case 4:
      return "(" + exact(depth).text + " " + op + " " + constant().text + ")";
    default:
      return "(" + exact(depth).text + " " + op + " " + exact(depth).text + ")";
  }
}

std::string FormulaMaker::quantified(int depth) {
  const std::string list = list_of_truths(depth);
  switch (random_.below(6)) {
    case 0:
      return "all(" + list + ")";
    case 1:
      return "any(" + list + ")";
    case 2:
      return "any(" + condition_on_each() + " of " + list + ")";
    case 3:
      return "at_least(" + std::string(random_.chance(50) ? "50 %" : "70 %") + " of " + list + ")";
    default:
      return fmt::format("at_least({} of {}, k = {})", random_.between(1, 3), list,
                         random_.chance(50) ? "stays" : "shrinks");
  }
}

std::string FormulaMaker::truth_of_criteria(int depth) {
  switch (random_.below(10)) {
    case 0:
      return "all(" + set_of_criteria() + ")";
    case 1:
      return "any(" + condition_on_each() + " of " + set_of_criteria() + ")";
    case 2:
      return "no_knock_out";
    case 3:
      return fmt::format("at_least({} of {}, k = {})", random_.between(1, 4), set_of_criteria(),
                         random_.chance(50) ? "stays" : "shrinks");
    case 4:
      return "at_least(60 % of " + set_of_criteria() + ")";
    case 5:
      if (!known_.scored_criteria.empty()) return "all(points >= 50 % * max of group(\"P\"))";
      break;
    case 6:
      if (!known_.levels.empty()) return "level(\"" + random_.one_of(known_.levels) + "\")";
      break;
    case 7: {
      const std::string on = !known_.levels.empty() && random_.chance(60)
                                 ? "level(\"" + random_.one_of(known_.levels) + "\")"
                                 : plain_truth();
      const std::string by = random_.chance(60) ? of_criteria().text : exact(depth).text;
      const std::string share =
          random_.one_of(std::vector<std::string>{"20 %", "50 %", "40 %", "70 %"});
      return fmt::format("at_most({} of {}, by = {}, {} first, ties = {})", share, on, by,
                         random_.chance(50) ? "highest" : "lowest",
                         random_.chance(50) ? "none" : "all");
    }
    default:
      break;
  }
  return "(" + of_criteria().text +
         " >= " + random_.one_of(std::vector<std::string>{"50 %", "2", "10"}) + ")";
}

std::string FormulaMaker::truth(int depth) {
  if (depth <= 0) return plain_truth();
  if (known_.sets_allowed && random_.chance(35)) return truth_of_criteria(depth - 1);
  switch (random_.below(12)) {
    case 0:
      return "(not " + truth(depth - 1) + ")";
    case 1:
      return "(" + truth(depth - 1) + " and " + truth(depth - 1) + ")";
    case 2:
      return "(" + truth(depth - 1) + " or " + truth(depth - 1) + ")";
    case 3:
    case 4:
    case 5:
      return comparison(depth - 1);
    case 6: {
      const std::string otherwise = random_.chance(20) ? said() : truth(depth - 1);
      return "(if " + truth(depth - 1) + " then " + truth(depth - 1) + " else " + otherwise + ")";
    }
    case 7:
      return "(" + truth(depth - 1) + " or_else " + truth(depth - 1) + ")";
    case 8:
      switch (random_.below(3)) {
        case 0:
          return "known(" + number(depth - 1).text + ")";
        case 1:
          return "known(" + date(depth - 1) + ")";
        default:
          return "known(" + truth(depth - 1) + ")";
      }
    case 9:
      return "(" + truth(depth - 1) + ")[" + (random_.chance(30) ? "parent" : one_period()) + "]";
    default:
      return quantified(depth - 1);
  }
}

}  // namespace exemplar::oracle
