#include <fmt/format.h>

#include "app/server/backtest_body.hpp"
#include "app/server/call_context.hpp"
#include "app/server/operations/operations.hpp"
#include "app/verbs/strategy_json.hpp"
#include "app/verbs/strategy_source.hpp"
#include "engine/strategy/built_ins.hpp"
#include "foundation/base/shown_text.hpp"
#include "surface/http/call.hpp"

namespace spark::server {
namespace {

using wire::Json;

Result<http::Page> list(const House& house) {
    CallContext context(house.context);
    http::Page page;
    for (const strategy::BuiltInDocument& built_in : strategy::built_ins()) {
        SPARK_TRY(const strategy::Definition definition, strategy::find_built_in(built_in.name));
        page.rows.push_back(verbs::strategy_row_json(definition, "built_in"));
    }
    SPARK_TRY(const std::vector<verbs::StrategyFile> files, strategy_files(*context));
    for (const verbs::StrategyFile& file : files) {
        SPARK_TRY(const strategy::Definition definition, verbs::load_strategy_file(file.path));
        page.rows.push_back(verbs::strategy_row_json(definition, "data_folder"));
    }
    return page;
}

Result<Json> show(const House& house, const std::string& name) {
    if (!is_plain_name(name))
        return fail(Fault::not_found, fmt::format("no strategy is called '{}'", shown(name)), {},
                    "GET /api/v1/strategies lists them");
    CallContext context(house.context);
    SPARK_TRY(const strategy::Definition definition, load_strategy(*context, name));
    return verbs::strategy_json(definition);
}

}  // namespace

void add_strategy_operations(House& house, http::Operations& operations) {
    operations.add("strategies.list", [&house](http::Call&) { return http::answered(list(house)); });
    operations.add("strategies.show",
                   [&house](http::Call& call) { return http::answered(show(house, call.path_part(0))); });
}

}  // namespace spark::server
