#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "adapters/report/heat_map.hpp"
#include "adapters/trials/heat_map_cells.hpp"
#include "app/optimizer/executor.hpp"
#include "app/optimizer/outputs.hpp"
#include "app/server/call_context.hpp"
#include "app/server/operations/optimization_answers.hpp"
#include "app/server/optimization_rows.hpp"
#include "app/server/optimization_work.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"
#include "surface/http/download.hpp"

namespace spark::server {
namespace {

using http::Call;
using http::Outcome;
using trials::TrialFolder;
using trials::TrialHeader;
using wire::Json;

constexpr std::size_t rows_max = 1'000;
constexpr std::size_t download_bytes_max = 1U << 30U;

std::string metric_of(const Call& call) { return std::string(call.query("metric").value_or("objective")); }

/// Runs `use` on the folder, held against others.
template <class Use>
auto with_trials(OptimizationDesk& desk, const Call& call, Use use)
    -> decltype(use(std::declval<const TrialFolder&>())) {
    SPARK_TRY(const Optimization optimization, named_optimization(desk, call));
    SPARK_TRY(const std::shared_ptr<OpenTrials> trials, kept_trials(desk, optimization));
    const std::lock_guard lock(trials->mutex);
    return use(std::as_const(*trials->folder));
}

Result<std::uint64_t> offset_of(const Call& call) {
    const std::string_view cursor = call.query("cursor").value_or("");
    if (cursor.empty()) return std::uint64_t{0};
    std::uint64_t offset = 0;
    const auto read = std::from_chars(cursor.data(), cursor.data() + cursor.size(), offset);
    if (read.ec == std::errc{} && read.ptr == cursor.data() + cursor.size()) return offset;
    return fail(Fault::invalid_input,
                fmt::format("found cursor '{}', allowed the next_cursor of a page", shown(cursor)), "cursor");
}

Result<http::Page> trials_page(OptimizationDesk& desk, const Call& call) {
    TrialPageQuery query{.sort = std::string(call.query("sort").value_or(""))};
    SPARK_TRY(query.limit, call.limit(100, rows_max));
    SPARK_TRY(const std::int64_t after, call.whole_number("after", 0, 0, std::numeric_limits<std::int64_t>::max()));
    SPARK_TRY(const std::uint64_t offset, offset_of(call));
    // In the order kept the cursor is the row before the page, so that a page never moves while sets come.
    query.after = std::max(static_cast<std::uint64_t>(after), query.sort.empty() ? offset : 0);
    query.offset = offset;
    if (after > 0 && !query.sort.empty())
        return fail(Fault::invalid_input, "after goes with the order in which sets were kept only", "after",
                    "leave sort away");
    SPARK_TRY(TrialPage page,
              with_trials(desk, call, [&](const TrialFolder& folder) { return trial_page(folder, query); }));
    return http::Page{.rows = std::move(page.rows), .next_cursor = page.next ? std::to_string(*page.next) : ""};
}

/// `third=5,fourth=7`: the other axes held at one value.
Result<std::vector<trials::FixedAxis>> fixed_of(const TrialHeader& header, std::string_view text) {
    std::vector<trials::FixedAxis> fixed;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        const std::string_view part = text.substr(0, comma);
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
        const std::size_t equals = part.find('=');
        SPARK_TRY(const std::size_t axis, axis_of(header, part.substr(0, equals), "set"));
        const std::string_view value = equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1);
        const auto index = header.axes[axis].index_of(value);
        if (!index)
            return fail(Fault::invalid_input,
                        fmt::format("'{}' is no value of {} that was searched", shown(value), header.axes[axis].name),
                        "set", fmt::format("{}={}", header.axes[axis].name, header.axes[axis].value_text(0)));
        fixed.push_back({.axis = axis, .index = *index});
    }
    return fixed;
}

Result<trials::HeatMapQuery> heat_map_query(const TrialHeader& header, const Call& call) {
    trials::HeatMapQuery query{.metric = metric_of(call)};
    SPARK_TRY(check_figure(query.metric, "metric"));
    const auto x = call.query("x");
    if (x) {
        SPARK_TRY(query.x, axis_of(header, *x, "x"));
    }
    if (const auto y = call.query("y")) {
        SPARK_TRY(query.y, axis_of(header, *y, "y"));
    } else if (!x && header.axes.size() > 1) {
        query.y = 1;
    }
    if (query.y && *query.y == query.x)
        return fail(Fault::invalid_input, "x and y are the same parameter", "y", "take two, or leave y away");
    SPARK_TRY(query.fixed, fixed_of(header, call.query("set").value_or("")));
    return query;
}

