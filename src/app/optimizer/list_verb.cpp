#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "adapters/store/evidence_folder.hpp"
#include "app/cli/exit_codes.hpp"
#include "app/cli/numbers.hpp"
#include "app/cli/table.hpp"
#include "app/optimizer/identity.hpp"
#include "app/optimizer/messages.hpp"
#include "app/optimizer/outputs.hpp"
#include "app/optimizer/verbs.hpp"

namespace spark::optimizer {
namespace {

using cli::Invocation;
using cli::say;
using verbs::Context;
using wire::Json;
namespace fs = std::filesystem;

Json row_of_folder(const fs::path& folder, const std::string& id) {
    Json row = Json::object().set("id", id).set("folder", fs::absolute(folder).lexically_normal().string());
    std::error_code problem;
    row.set("is_finished", fs::exists(folder / manifest_name, problem));
    const auto trials = trials::TrialFolder::open_to_read(folder);
    if (!trials) return row.set("problem", trials.error().message);
    row.set("sets", trials->count()).set("objective", trials->header().objective);
    const auto kept = kept_order(trials->header(), folder);
    if (!kept) return row.set("problem", kept.error().message);
    row.set("method", search::method_name(kept->order.method)).set("parameters", trials->header().axes.size());
    return row;
}

/// Folders below DATA_DIR/optimize, and those elsewhere that evidence tells of. By id, oldest first.
Result<std::map<std::string, Json>> rows_of(Context& context) {
    std::map<std::string, Json> rows;
    std::error_code absent;
    const fs::path root = fs::path(verbs::data_dir(context)) / "optimize";
    for (fs::directory_iterator entry(root, absent), end; !absent && entry != end; entry.increment(absent)) {
        const std::string name = entry->path().filename().string();
        if (name.starts_with("opt_") && entry->is_directory(absent))
            rows.emplace(name, row_of_folder(entry->path(), name));
    }
    SPARK_TRY(const store::EvidenceFolder evidence,
              store::EvidenceFolder::open(fs::path(verbs::data_dir(context)) / "evidence"));
    SPARK_TRY(const store::EvidenceList list, evidence.list("optimization"));
    for (const audit::IndexEntry& entry : list.entries) {
        if (rows.contains(entry.id)) continue;
        const auto stored = evidence.read_entry(entry);
        const std::string folder = stored ? stored->document.string_at("folder").value_or("") : std::string{};
        if (!folder.empty() && fs::is_directory(folder, absent)) {
            rows.emplace(entry.id, row_of_folder(folder, entry.id));
            continue;
        }
        Json row = Json::object().set("id", entry.id).set("folder", nullptr).set("is_finished", true);
        if (stored) row.set("sets", stored->document.int64_at("sets").value_or(0));
        rows.emplace(entry.id, std::move(row));
    }
    return rows;
}

}  // namespace

Result<int> optimize_ls(Context& context, const Invocation&) {
    SPARK_TRY(const auto rows, rows_of(context));
    cli::Terminal& terminal = context.terminal;
    const cli::Language language = terminal.language();
    if (terminal.options().json) {
        Json list = Json::array();
        for (const auto& [id, row] : rows) list.push(row);
        terminal.out_line(
            wire::to_text(Json::object().set("schema", "spark.optimizations/1").set("optimizations", std::move(list))));
        return cli::exit_success;
    }
    const cli::NumberStyle style{language, terminal.options().plain};
    cli::Table table({{"id"},
                      {cli::Text{"method", "yöntem"}.in(language).data()},
                      {say<messages::sets_unit>(language), cli::Align::right},
                      {cli::Text{"objective", "amaç"}.in(language).data()},
                      {cli::Text{"state", "durum"}.in(language).data()},
                      {cli::Text{"folder", "klasör"}.in(language).data()}});
    for (const auto& [id, row] : rows) {
        const bool has_folder = row.find("folder")->is_string();
        const std::string state = !has_folder ? say<messages::lost_folder_state>(language)
                                  : row.bool_at("is_finished").value_or(false) ? say<messages::finished_state>(language)
                                                                               : say<messages::begun_state>(language);
        table.add({id, row.string_at("method").value_or("–"), cli::shown_count(row.int64_at("sets").value_or(0), style),
                   row.string_at("objective").value_or("–"), row.string_at("problem").value_or(state),
                   row.string_at("folder").value_or("–")});
    }
    table.print(terminal);
    return cli::exit_success;
}

}  // namespace spark::optimizer
