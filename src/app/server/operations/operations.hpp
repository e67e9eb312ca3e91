#pragma once

#include "app/server/house.hpp"
#include "surface/http/call.hpp"
#include "surface/http/operations.hpp"
#include "surface/http/route.hpp"

/// What the routes do, one file a topic: each function wires its topic's operations. `house` outlives them.
namespace spark::server {

/// The addresses of the web page, its files, and the pages without script.
void add_page_operations(House& house, http::Operations& operations);
void add_system_operations(House& house, http::Operations& operations);
void add_data_operations(House& house, http::Operations& operations);
/// Parts of add_data_operations.
void add_candle_operations(House& house, http::Operations& operations);
void add_data_jobs(House& house, http::Operations& operations);
void add_upload_operations(House& house, http::Operations& operations);
void add_strategy_operations(House& house, http::Operations& operations);
/// From a search to a proposal: part of the strategies.
void add_promotion_operations(House& house, http::Operations& operations);
/// POST /api/v1/strategies/generate and /policy, GET /api/v1/generations and below.
void add_generation_operations(House& house, http::Operations& operations);
void add_backtest_operations(House& house, http::Operations& operations);
/// POST /api/v1/optimizations and all below it.
void add_optimization_operations(House& house, http::Operations& operations);
void add_job_operations(House& house, http::Operations& operations);
void add_evidence_operations(House& house, http::Operations& operations);
void add_identity_operations(House& house, http::Operations& operations);
/// Parts of add_identity_operations.
void add_user_operations(House& house, http::Operations& operations);
void add_key_operations(House& house, http::Operations& operations);
void add_audit_operations(House& house, http::Operations& operations);
void add_settings_operations(House& house, http::Operations& operations);
void add_market_operations(House& house, http::Operations& operations);
void add_stream_operations(House& house, http::Operations& operations);

}  // namespace spark::server
