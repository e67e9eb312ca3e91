#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/server/admin_token.hpp"
#include "app/verbs/context.hpp"
#include "surface/http/backend.hpp"

namespace spark::server {

/// The server's work, done by the same code as the verbs'. `context` is the one of `spark serve` and outlives it; every
/// call makes a context of its own from it, so that calls on several threads share nothing that changes.
class ServerBackend final : public http::Backend {
  public:
    ServerBackend(verbs::Context& context, AdminToken token);

    WallTime now() const override { return context_.now(); }
    std::string new_id(std::string_view prefix) override { return context_.new_id(prefix); }
    bool is_admin_token(std::string_view token) const override { return token_.is_right(token); }
    std::vector<http::Readiness> readiness() const override;
    wire::Json status() const override;
    std::string metrics_text() const override;
    void log(const wire::Json& line) override;

    Result<std::vector<wire::Json>> data_sets() override;
    Result<std::vector<wire::Json>> strategies() override;
    Result<wire::Json> strategy(std::string_view name) override;
    Result<http::Page> backtests(std::size_t limit, std::string_view cursor) override;
    Result<wire::Json> backtest(std::string_view id) override;
    Result<wire::Json> evidence(std::string_view id) override;
    Result<http::MadeBacktest> run_backtest(const http::BacktestOrder& order) override;

    /// Whether the server is stopping; set before it runs.
    std::function<bool()> is_draining;

  private:
    std::filesystem::path folder() const { return std::filesystem::path(data_dir(context_)); }

    verbs::Context& context_;
    AdminToken token_;
    WallTime started_at_;
    std::chrono::nanoseconds begun_;
};

}  // namespace spark::server
