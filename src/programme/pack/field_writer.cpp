#include "programme/pack/field_writer.hpp"

#include <algorithm>

namespace exemplar::programme {

namespace {

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

std::string escaped(std::string_view text) {
  std::string written = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      written += '\\';
      written += c;
    } else if (c == '\n') {
      written += "\\n";
    } else if (is_control(c)) {
      written += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      written += c;
    }
  }
  return written + "\"";
}

// Formulas hold texts between " and ", so they stand between ' and '.
std::string formula_text(const std::string& text) {
  const bool one_line = std::none_of(text.begin(), text.end(), is_control);
  if (one_line && text.find('\'') == std::string::npos) return "'" + text + "'";
  const bool printable =
      std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || !is_control(c); });
  if (printable && text.find('\'') == std::string::npos) return "'''\n" + text + "'''";
  return escaped(text);
}

// The shortest form of the same value: 100 for 100.0, 0.4 for 0.40.
std::string shortest(Decimal decimal) {
  while (decimal.digits > 0 && decimal.units % 10 == 0) {
    decimal.units /= 10;
    --decimal.digits;
  }
  return plain(decimal);
}

}  // namespace

std::string toml_text(std::string_view text) {
  return escaped(text);
}

void FieldWriter::text(std::string_view key, const std::string& value, Need need,
                       std::string_view otherwise) {
  if (need == Need::Required || value != otherwise) line(key, toml_text(value));
}

void FieldWriter::name(std::string_view key, const Text& value, Need need) {
  if (value.en.empty()) {
    if (need == Need::Required || !value.vi.empty()) line(key, toml_text(value.vi));
  } else if (value.vi.empty()) {
    line(key, fmt::format("{{ en = {} }}", toml_text(value.en)));
  } else {
    line(key, fmt::format("{{ vi = {}, en = {} }}", toml_text(value.vi), toml_text(value.en)));
  }
}

void FieldWriter::truth(std::string_view key, bool value, bool otherwise) {
  if (value != otherwise) line(key, value ? "true" : "false");
}

void FieldWriter::whole(std::string_view key, int value, int, int, int otherwise) {
  if (value != otherwise) line(key, fmt::format("{}", value));
}

void FieldWriter::whole(std::string_view key, const std::optional<int>& value, int, int) {
  if (value) line(key, fmt::format("{}", *value));
}

void FieldWriter::number(std::string_view key, const std::optional<Decimal>& value) {
  if (value) line(key, shortest(*value));
}

void FieldWriter::day(std::string_view key, Date value, Date otherwise, Need need) {
  if (need == Need::Required || value != otherwise) line(key, iso(value));
}

void FieldWriter::day_or_word(std::string_view key, Date value, const std::string& word,
                              std::span<const std::string_view> words) {
  if (word.empty()) {
    line(key, iso(value));
  } else if (word != words.front()) {
    line(key, toml_text(word));
  }
}

void FieldWriter::texts(std::string_view key, const std::vector<std::string>& values, Need need) {
  if (values.empty() && need == Need::Optional) return;
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ", ") + toml_text(value);
  line(key, "[" + list + "]");
}

void FieldWriter::formula(std::string_view key, const FormulaText& value, Need) {
  if (!value.empty()) line(key, formula_text(value.text));
}

void FieldWriter::add(const std::string& header, const FieldWriter& inner) {
  tables_ += (lines_.empty() && tables_.empty() ? "" : "\n") + header + "\n" + inner.lines_;
  if (!inner.tables_.empty()) tables_ += inner.tables_;
}

}  // namespace exemplar::programme
