#include <fmt/format.h>

#include <utility>

#include "adapters/store/strategy_folder.hpp"
#include "app/lab/adopt.hpp"
#include "app/lab/lineage_of.hpp"
#include "app/lab/promotion_check.hpp"
#include "app/lab/proposal.hpp"
#include "app/server/call_context.hpp"
#include "app/server/operations/operations.hpp"
#include "app/verbs/backtest_order.hpp"
#include "foundation/base/shown_text.hpp"
#include "surface/http/call.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using http::Outcome;
using wire::Json;

Result<void> check_name(std::string_view name) {
    if (verbs::is_plain_name(name)) return {};
    return fail(Fault::not_found, fmt::format("no strategy is called '{}'", shown(name)), {},
                "GET /api/v1/strategies lists them");
}

struct Version {
    std::string name;
    std::uint32_t number = 0;
};

/// The version of an address. Errors: not_found.
Result<Version> version_of(const Call& call) {
    SPARK_TRY(check_name(call.path_part(0)));
    const auto reference = verbs::parse_strategy_reference(fmt::format("{}@{}", call.path_part(0), call.path_part(1)));
    if (reference && reference->version) return Version{call.path_part(0), *reference->version};
    return fail(Fault::not_found,
                fmt::format("'{}' has no version '{}'", shown(call.path_part(0)), shown(call.path_part(1))), {},
                fmt::format("GET /api/v1/strategies/{}/versions lists them", shown(call.path_part(0))));
}

std::string text_of(const Json& body, std::string_view key) {
    const Json* const value = body.find(key);
    return value == nullptr ? std::string() : value->as_string().value_or(std::string());
}

std::string set_of(const Json& body) {
    const Json* const set = body.find("set");
    if (set == nullptr) return "plateau";
    return set->is_string() ? set->as_string().value() : wire::to_text(*set);
}

Answered adopt(const House& house, const Call& call) {
    const std::string& name = call.path_part(0);
    if (const auto named = check_name(name); !named) return http::problem_of(named.error());
    const auto wanted = call.if_match();
    if (!wanted) return http::problem_of(wanted.error());
    const auto newest = store::StrategyFolder(house.folder()).find(name, std::nullopt);
    if (!newest) return http::problem_of(newest.error());
    if (!*wanted)
        return http::Problem{
            .kind = http::problem_kind("version_wanted"),
            .detail = fmt::format("If-Match is missing; '{}' is at version {}", name, newest->version)};
    if (**wanted != newest->version)
        return http::Problem{
            .kind = http::problem_kind("version_conflict"),
            .detail = fmt::format("the change is based on version {}, '{}' is at {}", **wanted, name, newest->version)};
    const std::string optimization = text_of(call.body, "optimization");
    // A folder's path is for the command line: nothing sent here names one.
    if (!optimization.starts_with("opt_") || optimization.contains('/') || optimization.contains('.'))
        return http::problem_of(
            {.fault = Fault::invalid_input,
             .message = fmt::format("found '{}', allowed an optimization's id", shown(optimization)),
             .place = "/optimization",
             .remedy = "GET /api/v1/optimizations lists them"});
    CallContext context(house.context);
    const auto kept = lab::adopt(*context, {.strategy = name,
                                            .optimization = optimization,
                                            .set = set_of(call.body),
                                            .author = call.caller.name,
                                            .message = text_of(call.body, "message"),
                                            .parent = newest->version});
    if (!kept) return http::problem_of(kept.error());
    return Outcome::of(verbs::kept_document_json(*kept)).with("ETag", fmt::format("\"{}\"", kept->kept.version));
}

Result<Json> check(const House& house, const Call& call) {
    SPARK_TRY(const Version version, version_of(call));
    CallContext context(house.context);
    SPARK_TRY(const lab::PromotionCheck found, lab::check_promotion(*context, version.name, version.number));
    return lab::check_json(found);
}

/// What the refusal says in words: the items that stand in the way.
std::string names_of_open_items(const Json& check) {
    std::string names;
    const auto items = check.array_at("items").value();
    for (const Json& item : items) {
        const bool is_open = item.string_at("standing").value_or("") != "passed";
        if (is_open && item.bool_at("is_binding").value_or(true))
            names += (names.empty() ? "" : ", ") + item.string_at("name").value_or("");
    }
    return names;
}

Answered promote(const House& house, Call& call) {
    const auto version = version_of(call);
    if (!version) return http::problem_of(version.error());
    CallContext context(house.context);
    auto proposed = lab::promote(*context, {.strategy = version->name,
                                            .version = version->number,
                                            .note = text_of(call.body, "note"),
                                            .proposer = {.name = call.caller.name, .user_id = call.caller.user_id}});
    if (!proposed) return http::problem_of(proposed.error());
    if (proposed->is_refused) {
        http::Problem problem{.kind = http::problem_kind("promotion_refused"),
                              .detail = fmt::format("{}@{} lacks: {}", version->name, version->number,
                                                    names_of_open_items(proposed->check))};
        problem.more = Json::object().set("check", std::move(proposed->check));
        return problem;
    }
    const std::string id = proposed->proposal.string_at("id").value_or("");
    call.object = id;
    if (!proposed->is_new) return Outcome::of(std::move(proposed->proposal));
    return Outcome::made(std::move(proposed->proposal), "/api/v1/proposals/" + id);
}

Result<Json> lineage(const House& house, const Call& call) {
    SPARK_TRY(check_name(call.path_part(0)));
    std::optional<std::uint32_t> version;
    if (call.query("version")) {
        SPARK_TRY(const std::int64_t number, call.whole_number("version", 1, 1, store::StrategyFolder::version_max));
        version = static_cast<std::uint32_t>(number);
    }
    CallContext context(house.context);
    return lab::lineage_json(*context, call.path_part(0), version);
}

Result<http::Page> list(const House& house, const Call& call) {
    SPARK_TRY(const std::size_t limit, call.limit());
    CallContext context(house.context);
    SPARK_TRY(const auto proposals, lab::proposals(*context));
    const std::string_view after = call.query("cursor").value_or("");
    http::Page page;
    for (const lab::Proposal& proposal : proposals) {
        if (!after.empty() && proposal.id >= after) continue;
        if (page.rows.size() == limit) {
            page.next_cursor = page.rows.back().string_at("id").value_or("");
            break;
        }
        page.rows.push_back(lab::proposal_row(proposal));
    }
    return page;
}

Result<Json> show(const House& house, const Call& call) {
    CallContext context(house.context);
    SPARK_TRY(lab::Proposal proposal, lab::find_proposal(*context, call.path_part(0)));
    return std::move(proposal.document);
}

}  // namespace

void add_promotion_operations(House& house, http::Operations& operations) {
    operations.add("strategies.adopt", [&house](Call& call) { return adopt(house, call); });
    operations.add("strategies.promotion", [&house](Call& call) { return http::answered(check(house, call)); });
    operations.add("strategies.promote", [&house](Call& call) { return promote(house, call); });
    operations.add("strategies.lineage", [&house](Call& call) { return http::answered(lineage(house, call)); });
    operations.add("proposals.list", [&house](Call& call) { return http::answered(list(house, call)); });
    operations.add("proposals.show", [&house](Call& call) { return http::answered(show(house, call)); });
}

}  // namespace spark::server
