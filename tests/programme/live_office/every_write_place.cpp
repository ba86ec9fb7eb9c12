// The places of src/ that begin a write, and the rows that try each of them.
#include <fstream>
#include <regex>
#include <sstream>

#include "every_write.hpp"

namespace exemplar::programme {

namespace {

struct Places {
  std::string file;               // below src/
  std::vector<std::string> rows;  // for each place in its order, one that goes by it
};

const std::vector<Places>& places() {
  static const std::vector<Places> kPlaces = {
      {"programme/audit/checkpoint_store.cpp", {"checkpoint"}},
      {"programme/demonstration/demonstration_store.cpp",
       {"demonstration begun", "clock of a demonstration"}},
      {"programme/job/job_runner.cpp", {"job: checkpoint"}},
      {"programme/live_office/live_office.cpp", {"save values"}},
      {"programme/live_office/value_import.cpp", {"values of a file"}},
      {"programme/office_store/audit_export.cpp", {"audit log exported"}},
      {"programme/office_store/office_data.cpp", {"restored"}},
      {"programme/office_store/office_store.cpp", {"load"}},
      {"programme/single_sign_on/single_sign_on_service.cpp",
       {"failure at a provider told", "signed in by a provider", "identity linked by oneself",
        "identity linked by a keeper", "identities read", "identity taken off"}},
      {"programme/user/account_service.cpp",
       {"account renamed", "account made", "sessions ended by a keeper"}},
      {"programme/user/one_write.hpp", {"role given"}},
      {"programme/user/personal_read_service.cpp", {"personal data read"}},
      {"programme/user/powers_service.cpp",
       {"role given", "role taken back", "role delegated", "delegation taken back",
        "post handed over", "token of one's own", "token revoked by a keeper"}},
      {"programme/user/set_up_service.cpp", {"set up on the machine"}},
      {"programme/user/sign_in_attempts.cpp", {"failure told"}},
      {"programme/user/sign_in_codes.cpp", {"code given", "app begun"}},
      {"programme/user/sign_in_service.cpp",
       {"signed in by password", "vouched for", "unlocked", "signed out", "one session ended",
        "other sessions ended", "locked", "password changed"}},
  };
  return kPlaces;
}

size_t writes_begun_in(const std::filesystem::path& file) {
  static const std::regex kBegins(
      R"(\bWrite\s+\w+\s*[({]|\bWrite\s*[({]\s*\*?\w*connection|make_unique<(store::)?Write>|\bin_one_write\(\s*[^s\s])");
  std::ifstream in(file);
  size_t found = 0;
  for (std::string line; std::getline(in, line);) {
    const size_t begin = line.find_first_not_of(' ');
    if (begin == std::string::npos || line.compare(begin, 2, "//") == 0) continue;
    found += std::regex_search(line, kBegins) ? 1 : 0;
  }
  return found;
}

}  // namespace

void expect_every_place_has_a_row(const std::vector<std::string>& rows) {
  const std::filesystem::path root = std::filesystem::path(EXEMPLAR_ROOT) / "src";
  std::map<std::string, size_t> begun;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const std::string end = entry.path().extension().string();
    if (end != ".cpp" && end != ".hpp") continue;
    const size_t count = writes_begun_in(entry.path());
    if (count > 0) begun[entry.path().lexically_relative(root).string()] = count;
  }
  for (const Places& one : places()) {
    EXPECT_EQ(begun[one.file], one.rows.size())
        << one.file << ": another write begins there; give it a row here and one to try";
    begun.erase(one.file);
    for (const std::string& row : one.rows) {
      EXPECT_NE(std::find(rows.begin(), rows.end(), row), rows.end()) << row;
    }
  }
  for (const auto& [file, count] : begun) ADD_FAILURE() << "no row for the write in " << file;
}

}  // namespace exemplar::programme
