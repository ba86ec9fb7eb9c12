// compare_vietnamese and sort_key of base/text.hpp: ICU's Vietnamese rules, numbers by value. The
// last level of comparison is the code points, so that the order never depends on where texts came
// from. A collator must not be shared between threads; building one is slow, so each thread keeps
// one.
#include <unicode/coll.h>
#include <unicode/unistr.h>

#include <memory>
#include <stdexcept>

#include "base/text.hpp"

namespace exemplar {

namespace {

const icu::Collator& collator() {
  thread_local const std::unique_ptr<icu::Collator> kept = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale("vi"), status));
    if (made != nullptr) {
      made->setAttribute(UCOL_NUMERIC_COLLATION, UCOL_ON, status);
      made->setAttribute(UCOL_NORMALIZATION_MODE, UCOL_ON, status);
      made->setStrength(icu::Collator::IDENTICAL);
    }
    // Only a broken installation of ICU comes here; any other order would be silently wrong.
    if (made == nullptr || U_FAILURE(status)) {
      throw std::runtime_error("ICU's collation data for Vietnamese is missing");
    }
    return made;
  }();
  return *kept;
}

icu::StringPiece piece(std::string_view text) {
  return {text.data(), static_cast<int32_t>(text.size())};
}

}  // namespace

int compare_vietnamese(std::string_view a, std::string_view b) {
  UErrorCode status = U_ZERO_ERROR;
  return collator().compareUTF8(piece(a), piece(b), status);
}

std::string sort_key(std::string_view text) {
  const icu::UnicodeString source = icu::UnicodeString::fromUTF8(piece(text));
  std::string key(static_cast<size_t>(text.size()) * 4 + 16, '\0');
  const auto fill = [&] {
    return static_cast<size_t>(collator().getSortKey(source, reinterpret_cast<uint8_t*>(key.data()),
                                                     static_cast<int32_t>(key.size())));
  };
  const size_t needed = fill();
  if (needed > key.size()) {
    key.resize(needed);
    fill();
  }
  key.resize(needed > 0 ? needed - 1 : 0);  // without ICU's closing zero
  return key;
}

}  // namespace exemplar
