#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "app/server/call_context.hpp"
#include "app/server/operations/operations.hpp"
#include "app/server/start_job.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/derived_data.hpp"
#include "app/verbs/synthetic_data.hpp"
#include "engine/market/repair.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::server {
namespace {

using http::Answered;
using http::Call;
using wire::Json;

JobResult result_of(const store::SavedDataSet& saved, Json document) {
    return {.id = saved.id.text(), .location = "/api/v1/datasets/" + saved.id.text(), .document = std::move(document)};
}

/// A word of a request's body, read by `parse`, with its pointer as the place of the error.
template <class Parse>
auto read_at(const Json& body, const std::string& key, Parse parse) -> decltype(parse(std::string_view{})) {
    const auto text = body.string_at(key);
    if (!text) return fail(text.error());
    auto value = parse(*text);
    if (!value) value.error().place = "/" + key;
    return value;
}

Result<JobResult> verify(const House& house, const JobRun& job) {
    SPARK_TRY(const std::string id, job.request().string_at("dataset"));
    CallContext context(house.context);
    SPARK_TRY(const store::DataFolder folder, verbs::open_data_folder(*context, false));
    SPARK_TRY(const store::MappedDataSet data_set, folder.open_data_set(id));
    SPARK_TRY(verbs::check_whole(*context, data_set));
    return JobResult{.id = data_set.id().text(),
                     .location = "/api/v1/datasets/" + data_set.id().text(),
                     .document = verbs::verified_json(data_set)};
}

Result<JobResult> resample(const House& house, const JobRun& job) {
    SPARK_TRY(const std::string id, job.request().string_at("dataset"));
    SPARK_TRY(const Timeframe to, read_at(job.request(), "to", Timeframe::parse));
    CallContext context(house.context);
    SPARK_TRY(const verbs::DerivedDataSet made, verbs::make_resampled(*context, id, to));
    return result_of(made.saved, verbs::saved_json("spark.resample/1", made.saved, made.table.columns(), made.info));
}

Result<JobResult> repair(const House& house, const JobRun& job) {
    SPARK_TRY(const std::string id, job.request().string_at("dataset"));
    SPARK_TRY(const std::span<const Json> list, job.request().array_at("rules"));
    std::vector<std::string> rules;
    for (const Json& rule : list) {
        SPARK_TRY(std::string name, rule.as_string());
        rules.push_back(std::move(name));
    }
    CallContext context(house.context);
    SPARK_TRY(const verbs::DerivedDataSet made, verbs::make_repaired(*context, id, rules));
    return result_of(made.saved, verbs::saved_json("spark.repair/1", made.saved, made.table.columns(), made.info));
}

/// The rules' names, before a job is promised.
Result<void> check_rules(const Json& body) {
    SPARK_TRY(const std::span<const Json> list, body.array_at("rules"));
    std::vector<std::string_view> names;
    for (const market::RepairRule& rule : market::repair_rules()) names.push_back(rule.name);
    for (std::size_t at = 0; at < list.size(); ++at) {
        SPARK_TRY(const std::string name, list[at].as_string());
        if (std::ranges::count(names, name) != 0) continue;
        return fail(Fault::invalid_input,
                    fmt::format("found rule '{}', allowed {}", shown(name), fmt::join(names, ", ")),
                    fmt::format("/rules/{}", at));
    }
    return {};
}

Result<market::SynthRequest> synth_request(const Json& body) {
    SPARK_TRY(Symbol symbol, read_at(body, "symbol", Symbol::parse));
    SPARK_TRY(const Timeframe timeframe, read_at(body, "timeframe", Timeframe::parse));
    SPARK_TRY(const std::int64_t bars, body.int64_at("bars"));
    SPARK_TRY(const std::int64_t seed, body.int64_at("seed"));
    return market::SynthRequest{
        .symbol = std::move(symbol), .timeframe = timeframe, .bars = bars, .seed = static_cast<std::uint64_t>(seed)};
}

Result<JobResult> synth(const House& house, const JobRun& job) {
    SPARK_TRY(const market::SynthRequest request, synth_request(job.request()));
    CallContext context(house.context);
    SPARK_TRY(const verbs::SyntheticDataSet made, verbs::save_synthetic(*context, request));
    return result_of(made.saved, verbs::saved_json("spark.synth/1", made.saved, made.table.columns(), made.info));
}

/// The data set must be there before a job is promised; the job gets its id and what the body says.
Answered start_on(House& house, const Call& call, std::string_view kind) {
    CallContext context(house.context);
    const auto folder = verbs::open_data_folder(*context, false);
    if (!folder) return http::problem_of(folder.error());
    const auto data_set = folder->open_data_set(call.path_part(0));
    if (!data_set) return http::problem_of(data_set.error());
    Json request = call.body;
    // With its version: repeated later, the job works on the same rows.
    return start_job(house, call, kind, request.set("dataset", data_set->id().text()));
}

template <class Check>
Answered start_checked(House& house, const Call& call, std::string_view kind, Check check) {
    if (const auto checked = check(call.body); !checked) return http::problem_of(checked.error());
    return start_on(house, call, kind);
}

}  // namespace

void add_data_jobs(House& house, http::Operations& operations) {
    house.kinds.add("verify", [&house](JobRun& job) { return verify(house, job); });
    house.kinds.add("resample", [&house](JobRun& job) { return resample(house, job); });
    house.kinds.add("repair", [&house](JobRun& job) { return repair(house, job); });
    house.kinds.add("synth", [&house](JobRun& job) { return synth(house, job); });
    operations.add("datasets.verify", [&house](Call& call) { return start_on(house, call, "verify"); });
    operations.add("datasets.resample", [&house](Call& call) {
        return start_checked(house, call, "resample",
                             [](const Json& body) { return read_at(body, "to", Timeframe::parse); });
    });
    operations.add("datasets.repair",
                   [&house](Call& call) { return start_checked(house, call, "repair", check_rules); });
    operations.add("datasets.synth", [&house](Call& call) -> Answered {
        const auto request = synth_request(call.body);
        if (!request) return http::problem_of(request.error());
        return start_job(house, call, "synth", call.body);
    });
}

}  // namespace spark::server
