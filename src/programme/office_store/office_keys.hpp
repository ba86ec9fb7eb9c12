// An office's keys: 32 random bytes each, in files beside its data and never in its database.
//
//   sealing.key       opens what is sealed: the secrets of authenticator apps
//   checkpoint.key    signs the checkpoints of the audit log
//
// Each is made at the first start, for its owner alone. Several nodes have the same ones.
#pragma once

#include "programme/audit/checkpoint.hpp"
#include "programme/user/secret.hpp"

namespace exemplar::programme {

// Made where there is none. Refused where somebody else may read the file, or it is no such key.
Result<SealingKey> sealing_key(const std::string& folder, const FillRandom& random);
Result<SigningKey> checkpoint_key(const std::string& folder, const FillRandom& random);

}  // namespace exemplar::programme
