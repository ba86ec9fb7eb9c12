#include "programme/report/bilingual.hpp"

namespace exemplar::programme {

Json both(const Text& text) {
  const std::string& vi = text.in(Language::Vietnamese);
  const std::string& en = text.in(Language::English);
  if (vi == en) return Json::string(vi);
  return Json::array().add(Json::string(vi)).add(Json::string(en));
}

Json both(const Message& message) {
  return both(Text{render(message, Language::Vietnamese), render(message, Language::English)});
}

}  // namespace exemplar::programme
