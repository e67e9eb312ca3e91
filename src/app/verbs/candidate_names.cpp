#include "app/verbs/candidate_names.hpp"

#include <filesystem>

#include "adapters/store/data_folder.hpp"
#include "adapters/store/evidence_folder.hpp"
#include "app/verbs/strategy_source.hpp"
#include "engine/market/calendar.hpp"
#include "engine/market/repair.hpp"

namespace spark::verbs {
namespace {

std::vector<std::string> data_set_names(const Context& context) {
    std::vector<std::string> names;
    const auto folder = store::DataFolder::open(data_dir(context));
    if (!folder) return names;
    const auto entries = folder->list();
    if (!entries) return names;
    for (const store::DataSetEntry& entry : *entries) names.push_back(entry.id.text());
    return names;
}

std::vector<std::string> repair_rule_names() {
    std::vector<std::string> names;
    for (const market::RepairRule& rule : market::repair_rules()) names.emplace_back(rule.name);
    return names;
}

std::vector<std::string> evidence_names(const Context& context, std::string_view kind) {
    std::vector<std::string> names;
    const auto folder = store::EvidenceFolder::open(std::filesystem::path(data_dir(context)) / "evidence");
    if (!folder) return names;
    const auto listed = folder->list(kind);
    if (!listed) return names;
    for (const audit::IndexEntry& entry : listed->entries) names.push_back(entry.id);
    return names;
}

}  // namespace

std::vector<std::string> candidate_names(const Context& context, cli::Candidates kind) {
    switch (kind) {
        case cli::Candidates::dataset: return data_set_names(context);
        case cli::Candidates::strategy: return strategy_names(context);
        case cli::Candidates::backtest: return evidence_names(context, "backtest");
        case cli::Candidates::optimization: return evidence_names(context, "optimization");
        case cli::Candidates::evidence: return evidence_names(context, {});
        case cli::Candidates::calendar: return {market::calendar_names.begin(), market::calendar_names.end()};
        case cli::Candidates::repair_rule: return repair_rule_names();
        case cli::Candidates::none:
        case cli::Candidates::file:
        case cli::Candidates::directory:
        case cli::Candidates::setting:
        case cli::Candidates::topic: return {};
    }
    return {};
}

}  // namespace spark::verbs
