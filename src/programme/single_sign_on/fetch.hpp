// One request to the provider and its answer. Whoever needs one is handed the function, so that
// everything above it is tried without a network.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace exemplar::programme {

struct FetchRequest {
  std::string url;
  // Fields of a form; with any the request is a POST.
  std::vector<std::pair<std::string, std::string>> form = {};
  // HTTP Basic, where there is a name.
  std::string user = {};
  std::string password = {};
};
struct FetchAnswer {
  int status = 0;  // 0: none came
  std::string body = {};
  std::string fault = {};  // where none came: why, for whoever keeps the server
};
// Any thread may call it; it returns within a few seconds.
using Fetch = std::function<FetchAnswer(const FetchRequest&)>;

}  // namespace exemplar::programme
