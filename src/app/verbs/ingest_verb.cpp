#include "app/verbs/ingest_verb.hpp"

#include <fmt/format.h>

#include <optional>

#include "adapters/intake/mapping.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/data_text.hpp"
#include "app/verbs/ingest_files.hpp"
#include "app/verbs/report_messages.hpp"

namespace spark::verbs {
namespace {

/// The value of a flag, read by `parse`, with the flag as the place of its error.
template <class Parse>
auto parsed_flag(const cli::Invocation& invocation, std::string_view flag, std::string_view fallback, Parse parse)
    -> decltype(parse(std::string_view{})) {
    auto value = parse(invocation.text_or(flag, fallback));
    if (!value && value.error().place.empty()) value.error().place = fmt::format("--{}", flag);
    return value;
}

/// The mapping of --map, --decimal and --delimiter; none without them.
Result<std::optional<intake::Mapping>> mapping_of(const cli::Invocation& invocation) {
    std::optional<intake::Mapping> mapping;
    if (!invocation.has("map") && !invocation.has("decimal") && !invocation.has("delimiter")) return mapping;
    mapping.emplace();
    const auto read = [&](std::string_view text) { return intake::map_columns(*mapping, text); };
    if (invocation.has("map")) SPARK_TRY(parsed_flag(invocation, "map", "", read));
    SPARK_TRY(mapping->decimal, parsed_flag(invocation, "decimal", "point", intake::parse_decimal_mark));
    SPARK_TRY(mapping->delimiter, parsed_flag(invocation, "delimiter", ",", intake::parse_delimiter));
    return mapping;
}

Result<IngestOrder> order_of(const cli::Invocation& invocation) {
    SPARK_TRY(Venue venue, parsed_flag(invocation, "venue", "", Venue::parse));
    SPARK_TRY(Symbol symbol, parsed_flag(invocation, "symbol", "", Symbol::parse));
    SPARK_TRY(const Timeframe timeframe, parsed_flag(invocation, "timeframe", "", Timeframe::parse));
    SPARK_TRY(const intake::Format format, parsed_flag(invocation, "format", "auto", intake::parse_format));
    SPARK_TRY(const intake::Zone zone, parsed_flag(invocation, "tz", "UTC", intake::Zone::parse));
    SPARK_TRY(std::optional<intake::Mapping> mapping, mapping_of(invocation));
    const std::string_view by_venue = market::calendar_name_of(venue);
    SPARK_TRY(const market::Calendar* calendar, parsed_flag(invocation, "calendar", by_venue, market::find_calendar));
    const auto files = invocation.positionals();
    return IngestOrder{.venue = std::move(venue),
                       .symbol = std::move(symbol),
                       .timeframe = timeframe,
                       .format = format,
                       .mapping = std::move(mapping),
                       .zone = zone,
                       .calendar = calendar,
                       .files = {files.begin(), files.end()}};
}

}  // namespace

Result<int> ingest_csv(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const IngestOrder order, order_of(invocation));
    const cli::Language language = context.terminal.language();
    cli::Progress progress(context.terminal, context.steady_clock,
                           {.label = cli::say<messages::reading>(language, order.files[0]),
                            .total = 0,
                            .unit = cli::say<messages::rows_unit>(language)});
    const auto made = ingest_files(context, order, [&](const intake::IntakeProgress& at) { progress.at(at.rows); });
    if (context.cancelled()) return context.cancelled_exit_code();
    SPARK_TRY(made);
    progress.finish(static_cast<std::int64_t>(made->table.size()));

    SPARK_TRY(print_saved(context, "spark.ingest/1", made->saved, made->table.columns(), made->info));
    const market::QualityReport& quality = made->info.quality;
    if (!quality.is_clean() && invocation.has("strict")) {
        context.terminal.complain(cli::say<messages::not_clean>(language) + ": " +
                                  quality_line(quality_json(quality, false), language));
        return 7;
    }
    context.terminal.note(fmt::format("{}: spark data info {}   |   spark backtest run smaCross --dataset {}",
                                      cli::Text{"Next", "Sonra"}.in(language), made->saved.id.text(),
                                      made->saved.id.text()));
    return 0;
}

}  // namespace spark::verbs
