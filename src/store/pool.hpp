// Connections to one database, opened as they are needed and used again.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "store/connection.hpp"

namespace exemplar::store {

class Pool {
 public:
  explicit Pool(Location location, OpenOptions options = {});

  // Nobody else's until the last pointer to it goes; then it waits for the next to ask. One that
  // was lost does not come back. Throws Failure where none can be opened. May outlive the pool.
  std::shared_ptr<Connection> borrow();

 private:
  struct Idle;
  Location location_;
  OpenOptions options_;
  std::shared_ptr<Idle> idle_;
};

}  // namespace exemplar::store
