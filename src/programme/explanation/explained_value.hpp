// One value as it is explained: what it is, how it is written, and why it is missing. Numbers and
// dates stay what they are; they become words only when a language is chosen.
#pragma once

#include "engine/column/value.hpp"
#include "programme/assessment/source.hpp"

namespace exemplar::programme {

// How a number is written: 6,90 m² has unit m² and 2 digits, 76,7 % has percent and 1 digit.
struct NumberStyle {
  std::string unit;  // of measure; "" for a plain number
  int digits = 0;    // decimals shown; of a percentage, those of the percentage
  bool percent = false;

  bool operator==(const NumberStyle&) const = default;
};

// Why a value is unknown or not applicable, with what the kind needs to be said in words.
struct ExplainedReason {
  engine::ReasonKind kind = engine::ReasonKind::None;
  int64_t known = 0;                 // SomeUnknown: of how many the value is known …
  int64_t total = 0;                 // … and of how many it should be
  std::optional<Ratio> known_value;  // SomeUnknown: over the known ones
  std::optional<Ratio> low;          // UnknownShares: bounds
  std::optional<Ratio> high;
  Text text;                       // Said, DeclaredNotApplicable: as the pack or the reporter wrote
  std::optional<Date> changed_on;  // DefinitionBreak: first day of the new definition …
  Text change;                     // … and why it changed
  std::optional<Length> collected;  // NotCollected: the indicator's own periods
};

struct ExplainedValue {
  engine::ValueType type = engine::ValueType::Truth;
  engine::Answer answer = engine::Answer::Unknown;  // of a number, date or text: met = known
  Status status = Status::Decided;                  // lowest among the values that decide it
  bool correction_pending = false;  // a newer value below the status asked for waits behind it
  std::optional<Ratio> exact;       // known exact numbers
  std::optional<double> real;       // other known numbers
  std::optional<Date> date;
  std::string text;
  NumberStyle style;
  std::optional<ExplainedReason> reason;  // where unknown or not applicable
  // A number of people of a unit that has none below it: whether it is known is told, not the number.
  bool withheld = false;

  bool known() const { return answer == engine::Answer::Met || answer == engine::Answer::NotMet; }
};

// "214,0 m²", "76,7 %", "18/01/2023", "có"; "?" where unknown, "–" where not applicable; where
// withheld, that it is.
std::string value_text(const ExplainedValue& value, Language language);
// Takes every number out of it.
void withhold(ExplainedValue& value);
std::string number_text(const Ratio& number, const NumberStyle& style, Language language);
// The reason in words: "1.204 tính trên 240/249".
std::string reason_text(const ExplainedReason& reason, const NumberStyle& style, Language language);

// "met", "not_met", "unknown", "not_applicable": for machines.
std::string_view name_of(engine::Answer answer);
// "no_value", "nothing_due", …: for machines.
std::string_view name_of(engine::ReasonKind kind);
// Đạt, Chưa đạt, Chưa đủ số liệu, Không áp dụng.
Message words_for(engine::Answer answer);
Message words_for(Status status);

}  // namespace exemplar::programme
