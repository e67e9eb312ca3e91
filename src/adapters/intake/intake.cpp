#include "adapters/intake/intake.hpp"

#include "adapters/intake/detail/candle_collector.hpp"
#include "adapters/intake/detail/file_reader.hpp"
#include "adapters/intake/detail/order_rows.hpp"
#include "foundation/base/assert.hpp"

namespace spark::intake {

namespace {

std::string name_without_folder(const std::string& path) { return path.substr(path.rfind('/') + 1); }

wire::ByteSourceLimits source_limits(const IntakeRequest& request) {
    return {.gzip_output_bytes_max = request.limits.gzip_output_bytes_max,
            .gzip_output_setting = "ingest.gzip_output_bytes_max"};
}

/// Takes file after file and then puts the rows in order. Lives for one call.
class Session {
  public:
    Session(const IntakeRequest& request, std::size_t files)
        : request_(request), files_(files), collector_(request.timeframe, request.limits.rows_max) {}

    Result<void> add(const std::string& name, wire::ByteSource source) {
        const auto report = [&] {
            if (!request_.progress) return;
            request_.progress({.file_index = intake_.sources.size(),
                               .files = files_,
                               .bytes_done = source.raw_bytes_read(),
                               .bytes_all = source.raw_bytes_all(),
                               .rows = static_cast<std::int64_t>(collector_.rows())});
        };
        const std::size_t rows_before = collector_.rows();
        SPARK_TRY(const detail::Layout layout, detail::read_file(request_, name, source, collector_, report));
        if (intake_.sources.empty()) intake_.format = layout.format;
        intake_.sources.push_back({.name = name_without_folder(name),
                                   .sha256 = {},
                                   .format = std::string(name_of(layout.format)),
                                   .rows = static_cast<std::int64_t>(collector_.rows() - rows_before)});
        return {};
    }

    Result<Intake> finish() {
        SPARK_TRY(intake_.candles, detail::order_rows(collector_, request_.timeframe));
        const auto newest = collector_.newest_instant_ns();
        if (newest && *newest >= ns_of(request_.now)) {
            collector_.quality().forming_last = true;
            collector_.find("forming_last", collector_.newest_time_ns(), [&] {
                return "the bar ends at " + format_iso8601(wall_time_of_ns(*newest)) + ", after " +
                       format_iso8601(request_.now);
            });
        }
        intake_.quality = std::move(collector_.quality());
        intake_.quality.rows = static_cast<std::int64_t>(intake_.candles.size());
        intake_.quality.clock_unit = collector_.clock_unit();
        return std::move(intake_);
    }

  private:
    const IntakeRequest& request_;
    std::size_t files_;
    detail::CandleCollector collector_;
    Intake intake_;
};

Result<void> check(const IntakeRequest& request, std::size_t files) {
    SPARK_ASSERT(request.limits.rows_max > 0 && request.limits.line_bytes_max > 0);
    if (files > 0) return {};
    return fail(Fault::invalid_input, "no files", {}, "name at least one candle file");
}

}  // namespace

Result<Intake> read_candles(const IntakeRequest& request) {
    SPARK_TRY(check(request, request.files.size()));
    SPARK_ASSERT(request.names.empty() || request.names.size() == request.files.size());
    Session session(request, request.files.size());
    for (std::size_t index = 0; index < request.files.size(); ++index) {
        wire::ByteSource::RawBytes on_raw;
        if (request.on_raw) on_raw = [&request, index](std::span<const char> bytes) { request.on_raw(index, bytes); };
        SPARK_TRY(wire::ByteSource source,
                  wire::ByteSource::open(request.files[index], source_limits(request), std::move(on_raw)));
        const std::vector<std::string>& names = request.names.empty() ? request.files : request.names;
        SPARK_TRY(session.add(names[index], std::move(source)));
    }
    return session.finish();
}

Result<Intake> read_candles_from(const IntakeRequest& request, std::vector<NamedSource> sources) {
    SPARK_TRY(check(request, sources.size()));
    Session session(request, sources.size());
    for (NamedSource& named : sources) SPARK_TRY(session.add(named.name, std::move(named.source)));
    return session.finish();
}

}  // namespace spark::intake
