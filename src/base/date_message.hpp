// Days in messages. A message is put into words only when it is shown, so its days must wait for
// the language too: English reads 2025-06-30, Vietnamese 30/06/2025.
#pragma once

#include "base/date.hpp"
#include "base/message.hpp"

namespace exemplar {

// For a placeholder of a message: msg("the event of {}", day_message(date)).
Message day_message(Date day);

// "from 2024-01-01 until 2024-12-31", "until 2024-12-31", "from 2024-01-01"; "without limit" where
// both ends are open; a range of one day is that day.
Message days_message(DateRange days);

}  // namespace exemplar
