#include "app/verbs/data_text.hpp"

#include <fmt/format.h>

#include <array>

#include "app/cli/numbers.hpp"
#include "app/cli/table.hpp"
#include "app/verbs/quality_counts.hpp"
#include "app/verbs/report_messages.hpp"

namespace spark::verbs {
namespace {

using cli::say;
using wire::Json;

/// Name, range, quality and identity: what every report of one data set begins with.
Result<void> print_head(cli::Terminal& terminal, const Json& document) {
    const cli::Language language = terminal.language();
    SPARK_TRY(const std::string id, document.string_at("dataset"));
    SPARK_TRY(const std::int64_t rows, document.int64_at("rows"));
    SPARK_TRY(const std::string first, document.string_at("first"));
    SPARK_TRY(const std::string last, document.string_at("last"));
    SPARK_TRY(const bool is_synthetic, document.bool_at("synthetic"));
    SPARK_TRY(const Json* const quality, document.at("quality"));
    SPARK_TRY(const std::string sha256, document.string_at("sha256"));
    const std::string mark =
        is_synthetic ? "  " + terminal.inked(cli::Ink::caution, say<messages::synthetic_mark>(language)) : "";
    terminal.out_line(fmt::format("{}{}  {} {}  {} → {}", terminal.inked(cli::Ink::bold, id), mark,
                                  cli::shown_count(rows, {language, terminal.options().plain}),
                                  say<messages::rows_unit>(language), first, last));
    terminal.out_line(quality_line(*quality, language));
    terminal.out_line("sha256:" + sha256);
    return {};
}

Result<void> print_quality_lists(cli::Terminal& terminal, const Json& quality) {
    const cli::Language language = terminal.language();
    SPARK_TRY(const auto gaps, quality.array_at("gap_list"));
    for (const Json& gap : gaps) {
        SPARK_TRY(const std::string after, gap.string_at("after"));
        SPARK_TRY(const std::string before, gap.string_at("before"));
        SPARK_TRY(const std::int64_t missing, gap.int64_at("missing"));
        terminal.out_line(
            fmt::format("  {} {} → {}  ({})", cli::Text{"gap", "boşluk"}.in(language), after, before, missing));
    }
    SPARK_TRY(const auto findings, quality.array_at("findings"));
    for (const Json& finding : findings) {
        SPARK_TRY(const std::string kind, finding.string_at("kind"));
        SPARK_TRY(const std::string time, finding.string_at("time"));
        SPARK_TRY(const std::string detail, finding.string_at("detail"));
        terminal.out_line(fmt::format("  {} {}  {}", kind, time, detail));
    }
    return {};
}

Result<void> print_lineage(cli::Terminal& terminal, const Json& document) {
    const cli::Language language = terminal.language();
    SPARK_TRY(const auto sources, document.array_at("sources"));
    for (const Json& source : sources) {
        SPARK_TRY(const std::string name, source.string_at("name"));
        SPARK_TRY(const std::string format, source.string_at("format"));
        SPARK_TRY(const std::int64_t rows, source.int64_at("rows"));
        const auto sha256 = source.string_at("sha256");
        terminal.out_line(fmt::format("{}: {} ({}, {} {}) {}", cli::Text{"Source", "Kaynak"}.in(language), name, format,
                                      rows, say<messages::rows_unit>(language), sha256 ? "sha256:" + *sha256 : ""));
    }
    SPARK_TRY(const auto steps, document.array_at("steps"));
    for (const Json& step : steps) {
        SPARK_TRY(const std::string text, step.as_string());
        terminal.out_line(fmt::format("{}: {}", cli::Text{"Step", "Adım"}.in(language), text));
    }
    return {};
}

Result<void> add_row(cli::Table& table, const Json& row, const cli::NumberStyle& style) {
    const cli::Language language = style.language;
    SPARK_TRY(const std::string id, row.string_at("id"));
    SPARK_TRY(const bool is_damaged, row.bool_at("damaged"));
    if (is_damaged) {
        table.add({id, "", "", "", "", std::string(cli::Text{"DAMAGED", "BOZUK"}.in(language))});
        return {};
    }
    SPARK_TRY(const std::int64_t rows, row.int64_at("rows"));
    SPARK_TRY(const std::string first, row.string_at("first"));
    SPARK_TRY(const std::string last, row.string_at("last"));
    SPARK_TRY(const std::string sha256, row.string_at("sha256"));
    SPARK_TRY(const bool is_synthetic, row.bool_at("synthetic"));
    table.add({id, cli::shown_count(rows, style), first, last, sha256.substr(0, 12),
               is_synthetic ? say<messages::synthetic_mark>(language) : ""});
    return {};
}

}  // namespace

Result<void> print_data_sets(cli::Terminal& terminal, std::span<const Json> rows) {
    if (terminal.options().json) {
        Json list = Json::array();
        for (const Json& row : rows) list.push(row);
        terminal.out_line(
            wire::to_text(Json::object().set("schema", "spark.datasets/1").set("datasets", std::move(list))));
        return {};
    }
    const cli::Language language = terminal.language();
    if (rows.empty()) {
        terminal.note(fmt::format("{}: spark data synth --symbol BTCUSDT --timeframe 1h --bars 20000 --seed 7",
                                  say<messages::none_yet_data>(language)));
        return {};
    }
    cli::Table table({{"id"},
                      {say<messages::rows_unit>(language), cli::Align::right},
                      {cli::Text{"first", "ilk"}.in(language).data()},
                      {cli::Text{"last", "son"}.in(language).data()},
                      {"sha256"},
                      {""}});
    for (const Json& row : rows) SPARK_TRY(add_row(table, row, {language, terminal.options().plain}));
    table.print(terminal);
    return {};
}

Result<void> print_data_set(cli::Terminal& terminal, const Json& document) {
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(document));
        return {};
    }
    SPARK_TRY(print_head(terminal, document));
    SPARK_TRY(const std::string calendar, document.string_at("calendar"));
    terminal.out_line(fmt::format("{}: {}", cli::Text{"Calendar", "Takvim"}.in(terminal.language()), calendar));
    SPARK_TRY(const Json* const quality, document.at("quality"));
    SPARK_TRY(print_quality_lists(terminal, *quality));
    return print_lineage(terminal, document);
}

