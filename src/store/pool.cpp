#include "store/pool.hpp"

namespace exemplar::store {

struct Pool::Idle {
  std::mutex mutex;
  std::vector<std::unique_ptr<Connection>> connections;
  std::shared_ptr<std::timed_mutex> turn = std::make_shared<std::timed_mutex>();
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
  if (!connection) {
    connection = open(location_, options_);
    connection->watch(watch_);
    if (location_.engine == Engine::Sqlite) connection->take_turns(idle_->turn, options_.wait_ms);
  }
  return {connection.release(), [idle = idle_](Connection* borrowed) {
            std::unique_ptr<Connection> back(borrowed);
            const std::lock_guard lock(idle->mutex);
            if (!back->usable()) {
              idle->connections.clear();
              return;
            }
            back->before_next_write({});
            idle->connections.push_back(std::move(back));
          }};
}

}  // namespace exemplar::store
