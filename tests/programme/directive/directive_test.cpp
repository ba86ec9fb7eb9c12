// Which directives are still to be done, and which of them are late.
#include "programme/directive/directive.hpp"

namespace exemplar::programme {
namespace {

TEST(Directive, IsLateWhereItIsOpenAfterItsLastDay) {
  const Date due = *make_date(2024, 6, 30);
  struct Case {
    DirectiveState state;
    bool open;
  };
  for (const Case& c :
       {Case{DirectiveState::Given, true}, Case{DirectiveState::Returned, true},
        Case{DirectiveState::Reported, false}, Case{DirectiveState::Accepted, false},
        Case{DirectiveState::Cancelled, false}}) {
    Directive directive;
    directive.state = c.state;
    EXPECT_EQ(is_open(directive), c.open);
    EXPECT_FALSE(is_overdue(directive, Date{due.days + 1000}));  // no last day is named
    directive.due = due;
    EXPECT_FALSE(is_overdue(directive, due));
    EXPECT_EQ(is_overdue(directive, Date{due.days + 1}), c.open);
  }
}

}  // namespace
}  // namespace exemplar::programme
