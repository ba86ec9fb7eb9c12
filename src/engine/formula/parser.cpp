#include "engine/formula/parser.hpp"

#include <array>

#include "engine/formula/functions.hpp"
#include "engine/formula/lexer.hpp"

namespace exemplar::engine {

namespace {

constexpr int kDeepest = 200;
// Bounds the depth of a left-leaning tree (a + a + a …), which the descent above does not.
constexpr size_t kLongest = 4000;

constexpr std::array<std::string_view, 11> kKeywords = {
    "if", "then", "else", "and", "or", "not", "or_else", "of", "over", "highest", "lowest"};

bool is_keyword(std::string_view word) {
  for (const std::string_view keyword : kKeywords) {
    if (keyword == word) return true;
  }
  return false;
}

std::optional<int> scale_of(std::string_view word) {
  if (word == "thousand") return 3;
  if (word == "mn" || word == "million") return 6;
  if (word == "bn" || word == "billion") return 9;
  return std::nullopt;
}

std::optional<TimeStep> step_of(std::string_view word) {
  if (word == "days") return TimeStep::Days;
  if (word == "weeks") return TimeStep::Weeks;
  if (word == "months") return TimeStep::Months;
  if (word == "quarters") return TimeStep::Quarters;
  if (word == "years") return TimeStep::Years;
  return std::nullopt;
}

struct Failure {
  SyntaxError error;
};

// Recursive descent; the first error unwinds to parse_formula as a Failure.
class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  ExprPtr whole() {
    if (peek().kind == TokenKind::End) {
      fail(peek(), msg("the formula is empty"), msg("write a formula, such as a / b >= 70 %"));
    }
    ExprPtr expr = formula();
    if (peek().kind != TokenKind::End) {
      fail(peek(), msg("'{}' is not expected here", shown(peek())),
           msg("the formula could end before it; join two parts by an operator such as 'and'"));
    }
    return expr;
  }

 private:
  struct Deeper {
    explicit Deeper(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > kDeepest) {
        parser_.fail(parser_.peek(), msg("the formula is nested deeper than {}", kDeepest),
                     msg("name a part of it as a measure"));
      }
    }
    ~Deeper() { --parser_.depth_; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
    Parser& parser_;
  };

  [[noreturn]] void fail(const Token& token, Message what, Message remedy) {
    if (token.kind == TokenKind::Bad) {
      throw Failure{{token.span, token.error, token.remedy}};
    }
    throw Failure{{token.span, std::move(what), std::move(remedy)}};
  }

  static std::string shown(const Token& token) {
    switch (token.kind) {
      case TokenKind::Text:
        return "\"" + token.text + "\"";
      case TokenKind::Date:
        return iso(token.date);
      default:
        return token.text;
    }
  }

