#include "app/verbs/data_trash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "adapters/store/evidence_folder.hpp"
#include "app/cli/numbers.hpp"
#include "app/cli/table.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/data_text.hpp"
#include "app/verbs/data_verb.hpp"
#include "app/verbs/report_messages.hpp"
#include "foundation/base/shown_text.hpp"

namespace spark::verbs {
namespace {

using wire::Json;

Result<int> trash_ls(Context& context) {
    SPARK_TRY(const std::vector<store::DataSetEntry> entries, open_data_trash(context).list());
    cli::Terminal& terminal = context.terminal;
    if (terminal.options().json) {
        Json list = Json::array();
        for (const store::DataSetEntry& entry : entries) list.push(entry_json(entry));
        terminal.out_line(
            wire::to_text(Json::object().set("schema", "spark.data_trash/1").set("datasets", std::move(list))));
        return 0;
    }
    const cli::Language language = terminal.language();
    if (entries.empty()) {
        terminal.note(cli::Text{"the trash is empty", "çöp kutusu boş"}.in(language));
        return 0;
    }
    cli::Table table({{"id"}, {cli::say<messages::rows_unit>(language), cli::Align::right}, {"sha256"}});
    for (const store::DataSetEntry& entry : entries) {
        table.add({entry.id.text(),
                   cli::shown_count(static_cast<std::int64_t>(entry.rows), {language, terminal.options().plain}),
                   entry.damage ? std::string(cli::Text{"DAMAGED", "BOZUK"}.in(language))
                                : entry.sha256.hex().substr(0, 12)});
    }
    table.print(terminal);
    return 0;
}

void print_moved(Context& context, std::string_view schema, const std::vector<std::string>& ids) {
    cli::Terminal& terminal = context.terminal;
    if (!terminal.options().json) {
        for (const std::string& id : ids) terminal.out_line(id);
        return;
    }
    Json list = Json::array();
    for (const std::string& id : ids) list.push(id);
    terminal.out_line(wire::to_text(Json::object().set("schema", schema).set("datasets", std::move(list))));
}

Result<int> trash_empty(Context& context, const cli::Invocation& invocation) {
    if (!invocation.has("yes"))
        return fail(Fault::invalid_input, "what is removed from the trash does not come back", "--yes",
                    "repeat it with --yes");
    const store::DataTrash trash = open_data_trash(context);
    std::vector<std::string> ids;
    if (!invocation.positional(1).empty()) {
        ids.emplace_back(invocation.positional(1));
    } else {
        SPARK_TRY(const std::vector<store::DataSetEntry> entries, trash.list());
        for (const store::DataSetEntry& entry : entries) ids.push_back(entry.id.text());
    }
    for (const std::string& id : ids) SPARK_TRY(trash.remove(id));
    print_moved(context, "spark.data_trash_empty/1", ids);
    return 0;
}

}  // namespace

store::DataTrash open_data_trash(const Context& context) {
    const std::chrono::milliseconds wait{context.settings.integer("store.lock_wait_ms")};
    return store::DataTrash(std::filesystem::path(data_dir(context)),
                            {.create = false, .lock_wait = wait, .command = "spark data rm"});
}

Result<std::int64_t> runs_that_used(const Context& context, std::string_view id) {
    SPARK_TRY(const store::EvidenceFolder evidence,
              store::EvidenceFolder::open(std::filesystem::path(data_dir(context)) / "evidence"));
    SPARK_TRY(const store::EvidenceList list, evidence.list("backtest"));
    std::int64_t runs = 0;
    for (const audit::IndexEntry& entry : list.entries) {
        SPARK_TRY(const store::StoredEvidence stored, evidence.read(entry.id));
        const auto& used = stored.manifest.inputs.data_sets;
        if (std::ranges::any_of(used, [&](const audit::DataSetRecord& one) { return one.id == id; })) ++runs;
    }
    return runs;
}

Result<Json> throw_away(const Context& context, std::string_view id) {
    SPARK_TRY(const std::int64_t runs, runs_that_used(context, id));
    SPARK_TRY(const store::DataSetId gone, open_data_trash(context).put(id));
    return Json::object().set("schema", "spark.data_rm/1").set("dataset", gone.text()).set("used_by_runs", runs);
}

Result<int> data_rm(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const Json gone, throw_away(context, invocation.positional(0)));
    SPARK_TRY(print_thrown_away(context.terminal, gone));
    return 0;
}

Result<int> data_trash(Context& context, const cli::Invocation& invocation) {
    const std::string_view action = invocation.positional(0);
    if (action == "ls") return trash_ls(context);
    if (action == "empty") return trash_empty(context, invocation);
    if (action != "restore")
        return fail(Fault::invalid_input, fmt::format("found '{}', allowed ls, restore, empty", shown(action)),
                    "ACTION");
    if (invocation.positional(1).empty())
        return fail(Fault::invalid_input, "restore needs a data set", "DATASET", "spark data trash ls lists them");
    SPARK_TRY(const store::DataSetId id, open_data_trash(context).restore(invocation.positional(1)));
    print_moved(context, "spark.data_trash_restore/1", {id.text()});
    return 0;
}

}  // namespace spark::verbs
