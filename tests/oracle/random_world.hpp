// Random units, calendars and facts. Private to the generator.
#pragma once

#include "oracle/generator.hpp"

namespace exemplar::oracle {

// Ids by type: counts and decimals without a unit of measure (n…), areas in m² (a…), truths (t…),
// dates (d…), texts (w…), and offences by kind.
struct Vocabulary {
  std::vector<std::string> numbers;
  std::vector<std::string> areas;
  std::vector<std::string> truths;
  std::vector<std::string> dates;
  std::vector<std::string> texts;
  std::vector<std::string> kinds;       // categories of `offences`, dimension `kind`
  std::vector<std::string> unit_codes;  // and one that does not exist
};

struct Gaps {
  int unknown_percent = 10;
  int not_applicable_percent = 5;
};

World random_world(Random& random, Vocabulary& vocabulary, const std::vector<Gaps>& gaps);
Fact random_fact(Random& random, const Indicator& indicator, const Gaps& gaps);

}  // namespace exemplar::oracle
