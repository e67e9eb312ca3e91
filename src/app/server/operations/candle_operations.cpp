#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <utility>

#include "app/server/call_context.hpp"
#include "app/server/operations/candle_bytes.hpp"
#include "app/server/operations/operations.hpp"
#include "app/verbs/csv_pieces.hpp"
#include "app/verbs/data_report.hpp"
#include "engine/market/bucket_bars.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/net/body_writer.hpp"
#include "surface/http/route.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using wire::Json;

constexpr std::int64_t rows_of_picture_max = 100'000;  ///< 4.8 MB as Float64 columns.
constexpr std::int64_t json_rows_of_picture_max = 5'000;
constexpr std::size_t export_piece_bytes = std::size_t{128} << 10U;
constexpr std::size_t export_backlog_bytes = std::size_t{512} << 10U;

/// The bars of the period `from` (included) to `to` (left out).
Result<market::CandleColumns> period_of(const Call& call, const market::CandleColumns& columns) {
    SPARK_TRY(const std::optional<WallTime> from, call.time("from"));
    SPARK_TRY(const std::optional<WallTime> to, call.time("to"));
    const auto& times = columns.open_time_ns;
    const auto at = [&times](const std::optional<WallTime>& time, std::size_t fallback) {
        if (!time) return fallback;
        return static_cast<std::size_t>(std::ranges::lower_bound(times, ns_of(*time)) - times.begin());
    };
    const std::size_t first = at(from, 0);
    const std::size_t end = std::max(first, at(to, times.size()));
    return columns.slice(first, end - first);
}

Json row_json(const market::CandleColumns& columns, std::size_t bar) {
    return Json::object()
        .set("ts", columns.open_time_ns[bar] / 1'000'000)
        .set("open", format_units(columns.open[bar]))
        .set("high", format_units(columns.high[bar]))
        .set("low", format_units(columns.low[bar]))
        .set("close", format_units(columns.close[bar]))
        .set("volume", format_wide_units(columns.volume_at(bar)));
}

/// The first bar behind a cursor, which is the open time of the last one in milliseconds.
Result<std::size_t> bar_of_cursor(const market::CandleColumns& columns, std::string_view cursor) {
    if (cursor.empty()) return std::size_t{0};
    std::int64_t ms = 0;
    const auto read = std::from_chars(cursor.data(), cursor.data() + cursor.size(), ms);
    if (read.ec != std::errc{} || read.ptr != cursor.data() + cursor.size() ||
        std::abs(ms) > std::numeric_limits<std::int64_t>::max() / 1'000'000)
        return fail(Fault::invalid_input,
                    fmt::format("found cursor '{}', allowed the next_cursor of a page", shown(cursor)), "cursor");
    return static_cast<std::size_t>(std::ranges::upper_bound(columns.open_time_ns, ms * 1'000'000) -
                                    columns.open_time_ns.begin());
}

Result<Outcome> page(const Call& call, const market::CandleColumns& columns) {
    SPARK_TRY(const std::size_t limit, call.limit());
    SPARK_TRY(const std::size_t first, bar_of_cursor(columns, call.query("cursor").value_or("")));
    const std::size_t end = std::min(columns.size(), first + limit);
    http::Page rows;
    for (std::size_t bar = first; bar < end; ++bar) rows.rows.push_back(row_json(columns, bar));
    if (end < columns.size() && end > first)
        rows.next_cursor = std::to_string(columns.open_time_ns[end - 1] / 1'000'000);
    Outcome outcome = http::page_outcome(std::move(rows));
    outcome.json->set("bars_per_bucket", 1);
    return outcome;
}

Outcome picture(const market::CandleColumns& columns, std::size_t bars_per_bucket, bool as_columns) {
    if (as_columns)
        return Outcome::text(std::string(column_media_type), column_bytes(columns))
            .with("X-Spark-Bars", std::to_string(columns.size()))
            .with("X-Spark-Bars-Per-Bucket", std::to_string(bars_per_bucket));
    http::Page rows;
    for (std::size_t bar = 0; bar < columns.size(); ++bar) rows.rows.push_back(row_json(columns, bar));
    Outcome outcome = http::page_outcome(std::move(rows));
    outcome.json->set("bars_per_bucket", bars_per_bucket);
    return outcome;
}

Result<Outcome> candles(const House& house, const Call& call) {
    const bool as_columns = wants_columns(call);
    const std::int64_t most = as_columns ? rows_of_picture_max : json_rows_of_picture_max;
    SPARK_TRY(const std::int64_t bars_max, call.whole_number("bars_max", most, 1, most));
    CallContext context(house.context);
    SPARK_TRY(const store::MappedDataSet data_set, verbs::open_checked(*context, call.path_part(0)));
    SPARK_TRY(const market::CandleColumns columns, period_of(call, data_set.columns()));
    const bool is_picture = call.query("bars_max").has_value();
    if (!is_picture && !as_columns) return page(call, columns);
    if (!is_picture && columns.size() > static_cast<std::size_t>(most)) {
        return fail(Fault::invalid_input, fmt::format("found {} bars, allowed {} at once", columns.size(), most),
                    "bars_max", "cut the period with from and to, or let bars be put together with bars_max");
    }
    const market::BucketedBars made = market::bucket_bars(columns, static_cast<std::size_t>(bars_max));
    return picture(made.table.columns(), made.bars_per_bucket, as_columns);
}

/// A data set on its way out. Touched by the I/O thread only, once it has begun.
struct Export {
    explicit Export(store::MappedDataSet mapped)
        : data_set(std::move(mapped)), pieces(data_set.columns(), export_piece_bytes) {}

    void go_on() {
        while (writer && writer->is_open() && !pieces.done() && writer->backlog_bytes() < export_backlog_bytes) {
            if (!writer->write(std::string(pieces.next()))) break;
        }
        if (writer && (pieces.done() || !writer->is_open())) {
            if (pieces.done()) writer->finish();
            writer.reset();
        }
    }

    store::MappedDataSet data_set;
    verbs::CsvPieces pieces;
    std::optional<net::BodyWriter> writer{};
};

Answered export_csv(const House& house, const Call& call) {
    CallContext context(house.context);
    auto data_set = verbs::open_checked(*context, call.path_part(0));
    if (!data_set) return http::problem_of(data_set.error());
    // The id is of a data set there is: letters, digits, `_`, `@` and `-` only.
    const std::string file_name = data_set->id().text() + ".csv";
    const auto out = std::make_shared<Export>(std::move(*data_set));
    net::Streaming flow;
    flow.head.status = 200;
    flow.head.with("Content-Type", std::string(call.route->media_type));
    flow.head.with("Content-Disposition", fmt::format("attachment; filename=\"{}\"", file_name));
    flow.begin = [out](net::BodyWriter writer) {
        out->writer = std::move(writer);
        out->go_on();
    };
    flow.drained = [out] { out->go_on(); };
    return http::Flow{std::move(flow)};
}

}  // namespace

void add_candle_operations(House& house, http::Operations& operations) {
    operations.add("datasets.candles", [&house](Call& call) { return http::answered(candles(house, call)); });
    operations.add("datasets.export", [&house](Call& call) { return export_csv(house, call); });
}

}  // namespace spark::server
