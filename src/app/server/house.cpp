#include "app/server/house.hpp"

#include <unistd.h>

#include <algorithm>
#include <thread>
#include <utility>

#include "foundation/wire/json.hpp"

namespace spark::server {
namespace {

constexpr std::size_t jobs_waiting_max = 256;

}  // namespace

House::House(verbs::Context& context_given, AdminToken admin_token)
    : context(context_given),
      token(std::move(admin_token)),
      started_at(context_given.now()),
      begun(context_given.steady_now()),
      job_pool(std::max(1U, std::thread::hardware_concurrency()), jobs_waiting_max) {}

std::string House::new_id(std::string_view prefix) {
    const std::lock_guard lock(ids_mutex_);
    return context.new_id(prefix);
}

void House::log(const wire::Json& line) const {
    // A log nobody reads is not worth the server.
    const std::string text = wire::to_text(line) + "\n";
    if (::write(STDERR_FILENO, text.data(), text.size()) < 0) return;
}

}  // namespace spark::server
