#include "programme/office_store/word_store.hpp"

namespace exemplar::programme {

std::shared_ptr<const KnownWords> WordCache::words(store::Connection& connection) {
  std::shared_ptr<const KnownWords> known;
  {
    const std::lock_guard lock(mutex_);
    known = known_;
  }
  if (connection.number("SELECT max(id) FROM word").value_or(0) <= known->last) return known;
  auto more = std::make_shared<KnownWords>(*known);
  connection.each("SELECT id, text FROM word WHERE id > $1", {known->last},
                  [&](const store::Row& row) {
                    more->texts.emplace(row.number(0), row.text(1));
                    more->last = std::max(more->last, row.number(0));
                  });
  const std::lock_guard lock(mutex_);
  if (known_->last < more->last) known_ = more;
  return more;
}

int64_t Words::number_of(const std::string& text) {
  const auto [found, added] = numbers_.try_emplace(text);
  if (!added) return found->second;
  const auto kept = connection_.number("SELECT id FROM word WHERE text = $1", {text});
  if (kept) return found->second = *kept;
  const int64_t last =
      new_.empty() ? connection_.number("SELECT max(id) FROM word").value_or(0) : new_.back().first;
  new_.emplace_back(last + 1, text);
  return found->second = last + 1;
}

void Words::write() {
  if (new_.empty()) return;
  const auto bulk = connection_.bulk_insert("word", {"id", "text"});
  for (const auto& [number, text] : new_) {
    const store::Value row[] = {number, text};
    bulk->add(row);
  }
  bulk->finish();
  new_.clear();
}

}  // namespace exemplar::programme
