// One table of a TOML file read into a record, key by key, with every misuse placed: a wrong type,
// an unknown word, a missing or unknown key.
//
// What keys a record has is said once, in definition_fields.hpp, in a form that FieldReader and
// FieldWriter both understand; so nothing can be read that is not written, nor the other way round.
#pragma once

#include <span>

#include "base/result.hpp"
#include "programme/indicator/indicator.hpp"
#include "programme/pack/choices.hpp"
#include "programme/pack/findings.hpp"
#include "programme/pack/ids.hpp"
#include "programme/pack/toml_document.hpp"

namespace exemplar::programme {

enum class Need { Optional, Required };

// For FieldWriter: whether a value goes into the file even where a missing key would mean the same.
enum class Written { UnlessDefault, Always, Never };

class FieldReader {
 public:
  FieldReader(const TomlNode& table, Problems& problems, KeyPlaces& places);

  void place(Place& place) { place = table_.place; }
  void id(std::string_view key, std::string& value, IdShape shape);
  // `otherwise` is what a missing key means; the record holds it already.
  void text(std::string_view key, std::string& value, Need need = Need::Optional,
            std::string_view otherwise = {});
  void name(std::string_view key, Text& value, Need need = Need::Optional);
  void truth(std::string_view key, bool& value, bool otherwise);
  void whole(std::string_view key, int& value, int least, int most, int otherwise);
  void whole(std::string_view key, std::optional<int>& value, int least, int most);
  void number(std::string_view key, std::optional<Decimal>& value);
  void day(std::string_view key, Date& value, Date otherwise, Need need = Need::Optional);
  // A day, or one of the words; the word given back is empty where a day stands.
  void day_or_word(std::string_view key, Date& value, std::string& word,
                   std::span<const std::string_view> words);
  // One text or a list of texts.
  void texts(std::string_view key, std::vector<std::string>& values, Need need = Need::Optional);
  void formula(std::string_view key, FormulaText& value, Need need = Need::Optional);

  template <typename E, size_t N>
  void choice(std::string_view key, E& value, const Choice<E> (&choices)[N], E otherwise,
              Written = Written::UnlessDefault) {
    value = otherwise;
    std::vector<std::string> words;
    for (const Choice<E>& one : choices) words.emplace_back(one.word);
    if (const auto found = word(key, words)) value = choices[*found].value;
  }
  template <typename E, size_t N>
  void choice(std::string_view key, std::optional<E>& value, const Choice<E> (&choices)[N]) {
    std::vector<std::string> words;
    for (const Choice<E>& one : choices) words.emplace_back(one.word);
    if (const auto found = word(key, words)) value = choices[*found].value;
  }

  // A text with a grammar of its own: a length, a month and day, a weekday.
  template <typename T, typename Parse, typename Print>
  void parsed(std::string_view key, T& value, const Parse& parse, const Print&,
              const T& otherwise) {
    value = otherwise;
    const TomlNode* node = take(key, TomlNode::Kind::Text, Need::Optional);
    if (node == nullptr) return;
    Result<T> result = parse(node->text);
    if (result) {
      value = *result;
    } else {
      problems_.error(node->place, result.refusal().what, result.refusal().remedy);
    }
  }

  // [key]: `describe` reads it with a FieldReader of its own.
  template <typename Describe>
  void table(std::string_view key, Need need, const Describe& describe, Written = Written::Always) {
    const TomlNode* node = take(key, TomlNode::Kind::Table, need);
    if (node == nullptr) return;
    FieldReader inner(*node, problems_, places_);
    describe(inner);
    inner.finish();
  }

  // [[key]]: one record each.
  template <typename T, typename Describe>
  void tables(std::string_view key, std::vector<T>& records, const Describe& describe) {
    for (const TomlNode* node : table_list(key)) {
      FieldReader inner(*node, problems_, places_);
      describe(inner, records.emplace_back());
      inner.finish();
    }
  }

  // Reports the keys that nobody asked for.
  void finish();

 private:
  // The value of a key of that kind; null where it is absent, still to fill or of another kind.
  const TomlNode* take(std::string_view key, TomlNode::Kind kind, Need need);
  const TomlNode* find(std::string_view key, Need need);
  std::vector<const TomlNode*> table_list(std::string_view key);
  std::optional<size_t> word(std::string_view key, const std::vector<std::string>& words);
  std::optional<int> small_whole(std::string_view key, int least, int most);
  void wrong_kind(const TomlNode& node, std::string_view key, const Message& expected);

  const TomlNode& table_;
  Problems& problems_;
  KeyPlaces& places_;
  std::vector<std::string> asked_;
};

}  // namespace exemplar::programme
