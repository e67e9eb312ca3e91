#include "adapters/intake/detail/file_reader.hpp"

#include <cstring>
#include <memory>
#include <optional>

#include "adapters/intake/detail/fast_rows.hpp"
#include "adapters/intake/detail/line_blocks.hpp"
#include "adapters/intake/detail/row_reader.hpp"

namespace spark::intake::detail {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// One file on its way into the collector. Lives for one call.
class FileReader {
  public:
    FileReader(const IntakeRequest& request, const std::string& name, wire::ByteSource& source,
               CandleCollector& collector)
        : request_(request),
          name_(name),
          source_(source),
          collector_(collector),
          blocks_(source, request.limits.line_bytes_max) {}

    Result<Layout> read(const std::function<void()>& on_block) {
        SPARK_TRY(std::string_view block, next_block());
        SPARK_TRY(begin(block));
        while (!block.empty()) {
            SPARK_TRY(fast_.has_value() ? read_windows(block) : read_lines(block));
            on_block();
            SPARK_TRY(block, next_block());
        }
        SPARK_TRY(collector_.end_file());
        return layout_;
    }

  private:
    /// Empty at the end of the file.
    Result<std::string_view> next_block() {
        auto block = blocks_.next();
        if (!block) return here(std::move(block).error());
        return block->value_or(std::string_view());
    }

    std::unexpected<Error> here(Error error) const {
        if (error.place.empty()) error.place = name_ + ":" + std::to_string(line_ + 1);
        return fail(std::move(error));
    }

    std::string_view take_line(std::string_view& block) {
        const std::size_t feed = block.find('\n');
        const std::string_view line = block.substr(0, feed);
        block.remove_prefix(feed + 1);
        return line;
    }

    /// Tells the layout from the first line that is not blank, and steps over the header.
    Result<void> begin(std::string_view& block) {
        if (block.starts_with(byte_order_mark)) block.remove_prefix(byte_order_mark.size());
        std::string_view first;
        std::string_view rest = block;
        while (is_blank(first)) {
            if (rest.empty()) {
                SPARK_TRY(rest, next_block());
                if (rest.empty()) return fail(Fault::invalid_input, "the file is empty", name_, "fetch the file again");
            }
            block = rest;
            first = take_line(rest);
            if (is_blank(first)) ++line_;
        }
        const std::string_view second = rest.substr(0, rest.find('\n'));
        Result<Layout> layout =
            first.size() > request_.limits.line_bytes_max
                ? Result<Layout>(
                      fail(Fault::invalid_input,
                           "the line is longer than " + std::to_string(request_.limits.line_bytes_max) + " bytes", {},
                           "raise ingest.line_bytes_max if the file is right"))
                : detect_layout(first, second, request_.format, request_.mapping ? &*request_.mapping : nullptr);
        if (!layout) return here(std::move(layout).error());
        layout_ = *layout;
        if (layout_.header_lines > 0) {
            block = rest;
            ++line_;
            // The header may come alone: from a pipe, or before a line longer than the buffer.
            if (block.empty()) {
                SPARK_TRY(block, next_block());
            }
        }
        if (layout_.format == Format::yahoo) skip_yahoo_header(block);
        start_reading(block);
        return {};
    }

    /// Two more header lines that some exports have: `Ticker,THYAO.IS,…` and `Date,,,`.
    void skip_yahoo_header(std::string_view& block) {
        for (const std::string_view begin : {"Ticker,", "Date,,"}) {
            if (!block.starts_with(begin)) continue;
            take_line(block);
            ++line_;
        }
    }

    void start_reading(std::string_view block) {
        collector_.begin_file(name_, layout_);
        rows_.emplace(layout_, request_.timeframe, request_.zone, request_.limits.line_bytes_max);
        if (request_.parsing == Parsing::vectorised && FastRows::usable(layout_)) {
            fast_.emplace(layout_, request_.timeframe, request_.limits.line_bytes_max);
            batch_ = std::make_unique<RowBatch>();
        }
        const std::size_t line_bytes = block.find('\n') + 1;  // 0 when there is no line
        if (!source_.is_gzip() && source_.raw_bytes_all() && line_bytes > 1) {
            collector_.expect(*source_.raw_bytes_all() / line_bytes + *source_.raw_bytes_all() / line_bytes / 16);
        }
    }

    Result<void> read_lines(std::string_view block) {
        while (!block.empty()) SPARK_TRY(read_line(take_line(block)));
        return {};
    }

    Result<void> read_line(std::string_view line) {
        if (!is_blank(line)) {
            Result<Row> row = rows_->read(line);
            if (!row) return here(std::move(row).error());
            SPARK_TRY(collector_.add(*row, line_ + 1));
            if (fast_ && row->unit != unit_) use_clock(row->unit);
        }
        ++line_;
        return {};
    }

    void use_clock(ClockUnit unit) {
        unit_ = unit;
        fast_->use_clock(unit);
    }

    Result<void> read_windows(std::string_view block) {
        while (!block.empty()) {
            std::string_view window = block.substr(0, FastRows::window_bytes_max);
            const std::size_t feed = window.rfind('\n');
            if (feed == std::string_view::npos) {
                SPARK_TRY(read_line(take_line(block)));
                continue;
            }
            window = window.substr(0, feed + 1);
            SPARK_TRY(read_window(window));
            block.remove_prefix(window.size());
        }
        return {};
    }

    Result<void> read_window(std::string_view window) {
        fast_->scan(window);
        for (std::size_t row = 0; row < fast_->rows();) {
            row = fast_->read(row, *batch_);
            SPARK_TRY(collector_.add(*batch_, line_ + 1, unit_));
            line_ += static_cast<std::int64_t>(batch_->size);
            batch_->size = 0;
            if (row == fast_->rows()) break;
            SPARK_TRY(read_line(fast_->line(row)));
            ++row;
        }
        return {};
    }

    const IntakeRequest& request_;
    const std::string& name_;
    wire::ByteSource& source_;
    CandleCollector& collector_;
    LineBlocks blocks_;
    Layout layout_;
    std::optional<RowReader> rows_;
    std::optional<FastRows> fast_;
    std::unique_ptr<RowBatch> batch_;
    ClockUnit unit_ = ClockUnit::date;
    std::int64_t line_ = 0;  ///< Lines read so far.
};

}  // namespace

Result<Layout> read_file(const IntakeRequest& request, const std::string& name, wire::ByteSource& source,
                         CandleCollector& collector, const std::function<void()>& on_block) {
    return FileReader(request, name, source, collector).read(on_block);
}

}  // namespace spark::intake::detail
