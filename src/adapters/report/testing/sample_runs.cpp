#include "adapters/report/testing/sample_runs.hpp"

namespace spark::report::testing {
namespace {

constexpr std::string_view document_text = R"({"schema":"spark.backtest/1","id":"bt_TEST",
"created_at":"2025-01-02T03:04:05.678Z","result_hash":"sha256:aa",
"strategy":{"name":"smaCross","version":1,"sha256":"bb"},
"dataset":{"id":"ds_test_TEST_1h@v1","sha256":"cc","bars":48,"venue":"test","symbol":"TEST",
"timeframe":"1h","synthetic":true},
"period":{"first":"2024-01-01T00:00:00Z","last":"2024-01-02T23:00:00Z","first_bar":0},"params":{"fast":3,"slow":9},
"costs":{"maker_bps":"10","taker_bps":"10","slippage_bps":"2"},"size":"units:1","cash":"1000","final_equity":"1009",
"metrics":{"trades":2,"net_pnl":"9","gross_pnl":"9.5","fees":"0.5","win_rate":0.5,"profit_factor":null,"sharpe":1.25,
"total_return":0.009,"buy_hold_return":0.02,"max_drawdown_pct":-0.5,"max_drawdown_bars":7,"exposure":0.25,"psr":0.87},
"open_position":null,"rejected_orders":{"count":0,"first":[]},
"checks":{"look_ahead":{"cuts":4,"passed":true},"determinism":{"runs":2,"passed":true}},
"warnings":["few_trades"],"equity_curve":["1000","1004","1009"]})";

}  // namespace

SampleRun sample_run() {
    SampleRun run;
    run.document = wire::parse_json(document_text).value();
    run.trades_csv =
        "entry_bar,entry_time_ms,entry_price,exit_bar,exit_time_ms,exit_price,quantity,gross_pnl,fees,net_pnl,"
        "exit_reason\n"
        "5,1704085200000,100,9,1704099600000,111,1,11,0.25,10.75,signal\n"
        "20,1704139200000,105,30,1704175200000,103.5,1,-1.5,0.25,-1.75,stop_loss\n";
    run.daily_equity_csv = "date_ms,equity\n1704067200000,1010.75\n1704153600000,1009\n";
    for (std::int64_t bar = 0; bar < 48; ++bar) {
        const std::int64_t open = (100 + bar % 12) * 100'000'000;
        run.candles.push_back((1'704'067'200 + bar * 3'600) * 1'000'000'000, open, open + 200'000'000,
                              open - 100'000'000, open + (bar % 3 - 1) * 100'000'000, 1);
    }
    return run;
}

wire::Json bare_document() {
    return wire::Json::object()
        .set("schema", "spark.backtest/1")
        .set("id", "bt_BARE")
        .set("created_at", "2025-01-02T03:04:05Z");
}

}  // namespace spark::report::testing
