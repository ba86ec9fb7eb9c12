#include "api/sign_on_options.hpp"

#include <sys/stat.h>

#include <fstream>

namespace exemplar::api {

using namespace programme;

namespace {

// The first line of a file that its owner alone may read.
Result<std::string> secret_in(const std::string& path) {
  struct stat about {};
  std::ifstream file(path);
  std::string secret;
  if (!file || stat(path.c_str(), &about) != 0 || !std::getline(file, secret) || secret.empty()) {
    return Refusal{msg("{} cannot be read", path),
                   msg("name a file with the secret in its first line")};
  }
  if ((about.st_mode & 077) != 0) {
    return Refusal{msg("{} may be read by others", path), msg("let its owner alone read it: 0600")};
  }
  return secret;
}

}  // namespace

Result<std::optional<SignOnSettings>> sign_on_settings(const SignOnOptions& options) {
  if (options.issuer.empty()) {
    if (options.client.empty() && options.secret_file.empty()) {
      return std::optional<SignOnSettings>();
    }
    return Refusal{msg("it is not said whose identities are meant"), msg("add --oidc-issuer URL")};
  }
  SignOnSettings settings;
  settings.issuer = options.issuer;
  settings.client = options.client;
  settings.name = options.name.empty() ? options.issuer : options.name;
  settings.longest_age =
      options.longest_age == 0 ? std::nullopt : std::optional(options.longest_age);
  if (!options.secret_file.empty()) {
    auto secret = secret_in(options.secret_file);
    if (!secret) return secret.refusal();
    settings.secret = secret.take();
  }
  if (const auto refusal = refusal_of(settings)) return *refusal;
  return std::optional(std::move(settings));
}

}  // namespace exemplar::api
