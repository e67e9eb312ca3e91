#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/net/server.hpp"
#include "foundation/net/work_pool.hpp"
#include "foundation/telemetry/metrics.hpp"
#include "surface/http/backend.hpp"
#include "surface/http/jobs.hpp"
#include "surface/http/problem.hpp"
#include "surface/http/rate_limit.hpp"
#include "surface/http/route.hpp"

namespace spark::http {

struct ApiOptions {
    std::size_t pool_threads = 2;
    std::size_t pool_waiting_max = 64;  ///< The next one is told 503.
    Rate read{.per_second = 1'000, .burst = 2'000};
    Rate compute{.per_second = 200, .burst = 200};
    std::chrono::milliseconds read_wait_max{30'000};
    /// For a job's own refusals when nobody asked to wait: what comes later is told by the job.
    std::chrono::milliseconds job_wait_max{1'000};
};

/// The API over one route table. Requests in on the I/O thread, answers out; nothing is let through that the table
/// does not name. The backend and the metrics outlive it; it outlives the server's run().
class Api {
  public:
    Api(Backend& backend, telemetry::Metrics& metrics, const ApiOptions& options = {});

    /// For net::ServerSetup. I/O thread.
    net::Answer answer(net::Request request);
    net::Response refuse(int status, std::string_view what);

    /// No new work; returns when all that was begun is done.
    void close() { pool_.close(); }

  private:
    using CallPointer = std::shared_ptr<Call>;

    std::optional<net::Response> find_route(Call& call);
    std::optional<net::Response> let_in(Call& call);
    net::Answer run_in_pool(const CallPointer& call);
    net::Answer run_as_job(const CallPointer& call);
    void make_backtest(const CallPointer& call, const std::string& job, bool is_waited_for, const net::Reply& reply,
                       std::chrono::steady_clock::time_point begun);
    net::Response run_guarded(Call& call);
    net::Response job_response(const Call& call, const std::string& job) const;
    net::Response problem(const Call& call, std::string_view code, std::string detail) const;
    net::Response dressed(const Call& call, net::Response response) const;
    net::Response finished(const Call& call, net::Response response, std::chrono::steady_clock::time_point begun);

    Backend& backend_;
    telemetry::Metrics& metrics_;
    ApiOptions options_;
    RateLimit read_;
    RateLimit compute_;
    JobTable jobs_;
    net::WorkPool pool_;  // last: its threads use all of the above until they are joined
};

}  // namespace spark::http
