// Connections to one database, opened as they are needed and used again. A copy lends the same ones.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "store/connection.hpp"

namespace exemplar::store {

// A copy is the same pool. Those who write by it to SQLite wait for each other in a queue.
class Pool {
 public:
  explicit Pool(Location location, OpenOptions options = {});

  // Nobody else's until the last pointer to it goes; then it waits for the next to ask. One that
  // was lost does not come back, nor do those that waited meanwhile: a database that was started anew
  // knows none of them. Throws Failure where none can be opened. May outlive the pool.
  std::shared_ptr<Connection> borrow();
  // Of each that is opened from now on.
  void watch(Connection::Watch watch) { watch_ = std::move(watch); }

 private:
  struct Idle;
  Location location_;
  OpenOptions options_;
  Connection::Watch watch_;
  std::shared_ptr<Idle> idle_;
};

}  // namespace exemplar::store
