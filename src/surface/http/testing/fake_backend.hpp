#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "surface/http/backend.hpp"

namespace spark::http::testing {

/// A backend whose answers are what the test sets; keeps what it was asked and what was logged.
class FakeBackend final : public Backend {
  public:
    static constexpr std::string_view token = "right-token";

    WallTime now() const override { return wall_time_of_ms(1'763'700'000'000); }
    std::string new_id(std::string_view prefix) override { return std::string(prefix) + "_" + std::to_string(++ids_); }
    bool is_admin_token(std::string_view given) const override { return given == token; }
    std::vector<Readiness> readiness() const override { return {{"data_folder", is_ready, "as set"}}; }
    wire::Json status() const override {
        return wire::Json::object().set("schema", "spark.status/1").set("version", "<0.1>").set("env", "paper");
    }
    std::string metrics_text() const override { return "spark_test_total 1\n"; }
    void log(const wire::Json& line) override {
        const std::lock_guard lock(mutex_);
        lines.push_back(wire::to_text(line));
    }

    Result<std::vector<wire::Json>> data_sets() override {
        return std::vector<wire::Json>{
            wire::Json::object().set("id", "ds_<b>_X_1h@v1").set("rows", 3).set("synthetic", true)};
    }
    Result<std::vector<wire::Json>> strategies() override {
        return std::vector<wire::Json>{wire::Json::object().set("name", "smaCross")};
    }
    Result<wire::Json> strategy(std::string_view name) override {
        if (name == "smaCross") return wire::Json::object().set("name", name);
        return fail(Fault::not_found, "no strategy is called so", {}, "did you mean 'smaCross'?");
    }
    Result<Page> backtests(std::size_t limit, std::string_view cursor) override {
        const wire::Json row = wire::Json::object().set("id", "bt_1").set("limit", limit).set("cursor", cursor);
        return Page{.rows = {row}, .next_cursor = "7"};
    }
    Result<wire::Json> backtest(std::string_view id) override { return wire::Json::object().set("id", id); }
    Result<wire::Json> evidence(std::string_view id) override { return wire::Json::object().set("id", id); }
    Result<MadeBacktest> run_backtest(const BacktestOrder& order) override {
        {
            const std::lock_guard lock(mutex_);
            orders.push_back(order);
        }
        return on_run(order);
    }

    bool is_ready = true;
    std::function<Result<MadeBacktest>(const BacktestOrder&)> on_run = [](const BacktestOrder& order) {
        return Result<MadeBacktest>(
            MadeBacktest{.id = "bt_9", .document = wire::Json::object().set("strategy", order.strategy)});
    };
    std::vector<BacktestOrder> orders;
    std::vector<std::string> lines;

  private:
    std::mutex mutex_;
    std::atomic<int> ids_ = 0;
};

}  // namespace spark::http::testing
