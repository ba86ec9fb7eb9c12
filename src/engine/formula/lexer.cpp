#include "engine/formula/lexer.hpp"

namespace exemplar::engine {

namespace {

struct Symbol {
  std::string_view written;
  std::string_view canonical;
};

// Longest first. What a spreadsheet or a regulation writes is understood too.
constexpr Symbol kSymbols[] = {
    {"->", "->"}, {"→", "->"}, {"<>", "<>"}, {"≠", "<>"}, {"<=", "<="}, {"≤", "<="}, {">=", ">="},
    {"≥", ">="},  {"−", "-"},  {"×", "*"},   {"÷", "/"},  {"(", "("},   {")", ")"},  {"[", "["},
    {"]", "]"},   {"{", "{"},  {"}", "}"},   {",", ","},  {"+", "+"},   {"-", "-"},  {"*", "*"},
    {"/", "/"},   {"^", "^"},  {"=", "="},   {"<", "<"},  {">", ">"},   {".", "."},  {"%", "%"},
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

size_t bytes_of_character(std::string_view text, size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const size_t wanted = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  size_t count = 1;
  while (count < wanted && at + count < text.size() &&
         (static_cast<unsigned char>(text[at + count]) & 0xC0) == 0x80) {
    ++count;
  }
  return count;
}

bool starts_symbol(std::string_view rest) {
  for (const Symbol& symbol : kSymbols) {
    if (rest.starts_with(symbol.written)) return true;
  }
  return false;
}

// Letters, digits, underscore, and any character beyond ASCII that is not a symbol (m², người).
bool continues_word(std::string_view text, size_t at) {
  const char c = text[at];
  if (c == '_' || is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) return true;
  if (static_cast<unsigned char>(c) < 0x80) return false;
  if (text.substr(at).starts_with("\u00A0")) return false;
  return !starts_symbol(text.substr(at));
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  std::vector<Token> run() {
    while (true) {
      skip_space();
      if (at_ >= text_.size()) break;
      Token token = next();
      const bool bad = token.kind == TokenKind::Bad;
      tokens_.push_back(std::move(token));
      if (bad) break;
    }
    Token end;
    end.span = {line_, column_, 0};
    tokens_.push_back(std::move(end));
    return std::move(tokens_);
  }

 private:
  void skip_space() {
    while (at_ < text_.size()) {
      if (text_[at_] == '\n') {
        ++at_;
        ++line_;
        column_ = 1;
      } else if (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r') {
        ++at_;
        ++column_;
      } else if (text_.substr(at_).starts_with("\u00A0")) {
        at_ += 2;
        ++column_;
      } else {
        break;
      }
    }
  }

  void advance(size_t bytes) {
    const size_t end = at_ + bytes;
    while (at_ < end) {
      at_ += bytes_of_character(text_, at_);
      ++column_;
    }
  }

  Token finish(Token token, Span start) {
    token.span = {start.line, start.column, column_ - start.column};
    return token;
  }

  Token bad(Span start, Message what, Message remedy) {
    Token token;
    token.kind = TokenKind::Bad;
    token.error = std::move(what);
    token.remedy = std::move(remedy);
    return finish(std::move(token), start);
  }

  Token next() {
    const Span start{line_, column_, 0};
    const char c = text_[at_];
    if (is_digit(c)) return number_or_date(start);
    if (c == '"') return quoted(start);
    if (continues_word(text_, at_)) {
      const size_t from = at_;
      while (at_ < text_.size() && continues_word(text_, at_)) {
        advance(bytes_of_character(text_, at_));
      }
      Token token;
      token.kind = TokenKind::Word;
      token.text = std::string(text_.substr(from, at_ - from));
      return finish(std::move(token), start);
    }
    for (const Symbol& symbol : kSymbols) {
      if (!text_.substr(at_).starts_with(symbol.written)) continue;
      Token token;
      token.kind = TokenKind::Symbol;
      token.text = std::string(symbol.canonical);
      advance(symbol.written.size());
      return finish(std::move(token), start);
    }
    const std::string character(text_.substr(at_, bytes_of_character(text_, at_)));
    advance(character.size());
    return bad(start, msg("'{}' has no meaning in a formula", character),
               c == '\'' ? msg("texts stand in double quotes") : msg("remove it"));
  }

  Token number_or_date(Span start) {
    if (at_ + 10 <= text_.size() && text_[at_ + 4] == '-' &&
        (at_ + 10 == text_.size() || !is_digit(text_[at_ + 10]))) {
      const std::string_view shape = text_.substr(at_, 10);
      if (shape[7] == '-' && is_digit(shape[5]) && is_digit(shape[8])) {
        const auto date = parse_iso_date(shape);
        advance(10);
        if (!date) {
          return bad(start, msg("there is no day {}", shape), msg("write year-month-day"));
        }
        Token token;
        token.kind = TokenKind::Date;
        token.date = *date;
        return finish(std::move(token), start);
      }
    }
    const size_t from = at_;
    while (at_ < text_.size() &&
           (is_digit(text_[at_]) ||
            (text_[at_] == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1])))) {
      advance(1);
    }
    const std::string_view digits = text_.substr(from, at_ - from);
    const auto value = parse_decimal(digits);
    if (!value) {
      return bad(start, msg("'{}' is not a number", digits),
                 msg("write at most 15 digits with one '.' before the decimals"));
    }
    if (at_ < text_.size() && text_[at_] == ',' && at_ + 1 < text_.size() &&
        is_digit(text_[at_ + 1]) && digits.find('.') == std::string_view::npos &&
        (tokens_.empty() || tokens_.back().text != "(") && depth_hint_comma()) {
      advance(1);
      return bad(start, msg("a comma inside a number"),
                 msg("decimals follow a '.', as in 0.5; a comma separates arguments by ', '"));
    }
    Token token;
    token.kind = TokenKind::Number;
    token.number = *value;
    token.text = std::string(digits);
    return finish(std::move(token), start);
  }

  // "2,5" outside any parenthesis can only be a decimal comma.
  bool depth_hint_comma() const {
    int depth = 0;
    for (const Token& token : tokens_) {
      if (token.kind != TokenKind::Symbol) continue;
      if (token.text == "(" || token.text == "[" || token.text == "{") ++depth;
      if (token.text == ")" || token.text == "]" || token.text == "}") --depth;
    }
    return depth <= 0;
  }

  Token quoted(Span start) {
    advance(1);
    Token token;
    token.kind = TokenKind::Text;
    while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\n') {
      if (text_[at_] == '\\' && at_ + 1 < text_.size() &&
          (text_[at_ + 1] == '"' || text_[at_ + 1] == '\\')) {
        advance(1);
      }
      const size_t bytes = bytes_of_character(text_, at_);
      token.text += text_.substr(at_, bytes);
      advance(bytes);
    }
    if (at_ >= text_.size() || text_[at_] != '"') {
      return bad(start, msg("this text does not end"), msg("close it with \""));
    }
    advance(1);
    return finish(std::move(token), start);
  }

  std::string_view text_;
  size_t at_ = 0;
  int line_ = 1;
  int column_ = 1;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text) {
  return Lexer(text).run();
}

}  // namespace exemplar::engine
