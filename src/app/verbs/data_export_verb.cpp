#include <charconv>

#include "app/verbs/data_report.hpp"
#include "app/verbs/data_verb.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/unfinished_file.hpp"

namespace spark::verbs {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 20U;
constexpr std::size_t row_bytes_max = 192;

/// Makes CSV rows in pieces of about a megabyte, so that memory does not grow with the data set.
class CsvPieces {
  public:
    explicit CsvPieces(const market::CandleColumns& columns) : columns_(columns) {
        piece_.resize(piece_bytes + row_bytes_max);
    }

    bool done() const { return begun_ && bar_ == columns_.size(); }

    std::string_view next() {
        used_ = 0;
        if (!begun_) add("open_time_ms,open,high,low,close,volume\n");
        begun_ = true;
        for (; bar_ < columns_.size() && used_ < piece_bytes; ++bar_) add_row();
        return {piece_.data(), used_};
    }

  private:
    void add(std::string_view text) { used_ += text.copy(piece_.data() + used_, text.size()); }
    void add_units(std::int64_t units, char after) {
        used_ += format_units_into(units, piece_.data() + used_);
        piece_[used_++] = after;
    }
    void add_row() {
        char* const at = piece_.data() + used_;
        const auto written = std::to_chars(at, at + 24, columns_.open_time_ns[bar_] / 1'000'000);
        used_ += static_cast<std::size_t>(written.ptr - at);
        piece_[used_++] = ',';
        add_units(columns_.open[bar_], ',');
        add_units(columns_.high[bar_], ',');
        add_units(columns_.low[bar_], ',');
        add_units(columns_.close[bar_], ',');
        if (columns_.volume_high.empty()) {
            add_units(columns_.volume[bar_], '\n');
        } else {
            add(format_wide_units(columns_.volume_at(bar_)));
            add("\n");
        }
    }

    const market::CandleColumns& columns_;
    std::string piece_;
    std::size_t used_ = 0;
    std::size_t bar_ = 0;
    bool begun_ = false;
};

Result<void> export_to_file(const market::CandleColumns& columns, const std::filesystem::path& path) {
    SPARK_TRY(UnfinishedFile file, UnfinishedFile::create(path));
    CsvPieces pieces(columns);
    while (!pieces.done()) SPARK_TRY(file.write(pieces.next()));
    return file.publish(path, UnfinishedFile::WhenThere::replace);
}

}  // namespace

Result<int> data_export(Context& context, const cli::Invocation& invocation) {
    SPARK_TRY(const store::MappedDataSet data_set, open_checked(context, invocation.positional(0)));
    const std::string_view out = invocation.required_text("out");
    const market::CandleColumns columns = data_set.columns();
    if (out != "-") {
        SPARK_TRY(export_to_file(columns, std::filesystem::path(out)));
        if (context.terminal.options().json) {
            context.terminal.out_line(wire::to_text(wire::Json::object()
                                                        .set("schema", "spark.export/1")
                                                        .set("dataset", data_set.id().text())
                                                        .set("rows", columns.size())
                                                        .set("out", out)));
        }
        return 0;
    }
    CsvPieces pieces(columns);
    while (!pieces.done() && !context.terminal.reader_gone() && !context.cancelled()) {
        context.terminal.out(pieces.next());
        SPARK_TRY(context.terminal.flush());
    }
    return context.cancelled() ? context.cancelled_exit_code() : 0;
}

}  // namespace spark::verbs
