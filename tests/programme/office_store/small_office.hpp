// Shipped packs as contents that a test may change.
#pragma once

#include <filesystem>

#include "programme/pack/pack.hpp"

namespace exemplar::programme {

inline PackFiles::Content content_of(const std::string& pack) {
  Problems problems;
  const PackFiles files =
      PackFiles::in_folder(std::filesystem::path(EXEMPLAR_ROOT) / "packs" / pack, problems);
  PackFiles::Content content;
  for (const std::string& name : files.names()) content[name] = files.text(name).take();
  return content;
}

// A small office, so that its changes can be read.
inline PackFiles::Content small() {
  PackFiles::Content content = content_of("hcmc-ward-police");
  content["values/2023.csv"] = content["values/2023.csv"].substr(
      0, content["values/2023.csv"].find('\n', content["values/2023.csv"].find("w26740")) + 1);
  for (const char* name : {"2021", "2022", "2021-districts", "2022-districts", "2023-districts",
                           "2021-monthly", "2022-monthly", "2023-monthly", "2023-single"}) {
    content.erase(std::string("values/") + name + ".csv");
  }
  content.erase("quotas.csv");
  return content;
}

}  // namespace exemplar::programme
