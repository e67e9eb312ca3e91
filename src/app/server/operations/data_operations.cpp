#include "adapters/store/data_folder.hpp"
#include "app/server/call_context.hpp"
#include "app/server/operations/listings.hpp"
#include "app/server/operations/operations.hpp"
#include "app/verbs/data_report.hpp"
#include "surface/http/call.hpp"

namespace spark::server {

using wire::Json;

Result<std::vector<Json>> data_set_rows(const House& house) {
    CallContext context(house.context);
    SPARK_TRY(const store::DataFolder data, verbs::open_data_folder(*context, false));
    SPARK_TRY(const std::vector<store::DataSetEntry> entries, data.list());
    std::vector<Json> rows;
    for (const store::DataSetEntry& entry : entries) rows.push_back(verbs::entry_json(entry));
    return rows;
}

void add_data_operations(House& house, http::Operations& operations) {
    operations.add("datasets.list", [&house](http::Call&) -> http::Answered {
        auto rows = data_set_rows(house);
        if (!rows) return http::problem_of(rows.error());
        return http::page_outcome({.rows = std::move(*rows)});
    });
}

}  // namespace spark::server
