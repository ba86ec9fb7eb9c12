#include "base/syllable.hpp"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <string>
#include <unordered_set>

namespace exemplar {

namespace {

using Words = std::unordered_set<std::u16string>;

Words words_of(std::u16string_view list) {
  Words words;
  while (!list.empty()) {
    const size_t end = list.find(u' ');
    words.emplace(list.substr(0, end));
    list = end == std::u16string_view::npos ? std::u16string_view{} : list.substr(end + 1);
  }
  return words;
}

const Words& onsets() {
  static const Words words =
      words_of(u"b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x");
  return words;
}

// Without tones, composed (NFC).
const Words& rhymes() {
  static const Words words = words_of(
      u"a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
      u"e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
      u"i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
      u"o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet "
      u"oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
      u"u ua uân uâng uât uây uc ui um un ung up ut uê uêch uênh uôc uôi uôm uôn uông uôt "
      u"uơ uy uya uych uyên uyêt uyn uynh uyp uyt uyu "
      u"ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu "
      u"y yê yêm yên yêng yêt yêu");
  return words;
}

bool is_stopped(const std::u16string& rhyme) {
  return rhyme.ends_with(u"c") || rhyme.ends_with(u"ch") || rhyme.ends_with(u"p") ||
         rhyme.ends_with(u"t");
}

bool is_rhyme(const std::u16string& onset, const std::u16string& rhyme) {
  if (rhymes().count(rhyme) > 0) return true;
  return onset == u"qu" && rhymes().count(u"u" + rhyme) > 0;
}

bool is_tone(char16_t c) {
  return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323;
}

}  // namespace

bool is_vietnamese_syllable(std::string_view word) {
  if (word.empty() || word.size() > 40) return false;
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString source = icu::UnicodeString::fromUTF8(
      icu::StringPiece(word.data(), static_cast<int32_t>(word.size())));
  source = icu::Normalizer2::getNFDInstance(status)->normalize(
      source.toLower(icu::Locale::getRoot()), status);
  icu::UnicodeString toneless;
  char16_t tone = 0;
  for (int32_t i = 0; i < source.length(); ++i) {
    const char16_t c = source.charAt(i);
    if (!is_tone(c)) {
      toneless.append(c);
    } else if (tone != 0) {
      return false;
    } else {
      tone = c;
    }
  }
  const icu::UnicodeString composed =
      icu::Normalizer2::getNFCInstance(status)->normalize(toneless, status);
  const std::u16string letters(composed.getBuffer(), static_cast<size_t>(composed.length()));
  const bool stop_allowed = tone == 0x301 || tone == 0x323;
  for (size_t onset = 0; onset <= 3 && onset < letters.size(); ++onset) {
    const std::u16string head = letters.substr(0, onset);
    const std::u16string rhyme = letters.substr(onset);
    if (onset > 0 && onsets().count(head) == 0) continue;
    if (is_rhyme(head, rhyme) && (stop_allowed || !is_stopped(rhyme))) return true;
  }
  return false;
}

}  // namespace exemplar
