#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/net/server.hpp"
#include "foundation/net/work_pool.hpp"
#include "foundation/telemetry/metrics.hpp"
#include "surface/http/call.hpp"
#include "surface/http/detail/deadlines.hpp"
#include "surface/http/gate.hpp"
#include "surface/http/operations.hpp"
#include "surface/http/problem.hpp"
#include "surface/http/rate_limit.hpp"
#include "surface/http/route.hpp"
#include "surface/http/route_figures.hpp"

namespace spark::http {

struct ApiOptions {
    std::size_t pool_threads = 4;
    std::size_t pool_waiting_max = 256;  ///< The next one is told 503.
    /// Calls a second and at once, of one principal; in the order of RateClass.
    std::array<Rate, 6> rates{Rate{},
                              Rate{.per_second = 1'000, .burst = 2'000},
                              Rate{.per_second = 50, .burst = 100},
                              Rate{.per_second = 200, .burst = 200},
                              Rate{.per_second = 1, .burst = 20},
                              Rate{.per_second = 2, .burst = 20}};
    std::chrono::milliseconds wait_max{90'000};  ///< For an answer of any kind.
    /// A reverse proxy on this machine says in X-Forwarded-For whom it speaks for (the last address is believed).
    bool has_proxy = false;
    bool is_live = false;  ///< Real money: neither local readers nor x-admin-token.
    /// Whether the web page has a file of this path (`/index.html`: whether there is a page at all). I/O thread, quick;
    /// empty: there is none.
    std::function<bool(std::string_view path)> has_page_file{};
};

/// The API over one route table. Requests in on the I/O thread, answers out; nothing is let through that the table
/// does not name. What it is given outlives it; it outlives the server's run().
class Api {
  public:
    Api(Gate& gate, const Operations& operations, telemetry::Metrics& metrics, const ApiOptions& options = {});
    Api(const Api&) = delete;
    Api& operator=(const Api&) = delete;
    ~Api() { close(); }

    /// For net::ServerSetup. I/O thread.
    net::Answer answer(net::Request request);
    net::Response refuse(int status, std::string_view what);
    /// The longest body the request's route takes.
    std::size_t body_bytes_max(const net::Request& request) const;

    /// RED figures of each route as Prometheus text.
    std::string route_figures_text() const { return figures_.text(); }

    /// No new work; returns when all that was begun is done.
    void close() { pool_.close(); }

  private:
    using CallPointer = std::shared_ptr<Call>;
    using Steady = std::chrono::steady_clock;
    struct Run;
    using RunPointer = std::shared_ptr<Run>;

    CallPointer call_of(net::Request request);
    // Admission (api_admission.cpp): nothing where the call may go on, else the refusal. I/O thread.
    std::optional<Problem> find_route(Call& call) const;
    const Route* fallback_of(const Call& call) const;
    std::optional<Problem> identify(Call& call);
    std::optional<Problem> check_right(const Call& call) const;
    std::optional<Problem> check_rate(Call& call);
    std::optional<Problem> check_form(const Call& call) const;
    std::optional<Problem> admit(Call& call);

    net::Answer refuse_audited(const CallPointer& call, Problem problem);
    net::Answer begin(const CallPointer& call);
    AuditNote note_of(const Call& call, std::string_view outcome, int status, std::string_view code) const;

    // On a pool thread.
    void submit(const RunPointer& run);
    void work(const RunPointer& run);
    std::optional<Problem> read_body(Call& call) const;
    bool begin_once(const RunPointer& run);
    Answered operate(Call& call);
    static KeptAnswer kept_of(const Outcome& outcome);
    void settle(const RunPointer& run, std::variant<Outcome, Problem> result);
    void wait_for(const RunPointer& run, Later later);

    net::Response response_of(const Call& call, std::variant<Outcome, Problem> result) const;
    net::Response dressed(const Call& call, net::Response response) const;
    net::Response finished(const Call& call, net::Response response, Steady::time_point begun);

    Gate& gate_;
    const Operations& operations_;
    telemetry::Metrics& metrics_;
    ApiOptions options_;
    std::array<RateLimit, 6> rates_;
    RouteFigures figures_;
    detail::Deadlines deadlines_;
    net::WorkPool pool_;  // last: its threads use all of the above until they are joined
};

}  // namespace spark::http
