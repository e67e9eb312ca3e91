#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "adapters/store/data_folder.hpp"
#include "app/server/call_context.hpp"
#include "app/server/operations/listings.hpp"
#include "app/server/operations/operations.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/data_trash.hpp"
#include "foundation/base/shown_text.hpp"
#include "surface/http/call.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using wire::Json;

/// The rows behind the cursor, which is the id of the last row of the page before.
http::Page page_of(std::vector<Json> rows, std::size_t limit, std::string_view cursor) {
    const auto id_of = [](const Json& row) { return row.string_at("id").value_or(std::string()); };
    std::ranges::sort(rows, {}, id_of);
    http::Page page;
    for (Json& row : rows) {
        if (!cursor.empty() && id_of(row) <= cursor) continue;
        if (page.rows.size() == limit) {
            page.next_cursor = id_of(page.rows.back());
            break;
        }
        page.rows.push_back(std::move(row));
    }
    return page;
}

Result<http::Page> list(const House& house, const Call& call) {
    SPARK_TRY(const std::size_t limit, call.limit());
    CallContext context(house.context);
    SPARK_TRY(const store::DataFolder data, verbs::open_data_folder(*context, false));
    SPARK_TRY(const std::vector<store::DataSetEntry> entries, data.list());
    const auto fits = [&call](std::string_view name, std::string_view found) {
        return call.query(name).value_or(found) == found;
    };
    std::vector<Json> rows;
    for (const store::DataSetEntry& entry : entries) {
        if (fits("venue", entry.id.venue.text()) && fits("symbol", entry.id.symbol.text()) &&
            fits("timeframe", entry.id.timeframe.text()))
            rows.push_back(verbs::entry_json(entry));
    }
    return page_of(std::move(rows), limit, call.query("cursor").value_or(""));
}

Result<Json> show(const House& house, const std::string& id) {
    CallContext context(house.context);
    SPARK_TRY(const store::DataFolder data, verbs::open_data_folder(*context, false));
    SPARK_TRY(const store::MappedDataSet data_set, data.open_data_set(id));
    SPARK_TRY(const std::vector<store::DataSetEntry> entries, data.list());
    Json versions = Json::array();
    store::DataSetId any = data_set.id();
    any.version.reset();
    for (const store::DataSetEntry& entry : entries) {
        store::DataSetId other = entry.id;
        other.version.reset();
        if (other == any) versions.push(entry.id.text());
    }
    return verbs::data_set_json(data_set).set("versions", std::move(versions));
}

Result<Json> quality(const House& house, const std::string& id) {
    CallContext context(house.context);
    SPARK_TRY(const store::DataFolder data, verbs::open_data_folder(*context, false));
    SPARK_TRY(const store::MappedDataSet data_set, data.open_data_set(id));
    const market::DataSetInfo& info = data_set.info();
    const auto& times = data_set.columns().open_time_ns;
    Json spans = Json::array();
    for (const market::Gap& gap : info.quality.gap_list) {
        const WallTime from = wall_time_of_ns(ns_of(gap.after) + info.timeframe.length_ns());
        spans.push(Json::object()
                       .set("from", format_iso8601(from))
                       .set("to", format_iso8601(gap.before))
                       .set("from_ts", ms_of(from))
                       .set("to_ts", ms_of(gap.before))
                       .set("missing", gap.missing));
    }
    return Json::object()
        .set("schema", "spark.dataset_quality/1")
        .set("dataset", data_set.id().text())
        .set("timeframe", info.timeframe.text())
        .set("first", format_iso8601(wall_time_of_ns(times.front())))
        .set("last", format_iso8601(wall_time_of_ns(times.back())))
        .set("quality", verbs::quality_json(info.quality, true))
        .set("spans", std::move(spans));
}

Result<http::Page> trash(const House& house) {
    SPARK_TRY(const std::vector<store::DataSetEntry> entries, verbs::open_data_trash(house.context).list());
    http::Page page;
    for (const store::DataSetEntry& entry : entries) page.rows.push_back(verbs::entry_json(entry));
    return page;
}

Result<Json> discard(const House& house, const std::string& id) {
    CallContext context(house.context);
    return verbs::throw_away(*context, id);
}

Result<Json> restore(const House& house, const std::string& id) {
    SPARK_TRY(const store::DataSetId back, verbs::open_data_trash(house.context).restore(id));
    return Json::object().set("schema", "spark.data_restored/1").set("dataset", back.text());
}

Result<Json> remove(const House& house, const Call& call) {
    const std::string& id = call.path_part(0);
    if (call.query("confirm") != id)
        return fail(Fault::invalid_input, "what is removed from the trash does not come back", "confirm",
                    fmt::format("repeat it with ?confirm={}", shown(id, 80)));
    SPARK_TRY(const store::DataSetId gone, verbs::open_data_trash(house.context).remove(id));
    return Json::object().set("schema", "spark.data_removed/1").set("dataset", gone.text());
}

}  // namespace

Result<std::vector<Json>> data_set_rows(const House& house) {
    CallContext context(house.context);
    SPARK_TRY(const store::DataFolder data, verbs::open_data_folder(*context, false));
    SPARK_TRY(const std::vector<store::DataSetEntry> entries, data.list());
    std::vector<Json> rows;
    for (const store::DataSetEntry& entry : entries) rows.push_back(verbs::entry_json(entry));
    return rows;
}

void add_data_operations(House& house, http::Operations& operations) {
    operations.add("datasets.list", [&house](Call& call) { return http::answered(list(house, call)); });
    operations.add("datasets.show", [&house](Call& call) { return http::answered(show(house, call.path_part(0))); });
    operations.add("datasets.quality",
                   [&house](Call& call) { return http::answered(quality(house, call.path_part(0))); });
    operations.add("datasets.trash", [&house](Call&) { return http::answered(trash(house)); });
    operations.add("datasets.discard",
                   [&house](Call& call) { return http::answered(discard(house, call.path_part(0))); });
    operations.add("datasets.restore",
                   [&house](Call& call) { return http::answered(restore(house, call.path_part(0))); });
    operations.add("datasets.remove", [&house](Call& call) { return http::answered(remove(house, call)); });
    add_candle_operations(house, operations);
    add_data_jobs(house, operations);
    add_upload_operations(house, operations);
}

}  // namespace spark::server
