#include "app/verbs/ingest_verb.hpp"

#include <fmt/format.h>

#include <vector>

#include "adapters/intake/intake.hpp"
#include "app/verbs/data_report.hpp"
#include "app/verbs/report_messages.hpp"
#include "engine/market/measure_quality.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::verbs {
namespace {

/// What is to be read and how it is called, from the command line.
struct Wanted {
    Venue venue;
    Symbol symbol;
    Timeframe timeframe;
    intake::Format format;
    intake::Zone zone;
    const market::Calendar* calendar;
};

/// The value of a flag, read by `parse`, with the flag as the place of its error.
template <class Parse>
auto parsed_flag(const cli::Invocation& invocation, std::string_view flag, std::string_view fallback, Parse parse)
    -> decltype(parse(std::string_view{})) {
    auto value = parse(invocation.text_or(flag, fallback));
    if (!value && value.error().place.empty()) value.error().place = fmt::format("--{}", flag);
    return value;
}

Result<Wanted> wanted_of(const cli::Invocation& invocation) {
    SPARK_TRY(Venue venue, parsed_flag(invocation, "venue", "", Venue::parse));
    SPARK_TRY(Symbol symbol, parsed_flag(invocation, "symbol", "", Symbol::parse));
    SPARK_TRY(const Timeframe timeframe, parsed_flag(invocation, "timeframe", "", Timeframe::parse));
    SPARK_TRY(const intake::Format format, parsed_flag(invocation, "format", "auto", intake::parse_format));
    SPARK_TRY(const intake::Zone zone, parsed_flag(invocation, "tz", "UTC", intake::Zone::parse));
    const std::string_view by_venue = market::calendar_name_of(venue);
    SPARK_TRY(const market::Calendar* calendar, parsed_flag(invocation, "calendar", by_venue, market::find_calendar));
    return Wanted{std::move(venue), std::move(symbol), timeframe, format, zone, calendar};
}

/// Reads the files; their SHA-256 is taken on the way.
Result<intake::Intake> read_files(Context& context, const cli::Invocation& invocation, const Wanted& wanted) {
    const auto files = invocation.positionals();
    std::vector<crypto::Sha256> hashes(files.size());
    intake::IntakeRequest request;
    request.files.assign(files.begin(), files.end());
    request.format = wanted.format;
    request.timeframe = wanted.timeframe;
    request.zone = wanted.zone;
    request.now = context.now();
    request.limits.line_bytes_max = static_cast<std::size_t>(context.settings.integer("ingest.line_bytes_max"));
    request.limits.rows_max = context.settings.integer("ingest.rows_max");
    request.limits.gzip_output_bytes_max =
        static_cast<std::uint64_t>(context.settings.integer("ingest.gzip_output_bytes_max"));
    request.on_raw = [&](std::size_t file, std::span<const char> bytes) {
        hashes[file].update(std::string_view(bytes.data(), bytes.size()));
        context.metrics.add("spark_ingest_bytes_total", bytes.size());
    };
    const cli::Language language = context.terminal.language();
    cli::Progress progress(context.terminal, context.steady_clock,
                           {.label = cli::say<messages::reading>(language, files[0]),
                            .total = 0,
                            .unit = cli::say<messages::rows_unit>(language)});
    request.progress = [&](const intake::IntakeProgress& at) { progress.at(at.rows); };
    SPARK_TRY(intake::Intake intake, intake::read_candles(request));
    progress.finish(static_cast<std::int64_t>(intake.candles.size()));
    for (std::size_t index = 0; index < intake.sources.size(); ++index)
        intake.sources[index].sha256 = hashes[index].finish().hex();
    return intake;
}

}  // namespace

Result<int> ingest_csv(Context& context, const cli::Invocation& invocation) {
    const auto begun = context.steady_now();
    SPARK_TRY(Wanted wanted, wanted_of(invocation));
    SPARK_TRY(intake::Intake intake, read_files(context, invocation, wanted));
    if (context.cancelled()) return context.cancelled_exit_code();
    const market::CandleColumns columns = intake.candles.columns();
    market::measure_quality(columns, wanted.timeframe, *wanted.calendar, intake.quality, context.now());

    market::DataSetInfo info{
        .venue = std::move(wanted.venue), .symbol = std::move(wanted.symbol), .timeframe = wanted.timeframe};
    info.calendar = wanted.calendar->name();
    info.sources = std::move(intake.sources);
    info.steps = {fmt::format("ingest csv ({})", intake::name_of(intake.format))};
    info.quality = std::move(intake.quality);
    SPARK_TRY(store::DataFolder folder, open_data_folder(context, true));
    SPARK_TRY(const store::SavedDataSet saved, folder.save(info, columns));
    context.metrics.add("spark_ingest_rows_total", columns.size());
    context.metrics.observe("spark_ingest_seconds",
                            std::chrono::duration<double>(context.steady_now() - begun).count());

    print_saved(context, "spark.ingest/1", saved, columns, info);
    const cli::Language language = context.terminal.language();
    const bool clean = info.quality.is_clean();
    if (!clean && invocation.has("strict")) {
        context.terminal.complain(cli::say<messages::not_clean>(language) + ": " +
                                  quality_line(info.quality, language));
        return 7;
    }
    context.terminal.note(fmt::format("{}: spark data info {}   |   spark backtest run smaCross --dataset {}",
                                      cli::Text{"Next", "Sonra"}.in(language), saved.id.text(), saved.id.text()));
    return 0;
}

}  // namespace spark::verbs
