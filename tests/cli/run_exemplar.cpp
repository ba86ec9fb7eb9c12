#include "cli/run_exemplar.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace exemplar::tests {

namespace {

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

std::vector<std::string> Said::lines() const {
  std::vector<std::string> lines;
  std::istringstream stream(out);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

Said run_exemplar(const std::vector<std::string>& arguments) {
  const auto folder = std::filesystem::temp_directory_path();
  const std::string stem = (folder / fmt::format("exemplar-test-{}", getpid())).string();
  const std::string out = stem + ".out";
  const std::string err = stem + ".err";
  std::vector<std::string> words = {EXEMPLAR_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const int flags = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), flags, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), flags, 0600);
  pid_t child = 0;
  Said said;
  if (posix_spawn(&child, EXEMPLAR_BINARY, &actions, nullptr, argv.data(), environ) == 0) {
    int status = 0;
    waitpid(child, &status, 0);
    if (WIFEXITED(status)) said.code = WEXITSTATUS(status);
  }
  posix_spawn_file_actions_destroy(&actions);
  said.out = content_of(out);
  said.err = content_of(err);
  std::filesystem::remove(out);
  std::filesystem::remove(err);
  return said;
}

}  // namespace exemplar::tests
