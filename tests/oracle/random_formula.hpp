// Random well-typed formulas as text. Private to the generator.
#pragma once

#include "oracle/random_world.hpp"

namespace exemplar::oracle {

// What a formula may refer to; grows as definitions are made.
struct Known {
  struct OneMeasure {
    std::string name;
    bool loose;  // has no declared rounding and left the exact fragment
  };
  std::vector<OneMeasure> measures;
  std::vector<std::string> criteria;
  std::vector<std::string> scored_criteria;  // those with points
  std::vector<std::string> groups;
  std::vector<std::string> levels;
  bool all_scored = false;    // every criterion has points: `total(points)`
  bool sets_allowed = false;  // the criteria are complete
};

class FormulaMaker {
 public:
  FormulaMaker(Random& random, const Vocabulary& words, const Known& known)
      : random_(random), words_(words), known_(known) {}

  struct Number {
    std::string text;
    // Needs a declared round before it is compared, ranked or summed into points: it passed a
    // floating function, or unlike ratios were added.
    bool loose = false;
    bool divided = false;
    int digits = 3;  // of numerator and denominator together, at most about this many
  };

  Number number(int depth);
  Number exact(int depth);  // never loose
  std::string truth(int depth);
  std::string date(int depth);
  std::string text();
  std::string rounding_mode();

 private:
  Number atom();
  Number constant();
  Number arithmetic(int depth);
  Number elsewhere(int depth);
  Number bounded(int depth);
  Number scored(int depth);
  Number changed(int depth);
  Number rounded(Number inner);
  Number aggregate(int depth);
  Number statistic(int depth);
  Number compared(int depth);
  Number floating(int depth);
  Number counted(int depth);
  Number of_criteria();
  std::string plain_truth();
  std::string comparison(int depth);
  std::string quantified(int depth);
  std::string truth_of_criteria(int depth);
  std::string list_of_truths(int depth);
  std::string set_of_criteria();
  std::string set_of_units();
  std::string one_period();
  std::string several_periods();
  std::string positive_constant();
  std::string condition_on_each();
  std::string said();

  Random& random_;
  const Vocabulary& words_;
  const Known& known_;
};

}  // namespace exemplar::oracle
