// The mirror of FieldReader: a record as TOML, every key that differs from what a missing key
// means.
//
//   FieldWriter ── lines ──▶  id = "office_area"
//              └── tables ─▶  [[indicator.version]] …     always behind the lines of their table
#pragma once

#include <memory>
#include <span>

#include "programme/indicator/indicator.hpp"
#include "programme/pack/choices.hpp"
#include "programme/pack/field_reader.hpp"

namespace exemplar::programme {

// A TOML text between quotes: literal where possible, else with escapes.
std::string toml_text(std::string_view text);

class FieldWriter {
 public:
  explicit FieldWriter(std::string path = {}) : path_(std::move(path)) {}

  void place(const Place&) {}
  void id(std::string_view key, const std::string& value, IdShape) { line(key, toml_text(value)); }
  void text(std::string_view key, const std::string& value, Need need = Need::Optional,
            std::string_view otherwise = {});
  void name(std::string_view key, const Text& value, Need need = Need::Optional);
  void truth(std::string_view key, bool value, bool otherwise);
  void whole(std::string_view key, int value, int least, int most, int otherwise);
  void whole(std::string_view key, const std::optional<int>& value, int least, int most);
  void number(std::string_view key, const std::optional<Decimal>& value);
  void day(std::string_view key, Date value, Date otherwise, Need need = Need::Optional);
  void day_or_word(std::string_view key, Date value, const std::string& word,
                   std::span<const std::string_view> words);
  void texts(std::string_view key, const std::vector<std::string>& values,
             Need need = Need::Optional);
  void formula(std::string_view key, const FormulaText& value, Need need = Need::Optional);

  template <typename E, size_t N>
  void choice(std::string_view key, E value, const Choice<E> (&choices)[N], E otherwise,
              Written written = Written::UnlessDefault) {
    if (value != otherwise || written == Written::Always)
      line(key, toml_text(word_of(value, choices)));
  }
  template <typename E, size_t N>
  void choice(std::string_view key, const std::optional<E>& value, const Choice<E> (&choices)[N]) {
    if (value) line(key, toml_text(word_of(*value, choices)));
  }
  template <typename T, typename Parse, typename Print>
  void parsed(std::string_view key, const T& value, const Parse&, const Print& print,
              const T& otherwise) {
    const std::string written = print(value);
    if (written != std::string(print(otherwise))) line(key, toml_text(written));
  }

  template <typename Describe>
  void table(std::string_view key, Need, const Describe& describe,
             Written written = Written::Always) {
    FieldWriter inner(below(key));
    describe(inner);
    if (written == Written::Always) add(fmt::format("[{}]", below(key)), inner);
  }
  template <typename T, typename Describe>
  void tables(std::string_view key, const std::vector<T>& records, const Describe& describe) {
    for (const T& record : records) {
      FieldWriter inner(below(key));
      describe(inner, record);
      add(fmt::format("[[{}]]", below(key)), inner);
    }
  }

  // The whole file.
  std::string finish() const { return lines_ + tables_; }

 private:
  std::string below(std::string_view key) const {
    return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
  }
  void line(std::string_view key, std::string_view value) {
    lines_ += fmt::format("{} = {}\n", key, value);
  }
  void add(const std::string& header, const FieldWriter& inner);

  std::string path_;
  std::string lines_;
  std::string tables_;
};

}  // namespace exemplar::programme
