// Passwords as argon2id keeps them (RFC 9106), slow on purpose, and a gate before it, because each
// hash takes 64 MiB and a good part of a tenth of a second.
//
//   sign-in ─▶ Gate: n at once, m waiting ─▶ hash ─▶ holds?
//                └─ more: refused at once (503)
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "programme/audit/canonical_bytes.hpp"

namespace exemplar::programme {

struct PasswordCost {
  uint64_t passes = 3;
  size_t memory_bytes = size_t{64} << 20;
};

// Texts of the form $argon2id$v=19$m=65536,t=3,p=1$salt$hash: cost and salt stand in them.
class PasswordHasher {
 public:
  // Throws std::runtime_error where the machine has no memory for one hash.
  PasswordHasher(PasswordCost cost, const FillRandom& random);

  std::string hash(std::string_view password, const FillRandom& random) const;
  // Where there is no hash, as long and false: time does not tell which logins there are.
  bool holds(const std::optional<std::string>& hash, std::string_view password) const;
  // Made at another cost than today's.
  bool is_outdated(const std::string& hash) const;

 private:
  PasswordCost cost_;
  std::string of_nobody_;
};

class HashGate {
 public:
  class Pass {
   public:
    explicit Pass(HashGate& gate) : gate_(&gate) {}
    Pass(Pass&& other) noexcept : gate_(std::exchange(other.gate_, nullptr)) {}
    Pass& operator=(Pass&&) = delete;
    ~Pass() {
      if (gate_ != nullptr) gate_->leave();
    }

   private:
    HashGate* gate_;
  };

  HashGate(int at_once, int waiting) : at_once_(at_once), waiting_max_(waiting) {}
  // Waits for its turn; nothing where too many wait already. Held while hashing.
  std::optional<Pass> enter();

 private:
  void leave();

  const int at_once_;
  const int waiting_max_;
  std::mutex mutex_;
  std::condition_variable freed_;
  int inside_ = 0;
  int waiting_ = 0;
};

}  // namespace exemplar::programme
