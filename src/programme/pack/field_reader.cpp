#include "programme/pack/field_reader.hpp"

#include <algorithm>
#include <cmath>

#include "engine/formula/parser.hpp"

namespace exemplar::programme {

namespace {

constexpr int64_t kWholeMax = 999'999'999'999'999;  // 15 digits

// The decimal that the author wrote: the shortest one that gives this double back.
std::optional<Decimal> decimal_of(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  const std::string shortest = fmt::format("{}", value);
  if (const auto decimal = parse_decimal(shortest)) return decimal;
  std::string fixed = fmt::format("{:.15f}", value);
  while (fixed.ends_with('0')) fixed.pop_back();
  if (fixed.ends_with('.')) fixed.pop_back();
  const auto decimal = parse_decimal(fixed);
  if (!decimal || decimal->to_double() != value) return std::nullopt;
  return decimal;
}

Message holds(std::string_view key, TomlNode::Kind kind) {
  switch (kind) {
    case TomlNode::Kind::Text:
      return msg("'{}' holds a text", key);
    case TomlNode::Kind::Whole:
    case TomlNode::Kind::Fraction:
      return msg("'{}' holds a number", key);
    case TomlNode::Kind::Truth:
      return msg("'{}' holds true or false", key);
    case TomlNode::Kind::Day:
      return msg("'{}' holds a day", key);
    case TomlNode::Kind::List:
      return msg("'{}' holds a list", key);
    case TomlNode::Kind::Table:
      return msg("'{}' holds a table", key);
    case TomlNode::Kind::Other:
      break;
  }
  return msg("'{}' holds a time of day", key);
}

}  // namespace

FieldReader::FieldReader(const TomlNode& table, Problems& problems, KeyPlaces& places)
    : table_(table), problems_(problems), places_(places) {}

const TomlNode* FieldReader::find(std::string_view key, Need need) {
  asked_.emplace_back(key);
  const TomlEntry* entry = table_.find(key);
  if (entry == nullptr) {
    if (need == Need::Required) {
      problems_.error(table_.place, msg("'{}' is missing here", key),
                      msg("add a line {} = …", key));
    }
    return nullptr;
  }
  places_.note(table_.place, key, entry->node.place);
  if (entry->node.kind == TomlNode::Kind::Text && is_to_fill(entry->node.text)) return nullptr;
  return &entry->node;
}

void FieldReader::wrong_kind(const TomlNode& node, std::string_view key, const Message& expected) {
  problems_.error(node.place, holds(key, node.kind), expected);
}

const TomlNode* FieldReader::take(std::string_view key, TomlNode::Kind kind, Need need) {
  const TomlNode* node = find(key, need);
  if (node == nullptr || node->kind == kind) return node;
  switch (kind) {
    case TomlNode::Kind::Text:
      wrong_kind(*node, key, msg("a text is expected here, between quotes"));
      break;
    case TomlNode::Kind::Whole:
      wrong_kind(*node, key, msg("a whole number is expected here, without quotes"));
      break;
    case TomlNode::Kind::Truth:
      wrong_kind(*node, key, msg("true or false is expected here, without quotes"));
      break;
    case TomlNode::Kind::Day:
      wrong_kind(*node, key, msg("a day is expected here, without quotes: 2024-01-16"));
      break;
    case TomlNode::Kind::List:
      wrong_kind(*node, key, msg("a list is expected here: [ … ]"));
      break;
    default:
      wrong_kind(*node, key, msg("a table is expected here: [{}] on a line of its own", key));
      break;
  }
  return nullptr;
}

void FieldReader::id(std::string_view key, std::string& value, IdShape shape) {
  const TomlNode* node = take(key, TomlNode::Kind::Text, Need::Required);
  if (node == nullptr) return;
  value = node->text;
  if (const auto refusal = fault_in_id(value, shape)) {
    problems_.error(node->place, refusal->what, refusal->remedy);
  }
}

void FieldReader::text(std::string_view key, std::string& value, Need need, std::string_view) {
  const TomlNode* node = take(key, TomlNode::Kind::Text, need);
  if (node == nullptr) return;
  value = node->text;
  if (value.empty() && need == Need::Required) {
    problems_.error(node->place, msg("'{}' is empty", key), msg("write what it is"));
  }
}

void FieldReader::name(std::string_view key, Text& value, Need need) {
  const TomlNode* node = find(key, need);
  if (node == nullptr) return;
  if (node->kind == TomlNode::Kind::Text) {
    value.vi = node->text;
  } else if (node->kind == TomlNode::Kind::Table) {
    FieldReader inner(*node, problems_, places_);
    inner.text("vi", value.vi);
    inner.text("en", value.en);
    inner.finish();
    const auto left_open = [](const TomlEntry& entry) { return is_to_fill(entry.node.text); };
    if (std::any_of(node->entries.begin(), node->entries.end(), left_open)) return;
  } else {
    wrong_kind(*node, key,
               msg("a text is expected here, or both languages: {}", "{ vi = \"…\", en = \"…\" }"));
    return;
  }
  if (need == Need::Required && value.vi.empty() && value.en.empty()) {
    problems_.error(node->place, msg("'{}' is empty", key), msg("write what it is"));
  }
}

void FieldReader::truth(std::string_view key, bool& value, bool otherwise) {
  const TomlNode* node = take(key, TomlNode::Kind::Truth, Need::Optional);
  value = node == nullptr ? otherwise : node->truth;
}

std::optional<int> FieldReader::small_whole(std::string_view key, int least, int most) {
  const TomlNode* node = take(key, TomlNode::Kind::Whole, Need::Optional);
  if (node == nullptr) return std::nullopt;
  if (node->whole < least || node->whole > most) {
    problems_.error(node->place, msg("'{}' is {}", key, node->whole),
                    msg("write a number from {} to {}", least, most));
    return std::nullopt;
  }
  return static_cast<int>(node->whole);
}

void FieldReader::whole(std::string_view key, int& value, int least, int most, int otherwise) {
  value = small_whole(key, least, most).value_or(otherwise);
}

void FieldReader::whole(std::string_view key, std::optional<int>& value, int least, int most) {
  value = small_whole(key, least, most);
}

void FieldReader::number(std::string_view key, std::optional<Decimal>& value) {
  const TomlNode* node = find(key, Need::Optional);
  if (node == nullptr) return;
  if (node->kind == TomlNode::Kind::Whole && std::abs(node->whole) <= kWholeMax &&
      node->whole != INT64_MIN) {
    value = Decimal{node->whole, 0};
  } else if (node->kind == TomlNode::Kind::Fraction) {
    value = decimal_of(node->fraction);
  } else if (node->kind != TomlNode::Kind::Whole) {
    wrong_kind(*node, key,
               msg("a number is expected here, without quotes, its decimals after a point"));
    return;
  }
  if (!value) {
    problems_.error(node->place, msg("'{}' has more than 15 significant digits", key),
                    msg("write it with fewer digits"));
  }
}

void FieldReader::day(std::string_view key, Date& value, Date otherwise, Need need) {
  value = otherwise;
  const TomlNode* node = take(key, TomlNode::Kind::Day, need);
  if (node != nullptr) value = node->day;
}

void FieldReader::day_or_word(std::string_view key, Date& value, std::string& word,
                              std::span<const std::string_view> words) {
  const TomlNode* node = find(key, Need::Optional);
  if (node == nullptr) return;
  std::string listed;
  for (const std::string_view one : words) listed += fmt::format("\"{}\", ", one);
  if (node->kind == TomlNode::Kind::Day) {
    value = node->day;
    word.clear();
  } else if (node->kind == TomlNode::Kind::Text &&
             std::find(words.begin(), words.end(), node->text) != words.end()) {
    word = node->text;
  } else if (node->kind == TomlNode::Kind::Text) {
    problems_.error(node->place, msg("'{}' cannot be '{}'", key, node->text),
                    msg("write {}or a day without quotes: 2024-01-16", listed));
  } else {
    wrong_kind(*node, key, msg("write {}or a day without quotes: 2024-01-16", listed));
  }
}

void FieldReader::texts(std::string_view key, std::vector<std::string>& values, Need need) {
  const TomlNode* node = find(key, need);
  if (node == nullptr) return;
  if (node->kind == TomlNode::Kind::Text) {
    values = {node->text};
    places_.note(table_.place, fmt::format("{}#0", key), node->place);
    return;
  }
  if (node->kind != TomlNode::Kind::List) {
    wrong_kind(*node, key, msg("a list of texts is expected here: [\"…\", \"…\"]"));
    return;
  }
  for (const TomlNode& item : node->items) {
    if (item.kind != TomlNode::Kind::Text) {
      wrong_kind(item, key, msg("a text is expected here, between quotes"));
      continue;
    }
    if (is_to_fill(item.text)) continue;
    places_.note(table_.place, fmt::format("{}#{}", key, values.size()), item.place);
    if (std::find(values.begin(), values.end(), item.text) != values.end()) {
      problems_.error(item.place, msg("'{}' stands in this list twice", item.text),
                      msg("keep one of the two"));
      continue;
    }
    values.push_back(item.text);
  }
}

void FieldReader::formula(std::string_view key, FormulaText& value, Need need) {
  const TomlNode* node = take(key, TomlNode::Kind::Text, need);
  if (node == nullptr) return;
  value.text = node->text;
  value.place = node->content;
  value.jumps = node->jumps;
  const bool blank = node->text.find_first_not_of(" \t\r\n") == std::string::npos;
  if (blank) {
    problems_.error(node->place, msg("the formula '{}' is empty", key),
                    msg("write a formula, or leave the line out"));
    value.text.clear();
    return;
  }
  const engine::Parsed parsed = engine::parse_formula(node->text);
  if (parsed.error) {
    problems_.error(inside(value, parsed.error->span.line, parsed.error->span.column),
                    parsed.error->what, parsed.error->remedy);
  }
}

std::optional<size_t> FieldReader::word(std::string_view key,
                                        const std::vector<std::string>& words) {
  const TomlNode* node = take(key, TomlNode::Kind::Text, Need::Optional);
  if (node == nullptr) return std::nullopt;
  const auto found = std::find(words.begin(), words.end(), node->text);
  if (found == words.end()) {
    problems_.error(node->place, msg("'{}' cannot be '{}'", key, node->text),
                    proposal(node->text, words));
    return std::nullopt;
  }
  return static_cast<size_t>(found - words.begin());
}

std::vector<const TomlNode*> FieldReader::table_list(std::string_view key) {
  std::vector<const TomlNode*> tables;
  const TomlNode* node = find(key, Need::Optional);
  if (node == nullptr) return tables;
  if (node->kind == TomlNode::Kind::Table) {
    problems_.error(node->place, msg("[{}] is a single table", key),
                    msg("a list is meant: write [[{}]]", key));
    tables.push_back(node);
    return tables;
  }
  if (node->kind != TomlNode::Kind::List) {
    wrong_kind(*node, key, msg("a list of tables is expected here: [[{}]]", key));
    return tables;
  }
  for (const TomlNode& item : node->items) {
    if (item.kind == TomlNode::Kind::Table) {
      tables.push_back(&item);
    } else {
      wrong_kind(item, key, msg("a list of tables is expected here: [[{}]]", key));
    }
  }
  return tables;
}

void FieldReader::finish() {
  for (const TomlEntry& entry : table_.entries) {
    if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) continue;
    problems_.error(entry.place, msg("'{}' has no meaning here", entry.key),
                    proposal(entry.key, asked_));
  }
}

}  // namespace exemplar::programme
