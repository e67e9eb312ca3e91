#include "app/lab/proposal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "adapters/store/evidence_folder.hpp"
#include "app/lab/own_values.hpp"
#include "app/lab/promotion_check.hpp"
#include "app/verbs/backtest_document.hpp"
#include "app/verbs/run_inputs.hpp"
#include "engine/audit/names.hpp"
#include "engine/strategy/document_text.hpp"
#include "foundation/base/file_lock.hpp"
#include "foundation/base/files.hpp"
#include "foundation/base/shown_text.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::lab {
namespace {

using wire::Json;
namespace fs = std::filesystem;

constexpr std::string_view schema = "spark.proposal/1";
constexpr std::string_view evidence_kind = "promotion";
constexpr std::size_t proposal_bytes_max = 16U << 20U;
constexpr int nonce_attempts_max = 5;
/// A holder makes one check: seconds for the largest search that is checked.
constexpr std::chrono::seconds lock_wait{60};

fs::path folder_of(const verbs::Context& context) { return fs::path(verbs::data_dir(context)) / "proposals"; }

Result<store::EvidenceFolder> evidence_of(const verbs::Context& context) {
    return store::EvidenceFolder::open(fs::path(verbs::data_dir(context)) / "evidence");
}

/// SHA-256 over the document without its `hash`.
std::string hash_of(const Json& document) {
    Json rest = Json::object();
    const auto members = document.as_object().value();
    for (const wire::JsonMember& member : members)
        if (member.key != "hash") rest.set(member.key, member.value);
    return crypto::sha256_hex(wire::to_text(rest));
}

Result<Proposal> read_document(Json document) {
    Proposal proposal;
    SPARK_TRY(const std::string found, document.string_at("schema"));
    if (found != schema) return fail(Fault::invalid_input, fmt::format("found schema '{}'", shown(found)));
    SPARK_TRY(proposal.id, document.string_at("id"));
    SPARK_TRY(proposal.strategy, document.string_at("strategy"));
    SPARK_TRY(const std::int64_t version, document.int64_at("version"));
    proposal.version = static_cast<std::uint32_t>(version);
    SPARK_TRY(proposal.sha256, document.string_at("sha256"));
    SPARK_TRY(proposal.created_at, document.string_at("created_at"));
    SPARK_TRY(proposal.hash, document.string_at("hash"));
    if (proposal.hash != hash_of(document)) return fail(Fault::invalid_input, "its hash is not that of its members");
    proposal.document = std::move(document);
    return proposal;
}

/// A proposal's file, held against its own hash and against the evidence of the same id.
Result<Proposal> read_proposal(const verbs::Context& context, const store::EvidenceFolder& evidence,
                               const std::string& id) {
    const fs::path path = folder_of(context) / (id + ".json");
    SPARK_TRY(const std::string text, read_file(path, proposal_bytes_max));
    const auto spoilt = [&](const std::string& message) {
        return fail(Fault::corrupt, message, path.string(), "put the file back from the evidence of the same id");
    };
    auto json = wire::parse_json(text);
    if (!json || !json->is_object()) return spoilt("it is no JSON object");
    auto proposal = read_document(*std::move(json));
    if (!proposal) return spoilt(proposal.error().message);
    const auto stored = evidence.read(id);
    if (!stored) return spoilt(fmt::format("its evidence: {}", stored.error().message));
    if (stored->document.string_at("hash").value_or("") != proposal->hash || proposal->id != id)
        return spoilt("it is not what its evidence says");
    return proposal;
}

Result<void> write_proposal(const verbs::Context& context, const Json& document) {
    SPARK_TRY(const std::string id, document.string_at("id"));
    SPARK_TRY(replace_file(folder_of(context) / (id + ".json"), wire::to_pretty_text(document)));
    return sync_folder(folder_of(context));
}

/// Proposals whose evidence was written and whose file was not: a process was killed between the two.
Result<void> finish_half_made(const verbs::Context& context, const store::EvidenceFolder& evidence) {
    SPARK_TRY(const store::EvidenceList list, evidence.list(evidence_kind));
    for (const audit::IndexEntry& entry : list.entries) {
        std::error_code problem;
        if (fs::exists(folder_of(context) / (entry.id + ".json"), problem)) continue;
        SPARK_TRY(const store::StoredEvidence stored, evidence.read_entry(entry));
        SPARK_TRY(write_proposal(context, stored.document));
    }
    return {};
}

/// The limits of the document as it says them; what it does not say is null.
Json risk_json(const strategy::Document& document) {
    const auto text = [](const strategy::Formula& formula) {
        return formula.empty() ? Json(nullptr) : Json(strategy::canonical_formula(formula));
    };
    const auto stop = [&](const std::optional<strategy::SideRules>& side, bool is_trailing) -> Json {
        if (!side) return nullptr;
        return text(is_trailing ? side->trailing_stop.amount : side->stop_loss.amount);
    };
    const auto side = [&](const std::optional<strategy::SideRules>& rules) -> Json {
        if (!rules) return nullptr;
        return Json::object().set("stop_loss", stop(rules, false)).set("trailing_stop", stop(rules, true));
    };
    return Json::object()
        .set("leverage_max", text(document.risk.leverage_max))
        .set("max_drawdown_pct", text(document.risk.max_drawdown_pct))
        .set("daily_loss_pct", text(document.risk.daily_loss_pct))
        .set("entries_max", text(document.entries_max))
        .set("long", side(document.long_side))
        .set("short", side(document.short_side));
}

Json proposal_document(verbs::Context& context, const ProposalOrder& order, const PromotionCheck& check) {
    const strategy::Definition& definition = check.strategy.definition;
    Json proposer = Json::object().set("name", order.proposer.name);
    proposer.set("user_id", order.proposer.user_id.empty() ? Json(nullptr) : Json(order.proposer.user_id));
    Json json = Json::object();
    json.set("schema", schema).set("id", context.new_id("prop")).set("kind", "promote_strategy").set("state", "open");
    json.set("created_at", format_iso8601(context.now())).set("proposer", std::move(proposer)).set("note", order.note);
    json.set("strategy", check.facts.strategy).set("version", check.facts.version).set("sha256", check.facts.sha256);
    json.set("params", verbs::parameters_json(definition, own_values(definition)));
    json.set("check", check_json(check)).set("risk", risk_json(*definition.document()));
    const std::string hash = hash_of(json);
    return json.set("hash", hash);
}

Result<void> keep_evidence(verbs::Context& context, const store::EvidenceFolder& evidence, const PromotionCheck& check,
                           const Json& document) {
    store::EvidenceRun run;
    run.kind = evidence_kind;
    SPARK_TRY(run.id, document.string_at("id"));
    run.created_at = context.now();
    run.document = document;
    run.attachments.push_back({"strategy.txt", check.strategy.definition.canonical_text()});
    SPARK_TRY(run.inputs, verbs::inputs_of_run(context, {}, check.strategy.definition.canonical_text()));
    for (int attempt = 1;; ++attempt) {
        run.nonce = context.new_nonce();
        const auto written = evidence.write(run);
        if (written) break;
        if (written.error().fault != Fault::conflict || attempt == nonce_attempts_max) return fail(written.error());
    }
    context.metrics.add("spark_evidence_written_total");
    return {};
}

bool is_same(const Proposal& there, const ProposalOrder& order) {
    const Json* const proposer = there.document.find("proposer");
    return proposer != nullptr && proposer->string_at("name").value_or("") == order.proposer.name &&
           there.document.string_at("note").value_or("") == order.note;
}

}  // namespace

