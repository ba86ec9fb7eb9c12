#include "programme/indicator/formula_in_words.hpp"

#include <cctype>

namespace exemplar::programme {

namespace {

bool of_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

std::string word(const std::string& written, const NameOf& name_of, Language language) {
  if (written == "and") return render(msg("and"), language);
  if (written == "or") return render(msg("or"), language);
  if (written == "not") return render(msg("not"), language);
  if (written == "period.first_day") return render(msg("first day of the period"), language);
  if (written == "period.last_day") return render(msg("last day of the period"), language);
  // unit.ward_class is an attribute, "office_area.group" a category of an indicator.
  const size_t dot = written.find('.');
  const std::string own =
      written.compare(0, dot + 1, "unit.") == 0 ? written.substr(dot + 1) : written.substr(0, dot);
  const auto name = name_of(own);
  if (!name || name->in(language).empty()) return written;
  return name->in(language);
}

// [last year] stands behind what it selects.
std::string selector(const std::string& written, Language language) {
  if (written == "[last year]") return render(msg(" (a year before)"), language);
  if (written == "[previous]") return render(msg(" (the period before)"), language);
  return written;
}

}  // namespace

std::string formula_in_words(const std::string& formula, const NameOf& name_of, Language language) {
  std::string text;
  for (size_t at = 0; at < formula.size();) {
    const char c = formula[at];
    if (c == '"') {
      const size_t end = std::min(formula.find('"', at + 1), formula.size() - 1);
      text += formula.substr(at, end + 1 - at);
      at = end + 1;
    } else if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
      size_t end = at;
      while (end < formula.size() && of_name(formula[end])) ++end;
      text += word(formula.substr(at, end - at), name_of, language);
      at = end;
    } else if (c == '[') {
      const size_t end = std::min(formula.find(']', at), formula.size() - 1);
      text += selector(formula.substr(at, end + 1 - at), language);
      at = end + 1;
    } else if (formula.compare(at, 2, ">=") == 0) {
      text += "≥";
      at += 2;
    } else if (formula.compare(at, 2, "<=") == 0) {
      text += "≤";
      at += 2;
    } else if (formula.compare(at, 2, "<>") == 0) {
      text += "≠";
      at += 2;
    } else if (c == '*') {
      text += "×";
      ++at;
    } else {
      text += c;
      ++at;
    }
  }
  return text;
}

}  // namespace exemplar::programme
