#include "app/verbs/doctor_verb.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/cli/columns.hpp"
#include "app/cli/exit_codes.hpp"
#include "app/cli/messages.hpp"
#include "app/verbs/doctor_checks.hpp"
#include "app/verbs/house_messages.hpp"
#include "foundation/wire/json.hpp"

namespace spark::verbs {
namespace {

struct StateRow {
    std::string_view name;
    std::string_view mark;
    cli::Ink ink;
};

StateRow row_of(CheckState state) {
    switch (state) {
        case CheckState::good: return {"ok", "✓", cli::Ink::good};
        case CheckState::caution: return {"caution", "!", cli::Ink::caution};
        case CheckState::failed: break;
    }
    return {"failed", "✗", cli::Ink::bad};
}

void print_json(cli::Terminal& terminal, const std::vector<Check>& checks, bool all_hold) {
    wire::Json rows = wire::Json::array();
    for (const Check& check : checks) {
        wire::Json row = wire::Json::object();
        row.set("name", check.name).set("state", row_of(check.state).name).set("detail", check.detail);
        row.set("remedy", check.remedy.empty() ? wire::Json(nullptr) : wire::Json(check.remedy));
        rows.push(std::move(row));
    }
    wire::Json document = wire::Json::object();
    document.set("schema", "spark.doctor/1").set("ok", all_hold).set("checks", std::move(rows));
    terminal.out_line(wire::to_text(document));
}

void print_text(cli::Terminal& terminal, const std::vector<Check>& checks, std::int64_t failures) {
    const cli::Language language = terminal.language();
    std::size_t title_columns = 0;
    for (const Check& check : checks) title_columns = std::max(title_columns, cli::column_count(check.title));
    for (const Check& check : checks) {
        const StateRow row = row_of(check.state);
        terminal.out_line(fmt::format("{} {}  {}", terminal.inked(row.ink, row.mark),
                                      cli::padded(check.title, title_columns), check.detail));
        if (!check.remedy.empty()) {
            terminal.out_line(fmt::format("  {}  {}: {}", std::string(title_columns, ' '),
                                          cli::say<cli::messages::try_label>(language), check.remedy));
        }
    }
    terminal.note(failures == 0 ? cli::say<messages::doctor_good>(language)
                                : cli::say<messages::doctor_bad>(language, fmt::to_string(failures)));
}

}  // namespace

Result<int> doctor(Context& context, const cli::Invocation&) {
    const bool json = context.terminal.options().json;
    // Machine output has no language.
    const auto checks = run_checks(context, json ? cli::Language::en : context.terminal.language());
    const auto failures = std::ranges::count(checks, CheckState::failed, &Check::state);
    if (json) {
        print_json(context.terminal, checks, failures == 0);
    } else {
        print_text(context.terminal, checks, failures);
    }
    return failures == 0 ? cli::exit_success : cli::exit_check_failed;
}

}  // namespace spark::verbs