Result<Proposed> promote(verbs::Context& context, const ProposalOrder& order) {
    if (order.note.size() > note_bytes_max)
        return fail(Fault::invalid_input,
                    fmt::format("found a note of {} bytes, allowed {}", order.note.size(), note_bytes_max), "/note");
    SPARK_TRY(make_folders(folder_of(context)));
    SPARK_TRY(const FileLock lock, FileLock::acquire(folder_of(context) / ".lock", "spark strategy promote",
                                                     std::chrono::milliseconds(lock_wait)));
    SPARK_TRY(const store::EvidenceFolder evidence, evidence_of(context));
    SPARK_TRY(finish_half_made(context, evidence));
    SPARK_TRY(const PromotionCheck check, check_promotion(context, order.strategy, order.version));
    Proposed proposed{.check = check_json(check)};
    if (!check.proposal.empty()) {
        SPARK_TRY(Proposal there, read_proposal(context, evidence, check.proposal));
        if (!is_same(there, order))
            return fail(Fault::conflict,
                        fmt::format("{} of {}@{} is open already", there.id, there.strategy, there.version), {},
                        fmt::format("spark proposals show {}", there.id));
        proposed.proposal = std::move(there.document);
        return proposed;
    }
    proposed.is_refused = !check.list.may_promote;
    if (proposed.is_refused) return proposed;
    const Json document = proposal_document(context, order, check);
    SPARK_TRY(keep_evidence(context, evidence, check, document));
    SPARK_TRY(write_proposal(context, document));
    proposed.is_new = true;
    proposed.proposal = document;
    return proposed;
}

Json proposal_row(const Proposal& proposal) {
    Json row = Json::object();
    const auto members = proposal.document.as_object().value();
    for (const wire::JsonMember& member : members)
        if (member.key != "check" && member.key != "params" && member.key != "risk" && member.key != "schema")
            row.set(member.key, member.value);
    return row;
}

Result<std::vector<Proposal>> proposals(const verbs::Context& context) {
    std::vector<Proposal> list;
    SPARK_TRY(const store::EvidenceFolder evidence, evidence_of(context));
    std::error_code error;
    std::vector<std::string> ids;
    for (fs::directory_iterator at(folder_of(context), error), end; !error && at != end; at.increment(error)) {
        const std::string file = at->path().filename().string();
        if (file.starts_with("prop_") && file.ends_with(".json")) ids.push_back(file.substr(0, file.size() - 5));
    }
    if (error && error != std::errc::no_such_file_or_directory)
        return fail(file_error("list", folder_of(context), error.value()));
    std::ranges::sort(ids, std::greater<>());
    for (const std::string& id : ids) {
        SPARK_TRY(Proposal proposal, read_proposal(context, evidence, id));
        list.push_back(std::move(proposal));
    }
    return list;
}

Result<Proposal> find_proposal(const verbs::Context& context, std::string_view id) {
    const std::string name(id);
    const auto none = [&] {
        return fail(Fault::not_found, fmt::format("no proposal is called '{}'", shown(id)), {}, "spark proposals ls");
    };
    std::error_code problem;
    if (!id.starts_with("prop_") || !audit::check_id(id)) return none();
    if (!fs::exists(folder_of(context) / (name + ".json"), problem)) return none();
    SPARK_TRY(const store::EvidenceFolder evidence, evidence_of(context));
    return read_proposal(context, evidence, name);
}

Result<std::optional<Proposal>> open_proposal(const verbs::Context& context, std::string_view strategy,
                                              std::uint32_t version, std::string_view sha256) {
    SPARK_TRY(std::vector<Proposal> list, proposals(context));
    for (Proposal& proposal : list) {
        const bool is_open = proposal.document.string_at("state").value_or("") == "open";
        if (is_open && proposal.strategy == strategy && proposal.version == version && proposal.sha256 == sha256)
            return std::optional(std::move(proposal));
    }
    return std::optional<Proposal>{};
}

}  // namespace spark::lab
