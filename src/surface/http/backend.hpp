#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/base/result.hpp"
#include "foundation/base/wall_time.hpp"
#include "foundation/wire/json.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::http {

/// A backtest as asked for over HTTP. Either `data_sets`, or `pair` and `timeframe` (and `venue`).
struct BacktestOrder {
    std::string strategy;  ///< Letters, digits, `_` and `-`: a name, never a path.
    std::vector<std::string> data_sets;
    std::string pair;
    std::string timeframe;
    std::string venue;
    std::vector<std::string> assignments;  ///< `fast=9`
    std::string from;                      ///< Empty: from the first bar.
    std::string to;
    std::optional<wire::LocatedValue> costs;  ///< Fields of docs/reference/costs.md.
};

/// What a run has left: its id and its document.
struct MadeBacktest {
    std::string id;
    wire::Json document;
};

/// Rows of a list, newest first. `next_cursor`: empty when there are no more.
struct Page {
    std::vector<wire::Json> rows;
    std::string next_cursor;
};

/// One thing that has to be right before requests are welcome.
struct Readiness {
    std::string name;
    bool is_good = false;
    std::string detail;
};

/// Where the routes get their work done; the app wires it to the engine and the stores. The functions marked *pool*
/// may take long, are called on pool threads and several at once; the others are called on the I/O thread and are
/// quick. None throws on purpose. Errors: as the command line's verbs give them.
class Backend {
  public:
    virtual ~Backend() = default;

    virtual WallTime now() const = 0;
    /// A new id with this prefix. I/O thread.
    virtual std::string new_id(std::string_view prefix) = 0;
    /// Compared in constant time.
    virtual bool is_admin_token(std::string_view token) const = 0;
    virtual std::vector<Readiness> readiness() const = 0;
    /// Name, version, commit, environment, start and uptime.
    virtual wire::Json status() const = 0;
    /// The figures as Prometheus text.
    virtual std::string metrics_text() const = 0;
    /// One line of the log. Any thread.
    virtual void log(const wire::Json& line) = 0;

    virtual Result<std::vector<wire::Json>> data_sets() = 0;                         ///< *pool*
    virtual Result<std::vector<wire::Json>> strategies() = 0;                        ///< *pool*
    virtual Result<wire::Json> strategy(std::string_view name) = 0;                  ///< *pool*
    virtual Result<Page> backtests(std::size_t limit, std::string_view cursor) = 0;  ///< *pool*
    virtual Result<wire::Json> backtest(std::string_view id) = 0;                    ///< *pool*
    virtual Result<wire::Json> evidence(std::string_view id) = 0;                    ///< *pool*
    /// Runs it and leaves the evidence on disk. *pool*
    virtual Result<MadeBacktest> run_backtest(const BacktestOrder& order) = 0;
};

}  // namespace spark::http
