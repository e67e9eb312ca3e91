#pragma once

#include <string>
#include <string_view>

#include "engine/market/candle_columns.hpp"
#include "surface/http/call.hpp"

namespace spark::server {

/// Bars as columns for drawing: t, o, h, l, c, v one after another, each little-endian Float64; t in Unix milliseconds.
inline constexpr std::string_view column_media_type = "application/vnd.spark.candles+f64";

/// Whether the call's Accept names them.
bool wants_columns(const http::Call& call);
std::string column_bytes(const market::CandleColumns& columns);

}  // namespace spark::server
