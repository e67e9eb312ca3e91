#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

#include "app/server/admin_token.hpp"
#include "app/server/job_kinds.hpp"
#include "app/server/job_table.hpp"
#include "app/verbs/context.hpp"
#include "foundation/net/work_pool.hpp"
#include "surface/http/gate.hpp"

namespace spark::server {

/// All that the routes' work shares in one server: made by `spark serve`, which outlives it. What several threads use
/// guards itself.
struct House {
    House(verbs::Context& context, AdminToken admin_token);

    std::filesystem::path folder() const { return std::filesystem::path(verbs::data_dir(context)); }
    std::string new_id(std::string_view prefix);  ///< Any thread.
    /// One line of the log, in one write, so that lines of several threads do not mix. Any thread.
    void log(const wire::Json& line) const;

    verbs::Context& context;
    AdminToken token;
    WallTime started_at;
    std::chrono::nanoseconds begun;
    JobKinds kinds{};
    JobTable jobs;
    net::WorkPool job_pool;
    std::function<bool()> is_draining{};           ///< Set before the server runs.
    std::function<std::string()> route_figures{};  ///< Likewise.

  private:
    std::mutex ids_mutex_;
};

}  // namespace spark::server
