#include "app/lab/adopt.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <utility>

#include "adapters/store/evidence_folder.hpp"
#include "adapters/trials/trial_folder.hpp"
#include "app/lab/optimization_facts.hpp"
#include "app/optimizer/identity.hpp"
#include "app/optimizer/outputs.hpp"
#include "app/optimizer/set_facts.hpp"
#include "engine/strategy/default_values.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::lab {
namespace {

using wire::Json;
namespace fs = std::filesystem;

/// The number of the set that is meant. Errors: not_found; invalid_input.
Result<std::uint64_t> number_of_set(const Json& document, const std::string& id, std::string_view set) {
    if (set != "best" && set != "plateau") {
        std::uint64_t number = 0;
        const auto read = std::from_chars(set.data(), set.data() + set.size(), number);
        if (read.ec == std::errc{} && read.ptr == set.data() + set.size()) return number;
        return fail(Fault::invalid_input,
                    fmt::format("found '{}', allowed best, plateau or a set's number", shown(set)), "set");
    }
    const Json* const row = document.find(set == "best" ? "best" : "best_plateau");
    const auto number = row == nullptr ? Result<std::int64_t>(fail(Fault::not_found, "")) : row->int64_at("number");
    if (number && *number >= 0) return static_cast<std::uint64_t>(*number);
    return fail(Fault::not_found, fmt::format("{} has no {}", id, set == "best" ? "ranked set" : "best plateau"), "set",
                fmt::format("spark optimize show {} lists its sets", id));
}

/// A ranked set's row. Errors: not_found.
Result<trials::TrialRow> row_of(const trials::TrialFolder& trials, const std::string& id, std::uint64_t number) {
    auto row = trials.row(number);
    if (row && trials::is_ranked(*row)) return row;
    if (!row && row.error().fault != Fault::not_found) return fail(row.error());
    return fail(Fault::not_found, fmt::format("{} ranked no set {}", id, number), "set",
                fmt::format("spark optimize show {} lists its sets", id));
}

/// The id behind what the user named, and its evidence.
Result<store::StoredEvidence> evidence_of(const store::EvidenceFolder& evidence, const fs::path& folder) {
    SPARK_TRY(const Json manifest, optimizer::check_manifest(folder));
    SPARK_TRY(const std::string id, manifest.string_at("id"));
    return evidence.read(id);
}

}  // namespace

Result<verbs::KeptStrategy> adopt(verbs::Context& context, const AdoptOrder& order) {
    SPARK_TRY(const verbs::KeptStrategy newest, verbs::load_kept(context, order.strategy, std::nullopt));
    SPARK_TRY(const auto evidence, store::EvidenceFolder::open(fs::path(verbs::data_dir(context)) / "evidence"));
    SPARK_TRY(const fs::path folder, optimizer::folder_of(context, order.optimization));
    SPARK_TRY(const store::StoredEvidence stored, evidence_of(evidence, folder));
    const std::string& id = stored.entry.id;
    SPARK_TRY(const strategy::Definition searched, searched_definition(evidence, stored));
    const std::string other = strategy::first_other_rule(*searched.document(), *newest.definition.document());
    if (!other.empty())
        return fail(
            Fault::conflict,
            fmt::format("{} searched other rules than {}@{}: {} differs", id, order.strategy, newest.kept.version,
                        other),
            other,
            fmt::format("search this version, or restore the one that was searched (version {})", searched.version()));
    SPARK_TRY(const std::uint64_t number, number_of_set(stored.document, id, order.set));
    SPARK_TRY(const trials::TrialFolder trials, trials::TrialFolder::open_to_read(folder));
    SPARK_TRY(const trials::TrialRow row, row_of(trials, id, number));
    optimizer::Bench bench;
    SPARK_TRY(optimizer::bench_of_finished(context, trials, searched.canonical_text(), bench));
    const sweep::SetValues values = bench.space->values(row.point);
    SPARK_TRY(std::string text, strategy::with_default_values(newest.text, verbs::syntax_of_text(newest.text), values));
    const store::StrategyOrigin origin{.optimization = id, .set = static_cast<std::int64_t>(number)};
    if (text == newest.text && newest.kept.origin == origin) return newest;
    std::string message = order.message.empty() ? fmt::format("values of set {} of {}", number, id) : order.message;
    return verbs::keep_strategy(context, {.text = std::move(text),
                                          .author = order.author,
                                          .message = std::move(message),
                                          .parent = order.parent.value_or(newest.kept.version),
                                          .name = order.strategy,
                                          .origin = origin});
}

}  // namespace spark::lab
