// Text → syntax tree, with the first syntax error placed.
//
//   formula    = "if" formula "then" formula "else" formula | or
//   or         = and { "or" and }                and = not { "and" not }        not = "not" not | comparison
//   comparison = or_else [ ( = <> < <= > >= ) or_else ]        or_else = sum { "or_else" sum }
//   sum        = product { (+ -) product }       product = signed { (* /) signed }
//   signed     = "-" signed | power              power = postfix [ "^" signed ]
//   postfix    = primary { "[" selector { "," selector } "]" | "{" filters "}" }
//   primary    = number [%|unit] | date | "text" | name [. name] | name "(" arguments ")" | "(" formula ")"
//   argument   = option "=" value | [comparison] formula "->" formula | "else" formula
//              | ("highest"|"lowest") "first" | formula [ "of" formula ] [ "over" set ] [ "of" "known" ]
#pragma once

#include <optional>
#include <string_view>

#include "base/message.hpp"
#include "engine/formula/syntax.hpp"

namespace exemplar::engine {

struct SyntaxError {
  Span span;
  Message what;
  Message remedy;
};

struct Parsed {
  ExprPtr tree;                      // null exactly when there is an error
  std::optional<SyntaxError> error;  // the first one
};

// Reads a whole formula. Nesting deeper than 200 is refused (no input may exhaust the stack).
Parsed parse_formula(std::string_view text);

}  // namespace exemplar::engine
