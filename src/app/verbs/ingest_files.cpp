#include "app/verbs/ingest_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "app/verbs/data_report.hpp"
#include "app/verbs/data_text.hpp"
#include "engine/market/measure_quality.hpp"
#include "foundation/crypto/sha256.hpp"

namespace spark::verbs {
namespace {

/// Reads the files; their SHA-256 is taken on the way.
Result<intake::Intake> read_files(Context& context, const IngestOrder& order,
                                  const std::function<void(const intake::IntakeProgress&)>& progress) {
    std::vector<crypto::Sha256> hashes(order.files.size());
    intake::IntakeRequest request;
    request.files = order.files;
    request.names = order.names;
    request.format = order.format;
    request.mapping = order.mapping;
    request.timeframe = order.timeframe;
    request.zone = order.zone;
    request.now = context.now();
    request.limits = intake_limits(context);
    if (order.gzip_output_bytes_max)
        request.limits.gzip_output_bytes_max =
            std::min(request.limits.gzip_output_bytes_max, *order.gzip_output_bytes_max);
    request.on_raw = [&](std::size_t file, std::span<const char> bytes) {
        hashes[file].update(std::string_view(bytes.data(), bytes.size()));
        context.metrics.add("spark_ingest_bytes_total", bytes.size());
    };
    request.progress = progress;
    SPARK_TRY(intake::Intake intake, intake::read_candles(request));
    for (std::size_t index = 0; index < intake.sources.size(); ++index)
        intake.sources[index].sha256 = hashes[index].finish().hex();
    return intake;
}

/// `ingest csv (ohlcv), time=Tarih, decimal comma`: all that is needed to read the files the same way again.
std::string step_of(const IngestOrder& order, intake::Format format) {
    std::string step = fmt::format("ingest csv ({})", intake::name_of(format));
    if (!order.mapping) return step;
    for (std::size_t column = 0; column < intake::mapped_columns.size(); ++column) {
        if (!order.mapping->columns[column].empty())
            step += fmt::format(", {}={}", intake::mapped_columns[column], order.mapping->columns[column]);
    }
    return step + fmt::format(", delimiter {}, decimal {}", intake::delimiter_name(order.mapping->delimiter),
                              intake::name_of(order.mapping->decimal));
}

}  // namespace

intake::IntakeLimits intake_limits(const Context& context) {
    return {
        .line_bytes_max = static_cast<std::size_t>(context.settings.integer("ingest.line_bytes_max")),
        .rows_max = context.settings.integer("ingest.rows_max"),
        .gzip_output_bytes_max = static_cast<std::uint64_t>(context.settings.integer("ingest.gzip_output_bytes_max"))};
}

Result<IngestedFiles> ingest_files(Context& context, const IngestOrder& order,
                                   const std::function<void(const intake::IntakeProgress&)>& progress) {
    const auto begun = context.steady_now();
    SPARK_TRY(intake::Intake intake, read_files(context, order, progress));
    if (context.cancelled()) return fail(Fault::unavailable, "stopped before anything was written");
    const market::CandleColumns columns = intake.candles.columns();
    market::measure_quality(columns, order.timeframe, *order.calendar, intake.quality, context.now());
    market::DataSetInfo info{.venue = order.venue, .symbol = order.symbol, .timeframe = order.timeframe};
    info.calendar = order.calendar->name();
    info.sources = std::move(intake.sources);
    info.steps = {step_of(order, intake.format)};
    info.quality = std::move(intake.quality);
    if (order.refuses_unclean && !info.quality.is_clean()) {
        return fail(
            Fault::invalid_input,
            "the quality report is not clean: " + quality_line(quality_json(info.quality, false), cli::Language::en),
            {}, "nothing was saved; leave strict out to keep the data with its report");
    }
    SPARK_TRY(store::DataFolder folder, open_data_folder(context, true));
    SPARK_TRY(store::SavedDataSet saved, folder.save(info, columns));
    context.metrics.add("spark_ingest_rows_total", columns.size());
    context.metrics.observe("spark_ingest_seconds",
                            std::chrono::duration<double>(context.steady_now() - begun).count());
    return IngestedFiles{.saved = std::move(saved), .table = std::move(intake.candles), .info = std::move(info)};
}

}  // namespace spark::verbs
