// Tokens, what follows from them, what is sealed, and passwords as they are kept.
#include "programme/user/secret.hpp"

#include <thread>

#include "programme/user/password_hash.hpp"
#include "small_office.hpp"

namespace exemplar::programme {
namespace {

TEST(Token, IsNewEachTimeAndHasAHashForEachPurpose) {
  const FillRandom random = repeatable(1);
  const std::string one = new_token(random), other = new_token(random);
  EXPECT_EQ(one.size(), 43U);
  EXPECT_NE(one, other);
  EXPECT_EQ(
      one.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
      std::string::npos);
  EXPECT_NE(token_hash("a", one), token_hash("b", one));
  EXPECT_NE(token_hash("a", one), token_hash("a", other));
  EXPECT_TRUE(csrf_holds(one, csrf_token(one)));
  EXPECT_FALSE(csrf_holds(one, csrf_token(other)));
  EXPECT_FALSE(csrf_holds(one, ""));
  EXPECT_FALSE(csrf_holds(one, one));
}

TEST(Sealed, OpensWithTheSameKeyAndAboutTheSameOnly) {
  SealingKey key{}, other{};
  other[31] = 1;
  const FillRandom random = repeatable(2);
  const std::string sealed = seal("secret", "u-1", key, random);
  EXPECT_EQ(unseal(sealed, "u-1", key), "secret");
  EXPECT_EQ(unseal(sealed, "u-2", key), std::nullopt);
  EXPECT_EQ(unseal(sealed, "u-1", other), std::nullopt);
  EXPECT_NE(seal("secret", "u-1", key, random), sealed);
  for (size_t i = 0; i < sealed.size(); ++i) {
    std::string altered = sealed;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_EQ(unseal(altered, "u-1", key), std::nullopt) << i;
    EXPECT_EQ(unseal(sealed.substr(0, i), "u-1", key), std::nullopt) << i;
  }
}

const PasswordCost kCheap = {1, 8'192};

TEST(PasswordHash, HoldsForThePasswordAlone) {
  const FillRandom random = repeatable(3);
  const PasswordHasher hasher(kCheap, random);
  const std::string hash = hasher.hash("trời hôm nay đẹp", random);
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << hash;
  EXPECT_TRUE(hasher.holds(hash, "trời hôm nay đẹp"));
  EXPECT_TRUE(
      hasher.holds(hash, "tro\xcc\x9b\xcc\x80i hôm nay đẹp"));  // as another keyboard writes it
  EXPECT_FALSE(hasher.holds(hash, "trời hôm nay đẹp "));
  EXPECT_FALSE(hasher.holds(hash, ""));
  EXPECT_FALSE(hasher.holds(std::nullopt, "trời hôm nay đẹp"));
  EXPECT_NE(hasher.hash("trời hôm nay đẹp", random), hash);
  EXPECT_FALSE(hasher.is_outdated(hash));
  const PasswordHasher dearer({2, 16'384}, random);
  EXPECT_TRUE(dearer.is_outdated(hash));
  EXPECT_TRUE(dearer.holds(hash, "trời hôm nay đẹp"));
}

TEST(PasswordHash, CostsWhatItIsMeantToByDefault) {
  const PasswordHasher hasher({}, repeatable(4));
  const std::string hash = hasher.hash("password", repeatable(5));
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=65536,t=3,p=1$")) << hash;
}

TEST(HashGate, LetsSoManyInAndRefusesWhereNobodyMayWait) {
  HashGate gate(2, 0);
  auto first = gate.enter(), second = gate.enter();
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(gate.enter());
  first.reset();
  const auto third = gate.enter();
  EXPECT_TRUE(third);
  EXPECT_FALSE(gate.enter());
}

TEST(HashGate, NeverHasMoreInsideAndLetsAllWaitersIn) {
  HashGate gate(2, 6);
  std::atomic<int> inside = 0, most = 0, entered = 0;
  std::vector<std::thread> all;
  for (int i = 0; i < 8; ++i) {
    all.emplace_back([&] {
      for (int round = 0; round < 200; ++round) {
        const auto pass = gate.enter();
        if (!pass) continue;
        const int now = ++inside;
        for (int seen = most; now > seen && !most.compare_exchange_weak(seen, now);) {
        }
        ++entered;
        --inside;
      }
    });
  }
  for (std::thread& one : all) one.join();
  EXPECT_LE(most, 2);
  EXPECT_EQ(entered, 8 * 200);  // two inside and six waiting are all there are
}

}  // namespace
}  // namespace exemplar::programme
