// Formula text → tokens. Spaces separate; columns are characters, not bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/message.hpp"
#include "engine/formula/syntax.hpp"

namespace exemplar::engine {

enum class TokenKind { Number, Word, Text, Date, Symbol, End, Bad };

struct Token {
  TokenKind kind = TokenKind::End;
  std::string
      text;  // Word: as written; Text: content; Symbol: canonical ("<=", "->", "*"); Number: digits
  Decimal number;
  Date date;
  Span span;
  Message error;   // Bad only
  Message remedy;  // Bad only
};

// Always ends with an End token; a Bad token ends the list early, followed by End.
std::vector<Token> tokenize(std::string_view text);

}  // namespace exemplar::engine