Result<void> print_verified(cli::Terminal& terminal, const Json& document) {
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(document));
        return {};
    }
    const cli::NumberStyle style{terminal.language(), terminal.options().plain};
    SPARK_TRY(const std::string id, document.string_at("dataset"));
    SPARK_TRY(const std::int64_t rows, document.int64_at("rows"));
    SPARK_TRY(const std::int64_t bytes, document.int64_at("bytes"));
    SPARK_TRY(const std::string sha256, document.string_at("sha256"));
    terminal.out_line(say<messages::verified>(terminal.language(), id, cli::shown_count(rows, style),
                                              cli::shown_count(bytes, style), sha256));
    return {};
}

Result<void> print_saved(cli::Terminal& terminal, const Json& document) {
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(document));
        return {};
    }
    SPARK_TRY(print_head(terminal, document));
    SPARK_TRY(const bool is_new, document.bool_at("new"));
    SPARK_TRY(const std::string id, document.string_at("dataset"));
    if (!is_new) terminal.note(say<messages::same_rows>(terminal.language(), id));
    return {};
}

Result<void> print_thrown_away(cli::Terminal& terminal, const Json& document) {
    if (terminal.options().json) {
        terminal.out_line(wire::to_text(document));
        return {};
    }
    SPARK_TRY(const std::string id, document.string_at("dataset"));
    SPARK_TRY(const std::int64_t runs, document.int64_at("used_by_runs"));
    const cli::Language language = terminal.language();
    terminal.out_line(fmt::format(
        fmt::runtime(
            cli::Text{"{}: in the trash; {} runs used it", "{}: çöp kutusunda; {} koşu kullandı"}.in(language)),
        id, runs));
    terminal.note(fmt::format("{}: spark data trash restore {}",
                              cli::Text{"To bring it back", "Geri getirmek için"}.in(language), id));
    return {};
}

std::string quality_line(const Json& quality, cli::Language language) {
    std::string line;
    const auto add = [&line](const std::string& words) { line += (line.empty() ? "" : "  ") + words; };
    for (const QualityCount& row : quality_counts) {
        const std::int64_t count = quality.int64_at(row.field).value_or(0);
        if (!row.in_line || count == 0) continue;
        add(fmt::format("{} {}", row.words.in(language), cli::shown_count(count, {language, false})));
    }
    if (quality.bool_at("forming_last").value_or(false))
        add(std::string(cli::Text{"last bar still forming", "son bar henüz oluşuyor"}.in(language)));
    return line.empty() ? say<messages::clean>(language) : line;
}

}  // namespace spark::verbs
