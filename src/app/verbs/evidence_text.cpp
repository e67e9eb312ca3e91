#include "app/verbs/evidence_text.hpp"

#include <fmt/format.h>

#include "app/cli/table.hpp"
#include "app/verbs/report_messages.hpp"

namespace spark::verbs {

using wire::Json;

Result<void> print_evidence_list(cli::Terminal& terminal, std::span<const Json> rows) {
    if (terminal.options().json) {
        Json list = Json::array();
        for (const Json& row : rows) list.push(row);
        terminal.out_line(
            wire::to_text(Json::object().set("schema", "spark.evidence_list/1").set("evidence", std::move(list))));
        return {};
    }
    if (rows.empty()) {
        terminal.note(cli::say<messages::none_yet_evidence>(terminal.language()));
        return {};
    }
    cli::Table table({{"id"},
                      {cli::Text{"kind", "tür"}.in(terminal.language()).data()},
                      {cli::Text{"created", "yapıldı"}.in(terminal.language()).data()},
                      {"nonce"},
                      {"manifest"}});
    for (const Json& row : rows) {
        SPARK_TRY(const std::string id, row.string_at("id"));
        SPARK_TRY(const std::string kind, row.string_at("kind"));
        SPARK_TRY(const std::string created, row.string_at("created_at"));
        SPARK_TRY(const std::string nonce, row.string_at("nonce"));
        SPARK_TRY(const std::string manifest, row.string_at("manifest_sha256"));
        table.add({id, kind, created, nonce, manifest.substr(0, 12)});
    }
    table.print(terminal);
    return {};
}

Result<void> print_evidence(cli::Terminal& terminal, const Json& document) {
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(document));
        return {};
    }
    SPARK_TRY(const Json* const manifest, document.at("manifest"));
    SPARK_TRY(const std::string id, manifest->string_at("id"));
    terminal.out(wire::to_pretty_text(*manifest));
    terminal.note(fmt::format("{}: spark evidence verify {}   |   spark backtest show {}",
                              cli::Text{"Next", "Sonra"}.in(terminal.language()), id, id));
    return {};
}

Result<void> print_evidence_report(cli::Terminal& terminal, const Json& document) {
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(document));
        return {};
    }
    SPARK_TRY(const std::string id, document.string_at("id"));
    SPARK_TRY(const std::int64_t files, document.int64_at("files"));
    SPARK_TRY(const Json* const index, document.at("index"));
    std::string index_words;
    if (!index->is_null()) {
        SPARK_TRY(const std::int64_t row, index->int64_at("row"));
        SPARK_TRY(const std::int64_t rows, index->int64_at("rows"));
        index_words = fmt::format("INDEX ✓ ({}/{})  ", row, rows);
    }
    std::string data_sets;
    SPARK_TRY(const auto checks, document.array_at("data_sets"));
    for (const Json& check : checks) {
        SPARK_TRY(const std::string data_set, check.string_at("id"));
        SPARK_TRY(const std::string state, check.string_at("state"));
        data_sets += fmt::format("  {} {}", data_set, state == "equal" ? "✓" : state);
    }
    terminal.out_line(fmt::format("{}  {}manifest ✓  {} ✓ ({}){}", id, index_words,
                                  cli::Text{"files", "dosyalar"}.in(terminal.language()), files, data_sets));
    return {};
}

}  // namespace spark::verbs
