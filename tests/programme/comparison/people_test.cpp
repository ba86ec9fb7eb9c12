// A number of people and all that is computed from one: compared from the level above the lowest up.
#include <gtest/gtest.h>

#include "programme/assessment/comparison.hpp"
#include "programme/pack/pack.hpp"

namespace exemplar::programme {
namespace {

PackFiles::Content sample() {
  return {
      {"office.toml", R"([office]
id = "o"
name = "O"
zone = "Asia/Ho_Chi_Minh"
decimal_sign = "."
[[source]]
id = "r"
name = "R"
[[calendar]]
id = "civil"
name = "C"
[[hierarchy]]
id = "h"
name = "H"
roots = ["town"]
kinds = ["street"]
[[kind]]
id = "town"
name = "town"
[[kind]]
id = "street"
name = "street"
)"},
      {"units.csv",
       "id,code,name,name_en,kind,from,until\nt,0,T,,town,,\na,1,A,,street,,\nb,2,B,,street,,\n"},
      {"hierarchies.csv", "hierarchy,unit,parent,from,until\nh,a,t,,\nh,b,t,,\n"},
      {"indicators.toml", R"toml(
[[indicator]]
id = "people_in_treatment"
name = "People"
kind = "count"
at_most = 100000
over_units = "sum"
about = "people"
from = "other_unit"
[[indicator]]
id = "offered"
name = "Offered"
kind = "count"
at_most = 100000
over_units = "sum"
[[indicator]]
id = "p2"
name = "P2"
value = "people_in_treatment + 0"
[[indicator]]
id = "p3"
name = "P3"
value = "p2 * 2"
[[indicator]]
id = "ratio"
name = "Ratio"
value = "offered / people_in_treatment"
[[indicator]]
id = "twice"
name = "Twice"
value = "offered * 2"
[[indicator]]
id = "named"
name = "Named"
value = "people_in_treatment[unit(\"2\")] + 0"
)toml"},
      {"programmes/p/programme.toml", R"toml([programme]
name = "P"
calendar = "civil"
hierarchy = "h"
participants = 'unit.kind = "street" and under("0")'
main_level = "all"
near_level = "all"
)toml"},
      {"programmes/p/criteria/s.toml", R"toml([set]
id = "s"
name = "S"
from = 2020-01-01
[[criterion]]
id = "1"
title = "One"
basis = "none: illustrative"
met = "offered >= 0"
when_not_applicable = "leave_out"
[[level]]
id = "all"
name = "All"
when = "all(criteria)"
)toml"},
      {"values/a.csv",
       "period,unit,reported_on,source,people_in_treatment,offered\n"
       "2023,a,2024-01-02,r,20,15\n2023,b,2024-01-02,r,17,10\n"
       "2022,a,2023-01-02,r,40,15\n2022,b,2023-01-02,r,21,10\n"},
  };
}

// Who asks, and which indicators are withheld from them.
struct Case {
  const char* unit;
  std::set<std::string> withheld;
};

TEST(PeopleCompared, SecrecyFollowsDerivation) {
  PackReading reading = read_pack(PackFiles::in_memory(sample()));
  for (const Problem& problem : reading.problems) {
    EXPECT_NE(problem.severity, Severity::Error) << to_string(problem, Language::English);
  }
  const Definitions& definitions = reading.office.definitions;
  const Case cases[] = {
      {"a", {"people_in_treatment", "p2", "p3", "ratio", "named"}},
      {"t", {"named"}},
      {"", {"named"}},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.unit);
    ComparisonRequest request{"p", {*make_date(2023, 1, 1), {1, Length::Unit::Years}}, {}, {}, {}};
    if (*one.unit != 0) request.unit = definitions.units.find_by_id(one.unit);
    const auto result = compare_periods(definitions, reading.office.facts, request);
    ASSERT_TRUE(result);
    std::set<std::string> withheld;
    for (const ComparedIndicator& indicator : result->indicators) {
      const std::string& id = definitions[indicator.indicator].id;
      if (!indicator.withheld) {
        EXPECT_TRUE(indicator.value.known()) << id;
        continue;
      }
      withheld.insert(id);
      EXPECT_FALSE(indicator.value.known() || indicator.value.part || indicator.value.whole) << id;
      ASSERT_FALSE(indicator.bases.empty());
      for (const ComparedBase& base : indicator.bases) {
        EXPECT_FALSE(base.base.known() || base.change || base.change_percent ||
                     base.change_interval || base.no_base || base.base.part)
            << id;
      }
    }
    EXPECT_EQ(withheld, one.withheld);
  }
}

}  // namespace
}  // namespace exemplar::programme
