#include "base/date_message.hpp"

namespace exemplar {

// The order of year, month and day is the translation's business: its pattern turns them round.
Message day_message(Date day) {
  const CivilDate parts = civil(day);
  return msg("{0}-{1}-{2}", fmt::format("{:04}", parts.year), fmt::format("{:02}", parts.month),
             fmt::format("{:02}", parts.day));
}

Message days_message(DateRange days) {
  const bool begins = days.from != kOpenPast;
  const bool ends = days.until != kOpenFuture;
  if (begins && days.from == days.until) return day_message(days.from);
  if (begins && ends) {
    return msg("from {} until {}", day_message(days.from), day_message(days.until));
  }
  if (begins) return msg("from {}", day_message(days.from));
  if (ends) return msg("until {}", day_message(days.until));
  return msg("without limit");
}

}  // namespace exemplar