Result<Json> heat_map(OptimizationDesk& desk, const Call& call) {
    return with_trials(desk, call, [&](const TrialFolder& folder) -> Result<Json> {
        SPARK_TRY(const trials::HeatMapQuery query, heat_map_query(folder.header(), call));
        SPARK_TRY(const trials::HeatMap map, trials::heat_map_cells(folder, query));
        return Json::object()
            .set("schema", "spark.heatmap/1")
            .set("id", call.path_part(0))
            .set("sets", folder.count())
            .set("map", trials::heat_map_json(folder.header(), map));
    });
}

Result<Outcome> heat_map_picture(OptimizationDesk& desk, const Call& call) {
    SPARK_TRY(const Json found, heat_map(desk, call));
    SPARK_TRY(const report::HeatMapPicture picture, report::read_heat_map(*found.find("map")));
    const auto language = call.language == http::Language::tr ? report::Language::tr : report::Language::en;
    SPARK_TRY(std::string png, report::heat_map_png(picture, language));
    Outcome outcome = Outcome::text("image/png", std::move(png));
    outcome.headers.push_back(http::attachment_header(call.path_part(0) + "-heatmap.png"));
    return outcome;
}

Result<Json> slices(OptimizationDesk& desk, const Call& call) {
    const std::string metric = metric_of(call);
    SPARK_TRY(check_figure(metric, "metric"));
    return with_trials(desk, call, [&](const TrialFolder& folder) -> Result<Json> {
        SPARK_TRY(Json list, slices_json(folder, metric));
        return Json::object()
            .set("schema", "spark.optimization_slices/1")
            .set("id", call.path_part(0))
            .set("metric", metric)
            .set("slices", std::move(list));
    });
}

/// `{"parameter":"fast","from":"5","to":"20"}`: values are texts or numbers, both ends included.
Result<RegionSide> side_of(const TrialHeader& header, const Json& side, const std::string& pointer) {
    SPARK_TRY(const std::string name, side.string_at("parameter"));
    RegionSide read;
    SPARK_TRY(read.axis, axis_of(header, name, pointer + "/parameter"));
    const trials::TrialAxis& axis = header.axes[read.axis];
    for (const auto& [key, place] : {std::pair("from", &read.first), std::pair("to", &read.last)}) {
        SPARK_TRY(const Json* const value, side.at(key));
        const std::string text = value->is_string() ? *value->as_string() : wire::to_text(*value);
        const auto index = axis.index_of(text);
        if (!index)
            return fail(Fault::invalid_input,
                        fmt::format("'{}' is no value of {} that was searched", shown(text), axis.name),
                        fmt::format("{}/{}", pointer, key));
        *place = *index;
    }
    if (read.first > read.last) std::swap(read.first, read.last);
    return read;
}

Result<Json> region(OptimizationDesk& desk, const Call& call) {
    const auto named = call.body.string_at("metric");
    const std::string metric = named ? *named : "objective";
    SPARK_TRY(check_figure(metric, "/metric"));
    return with_trials(desk, call, [&](const TrialFolder& folder) -> Result<Json> {
        std::vector<RegionSide> sides;
        for (const char* const key : {"x", "y"}) {
            const Json* const side = call.body.find(key);
            if (side == nullptr) continue;
            SPARK_TRY(const RegionSide read, side_of(folder.header(), *side, fmt::format("/{}", key)));
            sides.push_back(read);
        }
        const auto held = call.body.string_at("set");
        if (held) {
            SPARK_TRY(const std::vector<trials::FixedAxis> fixed, fixed_of(folder.header(), *held));
            for (const trials::FixedAxis& one : fixed)
                sides.push_back({.axis = one.axis, .first = one.index, .last = one.index});
        }
        SPARK_TRY(const Json figures, region_json(folder, sides, metric));
        Json json = Json::object().set("schema", "spark.optimization_region/1").set("id", call.path_part(0));
        const auto members = figures.as_object().value();
        for (const wire::JsonMember& member : members) json.set(member.key, member.value);
        return json;
    });
}

