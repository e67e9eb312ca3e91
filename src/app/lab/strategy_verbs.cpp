#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <utility>

#include "adapters/store/strategy_folder.hpp"
#include "app/cli/exit_codes.hpp"
#include "app/lab/adopt.hpp"
#include "app/lab/lineage_of.hpp"
#include "app/lab/promotion_check.hpp"
#include "app/lab/promotion_verbs.hpp"
#include "app/lab/proposal.hpp"
#include "app/lab/text.hpp"
#include "foundation/base/files.hpp"
#include "foundation/wire/located_value.hpp"

namespace spark::lab {
namespace {

using cli::Invocation;
using verbs::Context;
using wire::Json;
namespace fs = std::filesystem;

/// Who works on this machine, as the system names them.
std::string user_of(const Context& context) {
    for (const char* const name : {"USER", "LOGNAME"}) {
        const auto found = context.environment.find(name);
        if (found != context.environment.end() && !found->second.empty()) return found->second;
    }
    return "local";
}

store::StrategyFolder folder_of(const Context& context) {
    return store::StrategyFolder(fs::path(verbs::data_dir(context)));
}

}  // namespace

int refused_exit_code() { return rule_of(Fault::conflict).exit_code; }

Result<int> strategy_keep(Context& context, const Invocation& invocation) {
    const fs::path path{std::string(invocation.positional(0))};
    SPARK_TRY(const std::string text, read_file(path, wire::LocatedLimits{}.bytes_max));
    SPARK_TRY(const strategy::Definition definition,
              strategy::load_definition(text, path.string(), verbs::syntax_of_text(text)));
    std::optional<std::uint32_t> parent;
    const auto newest = verbs::load_kept(context, definition.name(), std::nullopt);
    if (!newest && newest.error().fault != Fault::not_found) return fail(newest.error());
    if (newest && newest->text == text) {
        SPARK_TRY(print_kept(context.terminal, verbs::kept_document_json(*newest), false));
        return cli::exit_success;
    }
    if (newest) parent = newest->kept.version;
    SPARK_TRY(const verbs::KeptStrategy kept,
              verbs::keep_strategy(context, {.text = text,
                                             .author = user_of(context),
                                             .message = std::string(invocation.text_or("message", "")),
                                             .parent = parent}));
    SPARK_TRY(print_kept(context.terminal, verbs::kept_document_json(kept), true));
    return cli::exit_success;
}

Result<int> strategy_versions(Context& context, const Invocation& invocation) {
    const std::string_view name = invocation.positional(0);
    SPARK_TRY(const auto versions, folder_of(context).versions(name));
    std::vector<Json> rows;
    for (auto version = versions.rbegin(); version != versions.rend(); ++version) {
        SPARK_TRY(const verbs::KeptStrategy strategy, verbs::load_kept(context, name, version->version));
        rows.push_back(verbs::kept_json(strategy));
    }
    SPARK_TRY(print_versions(context.terminal, name, rows));
    return cli::exit_success;
}

Result<int> strategy_adopt(Context& context, const Invocation& invocation) {
    const std::string name(invocation.positional(0));
    SPARK_TRY(const store::StrategyVersion newest, folder_of(context).find(name, std::nullopt));
    SPARK_TRY(const verbs::KeptStrategy kept,
              adopt(context, {.strategy = name,
                              .optimization = std::string(invocation.text_or("from", "")),
                              .set = std::string(invocation.text_or("set", "plateau")),
                              .author = user_of(context),
                              .message = std::string(invocation.text_or("message", ""))}));
    SPARK_TRY(print_kept(context.terminal, verbs::kept_document_json(kept), kept.kept.version != newest.version));
    return cli::exit_success;
}

Result<int> strategy_promote(Context& context, const Invocation& invocation) {
    SPARK_TRY(const verbs::StrategyReference reference, verbs::parse_strategy_reference(invocation.positional(0)));
    if (invocation.has("check")) {
        SPARK_TRY(const PromotionCheck check, check_promotion(context, reference.name, reference.version));
        SPARK_TRY(print_check(context.terminal, check_json(check)));
        return check.list.may_promote ? cli::exit_success : refused_exit_code();
    }
    SPARK_TRY(const Proposed proposed, promote(context, {.strategy = std::string(reference.name),
                                                         .version = reference.version,
                                                         .note = std::string(invocation.text_or("note", "")),
                                                         .proposer = {.name = user_of(context)}}));
    if (proposed.is_refused) {
        SPARK_TRY(print_check(context.terminal, proposed.check));
        return refused_exit_code();
    }
    SPARK_TRY(print_proposed(context.terminal, proposed.proposal, proposed.is_new));
    return cli::exit_success;
}

Result<int> strategy_lineage(Context& context, const Invocation& invocation) {
    SPARK_TRY(const verbs::StrategyReference reference, verbs::parse_strategy_reference(invocation.positional(0)));
    SPARK_TRY(const Json lineage, lineage_json(context, reference.name, reference.version));
    SPARK_TRY(print_lineage(context.terminal, lineage));
    return cli::exit_success;
}

Result<int> proposals_ls(Context& context, const Invocation&) {
    SPARK_TRY(const std::vector<Proposal> list, proposals(context));
    std::vector<Json> rows;
    for (const Proposal& proposal : list) rows.push_back(proposal_row(proposal));
    SPARK_TRY(print_proposals(context.terminal, rows));
    return cli::exit_success;
}

Result<int> proposals_show(Context& context, const Invocation& invocation) {
    SPARK_TRY(const Proposal proposal, find_proposal(context, invocation.positional(0)));
    if (context.terminal.options().json) {
        context.terminal.out_line(wire::to_text(proposal.document));
        return cli::exit_success;
    }
    SPARK_TRY(print_proposals(context.terminal, std::vector<Json>{proposal_row(proposal)}));
    SPARK_TRY(print_check(context.terminal, *proposal.document.find("check")));
    return cli::exit_success;
}

}  // namespace spark::lab
