// How an office is told of its provider of identities.
#pragma once

#include "programme/single_sign_on/provider_client.hpp"

namespace exemplar::api {

struct SignOnOptions {
  std::string issuer;  // empty: no single sign-on
  std::string client;
  std::string secret_file;    // empty: a public client
  std::string name;           // for people; empty: the issuer
  int64_t longest_age = 900;  // seconds since the person signed in at the provider; 0: any
};

// None where no issuer is given. Refused: what cannot be used, a secret that others may read.
Result<std::optional<programme::SignOnSettings>> sign_on_settings(const SignOnOptions& options);

}  // namespace exemplar::api