  const Token& peek(size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  Token take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool is_symbol(std::string_view text, size_t ahead = 0) const {
    return peek(ahead).kind == TokenKind::Symbol && peek(ahead).text == text;
  }
  bool is_word(std::string_view text, size_t ahead = 0) const {
    return peek(ahead).kind == TokenKind::Word && peek(ahead).text == text;
  }
  bool accept_symbol(std::string_view text) {
    if (!is_symbol(text)) return false;
    ++at_;
    return true;
  }
  bool accept_word(std::string_view text) {
    if (!is_word(text)) return false;
    ++at_;
    return true;
  }
  void expect_symbol(std::string_view text, const Message& remedy) {
    if (accept_symbol(text)) return;
    if (peek().kind == TokenKind::End) {
      fail(peek(), msg("the formula ends, but '{}' is missing", text), remedy);
    }
    fail(peek(), msg("'{}' stands where '{}' should", shown(peek()), text), remedy);
  }

  ExprPtr make(ExprKind kind, const Span& from) const {
    auto expr = std::make_unique<Expr>();
    expr->kind = kind;
    expr->span = from;
    return expr;
  }

  // The span from the first to the last character of what was just read.
  ExprPtr close(ExprPtr expr) const {
    const Span& last = tokens_[at_ == 0 ? 0 : at_ - 1].span;
    if (last.line == expr->span.line) {
      expr->span.length = last.column + last.length - expr->span.column;
    }
    return expr;
  }

  ExprPtr binary(Operator op, ExprPtr left, ExprPtr right) const {
    ExprPtr expr = make(ExprKind::Binary, left->span);
    expr->op = op;
    expr->args.push_back(std::move(left));
    expr->args.push_back(std::move(right));
    return close(std::move(expr));
  }

  ExprPtr unary(Operator op, const Span& from, ExprPtr operand) const {
    ExprPtr expr = make(ExprKind::Unary, from);
    expr->op = op;
    expr->args.push_back(std::move(operand));
    return close(std::move(expr));
  }

  ExprPtr formula() {
    const Deeper deeper(*this);
    if (!is_word("if")) return disjunction();
    ExprPtr expr = make(ExprKind::If, take().span);
    expr->args.push_back(formula());
    if (!accept_word("then")) {
      fail(peek(), msg("'then' is missing after the condition of 'if'"),
           msg("write: if condition then value else value"));
    }
    expr->args.push_back(formula());
    if (!accept_word("else")) {
      fail(peek(), msg("'else' is missing: what holds otherwise is always said"),
           msg("write: if condition then value else value"));
    }
    expr->args.push_back(formula());
    return close(std::move(expr));
  }

  ExprPtr disjunction() {
    ExprPtr left = conjunction();
    while (accept_word("or")) left = binary(Operator::Or, std::move(left), conjunction());
    return left;
  }

  ExprPtr conjunction() {
    ExprPtr left = negation();
    while (accept_word("and")) left = binary(Operator::And, std::move(left), negation());
    return left;
  }

  ExprPtr negation() {
    if (!is_word("not")) return comparison();
    const Deeper deeper(*this);
    const Span from = take().span;
    return unary(Operator::Not, from, negation());
  }

  std::optional<Operator> comparison_here() const {
    if (peek().kind != TokenKind::Symbol) return std::nullopt;
    for (const Operator op : {Operator::Equal, Operator::NotEqual, Operator::Less,
                              Operator::LessOrEqual, Operator::Greater, Operator::GreaterOrEqual}) {
      if (peek().text == symbol_of(op)) return op;
    }
    return std::nullopt;
  }

  ExprPtr comparison() {
    ExprPtr left = replacement();
    const auto op = comparison_here();
    if (!op) return left;
    take();
    left = binary(*op, std::move(left), replacement());
    if (comparison_here()) {
      fail(peek(), msg("two comparisons in a row"), msg("write: a <= b and b <= c"));
    }
    return left;
  }

  ExprPtr replacement() {
    ExprPtr left = sum();
    while (accept_word("or_else")) left = binary(Operator::OrElse, std::move(left), sum());
    return left;
  }

  ExprPtr sum() {
    ExprPtr left = product();
    while (is_symbol("+") || is_symbol("-")) {
      const Operator op = take().text == "+" ? Operator::Add : Operator::Subtract;
      left = binary(op, std::move(left), product());
    }
    return left;
  }

  ExprPtr product() {
    ExprPtr left = signed_value();
    while (is_symbol("*") || is_symbol("/")) {
      const Operator op = take().text == "*" ? Operator::Multiply : Operator::Divide;
      left = binary(op, std::move(left), signed_value());
    }
    return left;
  }

  ExprPtr signed_value() {
    if (!is_symbol("-")) return power();
    const Deeper deeper(*this);
    const Span from = take().span;
    return unary(Operator::Negate, from, signed_value());
  }

  ExprPtr power() {
    ExprPtr base = postfix();
    if (!accept_symbol("^")) return base;
    const Deeper deeper(*this);
    return binary(Operator::Power, std::move(base), signed_value());
  }

  ExprPtr postfix() {
    ExprPtr expr = primary();
    while (true) {
      if (is_symbol("[")) {
        take();
        do {
          ExprPtr select = make(ExprKind::Select, expr->span);
          select->selector = selector();
          select->args.push_back(std::move(expr));
          expr = std::move(select);
        } while (accept_symbol(","));
        expect_symbol("]", msg("close the choice of period or unit with ']'"));
        expr = close(std::move(expr));
      } else if (is_symbol("{")) {
        expr = categories(std::move(expr));
      } else {
        return expr;
      }
    }
  }

  ExprPtr categories(ExprPtr inner) {
    ExprPtr expr = make(ExprKind::Category, inner->span);
    expr->args.push_back(std::move(inner));
    take();
    do {
      CategoryFilter filter;
      const Token word = take();
      filter.span = word.span;
      filter.dimension = word.text;
      if (word.kind != TokenKind::Word) {
        fail(word, msg("a category is chosen by its name"), msg("write {{kind = \"robbery\"}}"));
      }
      expect_symbol("=", msg("write {{kind = \"robbery\"}}"));
      const Token value = take();
      if (value.kind != TokenKind::Text) {
        fail(value, msg("the category's value is a text"), msg("write {{kind = \"robbery\"}}"));
      }
      filter.value = value.text;
      expr->categories.push_back(std::move(filter));
    } while (accept_symbol(","));
    expect_symbol("}", msg("close the choice of categories with '}}'"));
    return close(std::move(expr));
  }

  Selector selector() {
    Selector result;
    result.span = peek().span;
    const Message remedy =
        msg("write previous, last year, months, last 3 years, a year such as 2022, parent, or "
            "unit(\"code\")");
    const Token token = take();
    if (token.kind == TokenKind::Number && token.number.digits == 0) {
      result.kind = Selector::Kind::Fixed;
      result.text = token.text;
      return result;
    }
    if (token.kind == TokenKind::Text) {
      result.kind = Selector::Kind::Fixed;
      result.text = token.text;
      return result;
    }
    if (token.kind == TokenKind::Word) {
      if (token.text == "previous") return result;
      if (token.text == "parent") {
        result.kind = Selector::Kind::Parent;
        return result;
      }
      if (token.text == "unit" && is_symbol("(") && peek(1).kind == TokenKind::Text) {
        take();
        result.kind = Selector::Kind::Unit;
        result.text = take().text;
        expect_symbol(")", remedy);
        return result;
      }
      if (const auto step = step_of(token.text)) {
        result.kind = Selector::Kind::Parts;
        result.step = *step;
        return result;
      }
      if (token.text == "last" && accept_word("year")) {
        result.kind = Selector::Kind::LastYear;
        return result;
      }
      if (token.text == "last" && peek().kind == TokenKind::Number &&
          peek(1).kind == TokenKind::Word && step_of(peek(1).text)) {
        const Token count = take();
        if (count.number.digits != 0 || count.number.units < 1 || count.number.units > 1000) {
          fail(count, msg("'{}' is not a number of periods", count.text),
               msg("write a whole number from 1 to 1000"));
        }
        result.kind = Selector::Kind::LastSeveral;
        result.count = static_cast<int>(count.number.units);
        result.step = *step_of(take().text);
        return result;
      }
    }
    fail(token, msg("'{}' chooses neither a period nor a unit", shown(token)), remedy);
  }

  ExprPtr primary() {
    const Deeper deeper(*this);
    const Token& token = peek();
    switch (token.kind) {
      case TokenKind::Number:
        return number();
      case TokenKind::Text: {
        ExprPtr expr = make(ExprKind::Text, token.span);
        expr->text = take().text;
        return expr;
      }
      case TokenKind::Date: {
        ExprPtr expr = make(ExprKind::Date, token.span);
        expr->date = take().date;
        return expr;
      }
      case TokenKind::Word:
        if (is_keyword(token.text)) break;
        return name_or_call();
      case TokenKind::Symbol:
        if (accept_symbol("(")) {
          ExprPtr expr = formula();
          expect_symbol(")", msg("close the parenthesis"));
          return expr;
        }
        break;
      case TokenKind::End:
        fail(token, msg("the formula ends where a value should stand"),
             msg("complete it or remove the last operator"));
      case TokenKind::Bad:
        break;
    }
    fail(token, msg("'{}' stands where a value should", shown(token)),
         msg("write a number, a name, a function, or something in parentheses"));
  }

  ExprPtr number() {
    const Token token = take();
    ExprPtr expr = make(ExprKind::Number, token.span);
    expr->number = token.number;
    if (accept_symbol("%")) {
      expr->percent = true;
      expr->power = -2;
      return close(std::move(expr));
    }
    if (peek().kind == TokenKind::Word && !is_keyword(peek().text)) {
      if (const auto scale = scale_of(peek().text)) {
        expr->power = *scale;
        take();
      }
    }
    if (peek().kind == TokenKind::Word && !is_keyword(peek().text)) {
      if (is_symbol("(", 1)) {
        fail(peek(), msg("'{}' directly after a number", peek().text),
             msg("put an operator between them"));
      }
      expr->text = take().text;
      while (unit_goes_on()) {
        take();
        expr->text += "/" + take().text;
      }
    }
    return close(std::move(expr));
  }

  // Written as one word, 12 VND/m² is a number and its unit; 12 VND / area divides, as does what can
  // only be a value: 12 VND/sum(…), 12 VND/unit.residents, 12 VND/area[last year].
  bool unit_goes_on() const {
    const auto touches = [this](size_t ahead) {
      const Span& before = tokens_[at_ + ahead - 1].span;
      const Span& after = peek(ahead).span;
      return before.line == after.line && before.column + before.length == after.column;
    };
    return is_symbol("/") && touches(0) && peek(1).kind == TokenKind::Word &&
           !is_keyword(peek(1).text) && touches(1) && !is_symbol("(", 2) && !is_symbol("[", 2) &&
           !is_symbol("{", 2) && !is_symbol(".", 2);
  }

  ExprPtr name_or_call() {
    const Token token = take();
    if (is_symbol("(")) return call(token);
    ExprPtr expr = make(ExprKind::Name, token.span);
    expr->text = token.text;
    while (is_symbol(".") && peek(1).kind == TokenKind::Word) {
      take();
      expr->text += "." + take().text;
    }
    return close(std::move(expr));
  }

  ExprPtr call(const Token& name) {
    ExprPtr expr = make(ExprKind::Call, name.span);
    expr->text = name.text;
    const FunctionInfo* info = find_function(name.text);
    take();
    if (!is_symbol(")")) {
      do argument(*expr, info);
      while (accept_symbol(","));
    }
    expect_symbol(")", msg("close the arguments of {} with ')'", name.text));
    return close(std::move(expr));
  }

  void argument(Expr& call, const FunctionInfo* info) {
    const Token& first = peek();
    if (info != nullptr && first.kind == TokenKind::Word && is_symbol("=", 1) &&
        !option_values(*info, first.text).empty()) {
      Option option{first.text, nullptr, first.span};
      take();
      take();
      option.value = formula();
      call.options.push_back(std::move(option));
      return;
    }
    if ((is_word("highest") || is_word("lowest")) && is_word("first", 1)) {
      if (!call.order.empty()) fail(first, msg("the order is said twice"), msg("remove one"));
      call.order = take().text;
      take();
      return;
    }
    if (is_word("else")) {
      if (call.otherwise) fail(first, msg("'else' stands twice"), msg("remove one"));
      take();
      call.otherwise = formula();
      return;
    }
    if (const auto band = comparison_here()) {
      take();
      ExprPtr at = replacement();
      expect_symbol("->", msg("a band is written: < 50 % -> 0"));
      call.anchors.push_back({band, std::move(at), formula()});
      return;
    }
    ExprPtr value = formula();
    if (accept_symbol("->")) {
      call.anchors.push_back({std::nullopt, std::move(value), formula()});
      return;
    }
    positional(call, std::move(value));
  }

  // `… of known`, but not `3 of known(x), y`.
  bool is_of_known() const { return is_word("of") && is_word("known", 1) && !is_symbol("(", 2); }

  void positional(Expr& call, ExprPtr value) {
    if (is_word("of") && !is_of_known()) {
      const Token of = take();
      if (call.quantity || !call.args.empty()) {
        fail(of, msg("'of' follows the first argument only"), msg("write: at_least(3 of a, b, c)"));
      }
      call.quantity = std::move(value);
      value = formula();
    }
    call.args.push_back(std::move(value));
    if (is_word("over")) {
      const Token over = take();
      if (call.over) fail(over, msg("'over' stands twice"), msg("remove one"));
      call.over = postfix();
    }
    if (is_of_known()) {
      take();
      take();
      call.of_known = true;
    }
  }

  std::vector<Token> tokens_;
  size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Parsed parse_formula(std::string_view text) {
  std::vector<Token> tokens = tokenize(text);
  if (tokens.size() > kLongest) {
    return {nullptr, SyntaxError{tokens[kLongest].span,
                                 msg("the formula has more than {} words and signs", kLongest),
                                 msg("name parts of it as measures")}};
  }
  try {
    return {Parser(std::move(tokens)).whole(), std::nullopt};
  } catch (Failure& failure) {
    return {nullptr, std::move(failure.error)};
  }
}

}  // namespace exemplar::engine
