#include <array>

#include "surface/http/routes/topics.hpp"

namespace spark::http::topics {
namespace {

using identity::Right;

constexpr std::string_view planning_body =
    R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: application/json' -H 'Prefer: wait' )"
    R"(-d '{"pair":"ETHUSDT","timeframe":"1h","strategy":"smaCross","params":{"fast":9,"slow":21}}')";
constexpr std::string_view data_set_body =
    R"(-X POST -H 'x-admin-token: TOKEN' -H 'content-type: application/json' -H 'Prefer: wait' )"
    R"(-d '{"dataset":"ds_synth_BTCUSDT_1h","strategy":"smaCross","params":{"fast":9,"slow":21}}')";

constexpr std::array rows{
    Route{.path = "/api/v1/backtests",
          .operation = "backtests.list",
          .group = Group::backtests,
          .right = Right::look,
          .summary = {"Runs, newest first", "Koşular, en yenisi önce"},
          .response_schema = "BacktestList",
          .query = "limit cursor"},
    Route{.method = Method::post,
          .path = "/api/v1/backtests",
          .operation = "backtests.create",
          .group = Group::backtests,
          .right = Right::research,
          .rate = RateClass::compute,
          .once = Once::allowed,
          .summary = {"Run a backtest; with Prefer: wait the result, else a job",
                      "Geriye dönük test çalıştır; Prefer: wait ile sonuç, yoksa iş"},
          .request_schema = "BacktestOrder",
          .response_schema = "Backtest",
          .example = data_set_body,
          .status = 201,
          .gives_job = true},
    Route{.path = "/api/v1/backtests/{id}",
          .operation = "backtests.show",
          .group = Group::backtests,
          .right = Right::look,
          .summary = {"One run's document, checked against its manifest",
                      "Bir koşunun belgesi, manifestiyle denetlenmiş"},
          .response_schema = "Backtest"},
    Route{.method = Method::post,
          .path = "/api/backtest/start",
          .operation = "backtests.start",
          .group = Group::backtests,
          .right = Right::research,
          .rate = RateClass::compute,
          .once = Once::allowed,
          .summary = {"The planning documents' name for POST /api/v1/backtests",
                      "POST /api/v1/backtests için planlama belgelerindeki ad"},
          .request_schema = "BacktestOrder",
          .response_schema = "Backtest",
          .example = planning_body,
          .gives_job = true},
};
static_assert(rows_hold(rows), "a route breaks the table's rules");

}  // namespace

std::span<const Route> backtests() { return rows; }

}  // namespace spark::http::topics
