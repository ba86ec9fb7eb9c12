#include "store/pool.hpp"

namespace exemplar::store {

struct Pool::Idle {
  std::mutex mutex;
  std::vector<std::unique_ptr<Connection>> connections;
};

Pool::Pool(Location location, OpenOptions options)
    : location_(std::move(location)),
      options_(std::move(options)),
      idle_(std::make_shared<Idle>()) {}

std::shared_ptr<Connection> Pool::borrow() {
  std::unique_ptr<Connection> connection;
  {
    const std::lock_guard lock(idle_->mutex);
    if (!idle_->connections.empty()) {
      connection = std::move(idle_->connections.back());
      idle_->connections.pop_back();
    }
  }
  if (!connection) connection = open(location_, options_);
  return {connection.release(), [idle = idle_](Connection* borrowed) {
            std::unique_ptr<Connection> back(borrowed);
            if (!back->usable()) return;
            back->before_next_write({});
            const std::lock_guard lock(idle->mutex);
            idle->connections.push_back(std::move(back));
          }};
}

}  // namespace exemplar::store
