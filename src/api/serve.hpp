// An office, served: what a process has to do besides answering.
#pragma once

#include "api/api.hpp"

namespace exemplar::api {

struct ServeOptions {
  programme::OfficeAddress address;
  std::string listen = "127.0.0.1";
  uint16_t port = 8080;  // 0: any free one
  // Where the office's keys lie; empty: its own folder. An office in a database has none.
  std::string keys;
  // Names by which browsers may ask for it, besides those of this machine itself.
  std::vector<std::string> hosts;
  // The clients' TLS ends at a front end on this machine.
  bool behind_tls = false;
  RateLimit::Rate account_rate{100, 400};
  Language language = Language::Vietnamese;
  std::function<programme::InstantUs()> now;
  programme::FillRandom random;
};

struct Serving {
  std::string address;  // http://127.0.0.1:8080
  int64_t revision = 0;
  bool demonstration = false;
};

// Serves until `wait` returns, then finishes what is under way. `ready` is told once it listens.
std::optional<Refusal> serve(const ServeOptions& options,
                             const std::function<void(const Serving&)>& ready,
                             const std::function<void()>& wait);

// 32 bytes in a file for its owner alone, made where there is none. Refused where somebody else may
// read it, or it is no such key.
Result<programme::SealingKey> sealing_key(const std::string& folder,
                                          const programme::FillRandom& random);

}  // namespace exemplar::api