/// The body of POST /api/v1/backtests that runs the set alone, over the very bars it was run on.
Result<Json> body_of_set(House& house, const Optimization& optimization, const TrialHeader& header,
                         const trials::TrialRow& row) {
    CallContext context(house.context);
    optimizer::Bench bench;
    SPARK_TRY(set_up_bench(*context, optimization.order, bench));
    Json body = bench.order.backtest;
    const Json* const fixed = body.find("params");
    Json params = fixed == nullptr ? Json::object() : *fixed;
    for (std::size_t axis = 0; axis < header.axes.size(); ++axis)
        params.set(header.axes[axis].name, header.axes[axis].value_text(row.point[axis]));
    body.set("params", std::move(params));
    const std::size_t bars = optimizer::bars_of_share(bench.bars, row.bars_share);
    const market::CandleColumns& candles = bench.loaded.asked().books.front().candles;
    if (bars < candles.size())
        body.set("to", format_iso8601(WallTime(std::chrono::nanoseconds(candles.open_time_ns[bars]))));
    return body;
}

Result<Json> show_set(House& house, OptimizationDesk& desk, const Call& call) {
    const std::string& text = call.path_part(1);
    std::uint64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size())
        return fail(Fault::not_found, fmt::format("no set has the number '{}'", shown(text)));
    SPARK_TRY(const Optimization optimization, named_optimization(desk, call));
    return with_trials(desk, call, [&](const TrialFolder& folder) -> Result<Json> {
        SPARK_TRY(const trials::TrialRow row, folder.row(number));
        SPARK_TRY(Json body, body_of_set(house, optimization, folder.header(), row));
        return Json::object()
            .set("schema", "spark.optimization_set/1")
            .set("id", optimization.id)
            .set("set", trial_json(folder.header(), row))
            .set("backtest", std::move(body));
    });
}

Result<Outcome> file_of(OptimizationDesk& desk, const Call& call, std::string_view name, std::string media_type) {
    SPARK_TRY(const Optimization optimization, named_optimization(desk, call));
    const std::filesystem::path path = desk.folder_of(optimization.id) / name;
    std::error_code problem;
    if (!std::filesystem::exists(path, problem))
        return fail(Fault::not_found, fmt::format("{} has no {} yet", optimization.id, name), {},
                    "it is written at the end of the search");
    SPARK_TRY(std::string bytes, read_file(path, download_bytes_max));
    Outcome outcome = Outcome::text(std::move(media_type), std::move(bytes));
    outcome.headers.push_back(http::attachment_header(fmt::format("{}-{}", optimization.id, name)));
    return outcome;
}

Result<Json> assessment(OptimizationDesk& desk, const Call& call) {
    SPARK_TRY(const Optimization optimization, named_optimization(desk, call));
    SPARK_TRY(Json json, folder_json(desk, optimization.id, optimizer::assessment_name));
    if (!json.is_null()) return json;
    return fail(Fault::not_found, fmt::format("{} has no assessment yet", optimization.id), {},
                "it is made after the search; an order with \"assessment\":false has none");
}

}  // namespace

void add_optimization_sets(House& house, const std::shared_ptr<OptimizationDesk>& desk, http::Operations& operations) {
    operations.add("optimizations.trials", [desk](Call& call) { return http::answered(trials_page(*desk, call)); });
    operations.add("optimizations.heatmap", [desk](Call& call) { return http::answered(heat_map(*desk, call)); });
    operations.add("optimizations.heatmap_png",
                   [desk](Call& call) { return http::answered(heat_map_picture(*desk, call)); });
    operations.add("optimizations.slices", [desk](Call& call) { return http::answered(slices(*desk, call)); });
    operations.add("optimizations.region", [desk](Call& call) { return http::answered(region(*desk, call)); });
    operations.add("optimizations.set",
                   [&house, desk](Call& call) { return http::answered(show_set(house, *desk, call)); });
    operations.add("optimizations.assessment", [desk](Call& call) { return http::answered(assessment(*desk, call)); });
    operations.add("optimizations.best", [desk](Call& call) {
        return http::answered(file_of(*desk, call, optimizer::best_name, "application/json"));
    });
    operations.add("optimizations.leaderboard", [desk](Call& call) {
        return http::answered(file_of(*desk, call, optimizer::leaderboard_name, "text/csv; charset=utf-8"));
    });
}

}  // namespace spark::server
