#include "app/optimizer/identity.hpp"

#include <fmt/format.h>

#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/run_inputs.hpp"
#include "foundation/base/build_info.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::optimizer {
namespace {

using wire::Json;
namespace fs = std::filesystem;

constexpr std::string_view identity_field = "identity";

Json data_sets_json(const verbs::LoadedCase& loaded) {
    Json list = Json::array();
    for (const store::MappedDataSet* const data_set : loaded.all_data_sets())
        list.push(Json::object().set("id", data_set->id().text()).set("sha256", data_set->sha256().hex()));
    return list;
}

std::string build_text() {
    const BuildInfo& build = build_info();
    return fmt::format("{} {}{}", build.version, build.commit, build.dirty ? "-dirty" : "");
}

}  // namespace

trials::TrialHeader header_of(const Bench& bench, std::string_view id) {
    Json identity = Json::object();
    identity.set("id", id).set("data_sets", data_sets_json(bench.loaded));
    identity.set("strategy_sha256", crypto::sha256_hex(bench.strategy_text)).set("build", build_text());
    trials::TrialHeader header;
    header.order = bench.order.json();
    header.order.set(std::string(identity_field), std::move(identity));
    header.axes = trials::trial_axes(bench.space->axes());
    header.objective = bench.order.objective;
    header.starting_cash = bench.loaded.asked().rules.cash;
    header.has_details = bench.needs.details;
    return header;
}

Result<KeptOrder> kept_order(const trials::TrialHeader& header, const fs::path& folder) {
    const auto strange = [&](std::string message) {
        return fail(Fault::corrupt, fmt::format("the header is no order of an optimization: {}", message),
                    folder.string());
    };
    const auto members = header.order.as_object();
    const Json* const identity = header.order.find(identity_field);
    if (!members || identity == nullptr) return strange("it has no identity");
    Json order = Json::object();
    for (const wire::JsonMember& member : *members)
        if (member.key != identity_field) order.set(member.key, member.value);
    auto parsed = Order::parse(wire::to_text(order));
    if (!parsed) return strange(fmt::format("{}: {}", parsed.error().place, parsed.error().message));
    const auto id = identity->string_at("id");
    if (!id) return strange("it has no id");
    return KeptOrder{.order = *std::move(parsed), .id = *id};
}

Result<KeptOrder> kept_order_of(const fs::path& folder) {
    SPARK_TRY(const trials::TrialFolder trials, trials::TrialFolder::open_to_read(folder));
    return kept_order(trials.header(), folder);
}

Result<void> check_same_results(const trials::TrialHeader& was, trials::TrialHeader is) {
    const Json* const before = was.order.find(identity_field);
    const Json* const build = before == nullptr ? nullptr : before->find("build");
    Json* const identity = is.order.find(identity_field);
    if (build != nullptr && identity != nullptr) identity->set("build", *build);
    return trials::check_same_order(was, is);
}

std::string name_of(const verbs::Context& context, const std::string& id, const fs::path& folder) {
    if (folder == default_folder(context, id)) return id;
    return verbs::shell_line({folder.string()});
}

fs::path default_folder(const verbs::Context& context, std::string_view id) {
    return fs::path(verbs::data_dir(context)) / "optimize" / id;
}

Result<fs::path> folder_of(verbs::Context& context, std::string_view id_or_folder) {
    std::error_code absent;
    const fs::path as_folder(id_or_folder);
    const bool is_id = id_or_folder.starts_with("opt_") && !id_or_folder.contains('/');
    if (is_id) {
        const fs::path own = default_folder(context, id_or_folder);
        if (fs::is_directory(own, absent)) return own;
        const auto evidence = store::EvidenceFolder::open(fs::path(verbs::data_dir(context)) / "evidence");
        const auto stored =
            evidence ? evidence->read(id_or_folder) : Result<store::StoredEvidence>(fail(evidence.error()));
        const auto folder = stored ? stored->document.string_at("folder") : Result<std::string>(fail(stored.error()));
        if (folder && fs::is_directory(*folder, absent)) return fs::path(*folder);
    }
    if (fs::is_directory(as_folder, absent)) return as_folder;
    return fail(Fault::not_found, fmt::format("no optimization {}", shown(id_or_folder)), {}, "spark optimize ls");
}

}  // namespace spark::optimizer
