#include "app/verbs/eval_verb.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <memory>

#include "app/verbs/data_report.hpp"
#include "engine/expression/program.hpp"
#include "engine/indicators/price_bars.hpp"
#include "foundation/base/unfinished_file.hpp"

namespace spark::verbs {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 20U;
constexpr std::size_t number_bytes_max = 32;

using Columns = std::vector<indicators::Source>;

/// The rows shown: bars from `begin` to before `end` of the data set.
struct Rows {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Makes CSV rows in pieces of about a megabyte, so that memory does not grow with the text.
class EvalCsv {
  public:
    EvalCsv(std::span<const std::int64_t> open_time_ns, const Columns& columns, Rows rows)
        : open_time_ns_(open_time_ns), columns_(columns), bar_(rows.begin), end_(rows.end) {
        row_bytes_max_ = (columns.size() + 3) * number_bytes_max;
        piece_.resize(piece_bytes + row_bytes_max_);
    }

    bool done() const { return begun_ && bar_ == end_; }

    std::string_view next() {
        used_ = 0;
        if (!begun_) {
            begun_ = true;
            return header();
        }
        for (; bar_ < end_ && used_ < piece_bytes; ++bar_) add_row();
        return {piece_.data(), used_};
    }

  private:
    std::string_view header() {
        header_ = "bar,open_time_ms";
        for (std::size_t at = 1; at <= columns_.size(); ++at) header_ += fmt::format(",e{}", at);
        header_ += '\n';
        return header_;
    }
    template <class Number>
    void add(Number number) {
        char* const at = piece_.data() + used_;
        used_ += static_cast<std::size_t>(std::to_chars(at, at + number_bytes_max, number).ptr - at);
    }
    void add_row() {
        add(bar_);
        piece_[used_++] = ',';
        add(open_time_ns_[bar_] / 1'000'000);
        for (const indicators::Source& column : columns_) {
            piece_[used_++] = ',';
            if (indicators::is_defined(column[bar_])) add(column[bar_]);
        }
        piece_[used_++] = '\n';
    }

    std::span<const std::int64_t> open_time_ns_;
    const Columns& columns_;
    std::size_t bar_;
    std::size_t end_;
    std::size_t row_bytes_max_ = 0;
    std::string header_;
    std::string piece_;
    std::size_t used_ = 0;
    bool begun_ = false;
};

/// A data set that `sym` reaches.
struct OtherSymbol {
    store::MappedDataSet data_set;
    std::string name;
    std::unique_ptr<indicators::PriceBars> bars;
};

/// The symbols of `--with`, known before any of their bytes is read.
Result<std::vector<std::string>> symbols_of(std::span<const std::string> ids) {
    std::vector<std::string> symbols;
    for (const std::string& id : ids) {
        SPARK_TRY(const store::DataSetId parsed, store::DataSetId::parse(id));
        if (std::ranges::count(symbols, parsed.symbol.text()) != 0) {
            return fail(Fault::invalid_input,
                        fmt::format("found two data sets of {}, allowed one", parsed.symbol.text()), "--with");
        }
        symbols.emplace_back(parsed.symbol.text());
    }
    return symbols;
}

Result<std::vector<OtherSymbol>> open_others(Context& context, std::span<const std::string> ids) {
    std::vector<OtherSymbol> others;
    for (const std::string& id : ids) {
        SPARK_TRY(store::MappedDataSet data_set, open_checked(context, id));
        const market::CandleColumns candles = data_set.columns();
        std::string name(data_set.id().symbol.text());
        others.push_back({std::move(data_set), std::move(name), std::make_unique<indicators::PriceBars>(candles)});
    }
    return others;
}

/// The place in an expression, with the number of the expression before it.
Error about_expression(Error error, std::size_t index) {
    if (!error.place.empty()) error.place = fmt::format("--expr {}, {}", index + 1, error.place);
    return error;
}

Result<std::vector<expression::Program>> compile_all(std::span<const std::string> texts,
                                                     const expression::Names& names) {
    std::vector<expression::Program> programs;
    for (std::size_t at = 0; at < texts.size(); ++at) {
        auto program = expression::compile(texts[at], names);
        if (!program) return fail(about_expression(std::move(program).error(), at));
        programs.push_back(*std::move(program));
    }
    return programs;
}

Result<Rows> rows_of_period(std::span<const std::int64_t> times, const cli::Invocation& invocation) {
    SPARK_TRY(const auto from, invocation.time("from"));
    SPARK_TRY(const auto to, invocation.time("to"));
    const auto at = [&](std::optional<WallTime> time, std::size_t fallback) {
        if (!time) return fallback;
        return static_cast<std::size_t>(std::ranges::lower_bound(times, ns_of(*time)) - times.begin());
    };
    const Rows rows{at(from, 0), at(to, times.size())};
    if (rows.begin < rows.end) return rows;
    return fail(
        Fault::invalid_input,
        fmt::format("no bars in the period; the data set holds {} to {}",
                    format_iso8601(wall_time_of_ns(times.front())), format_iso8601(wall_time_of_ns(times.back()))),
        "--from, --to");
}

Result<void> write_file(EvalCsv& csv, const std::filesystem::path& path) {
    SPARK_TRY(UnfinishedFile file, UnfinishedFile::create(path));
    while (!csv.done()) SPARK_TRY(file.write(csv.next()));
    return file.publish(path, UnfinishedFile::WhenThere::replace);
}

wire::Json summary_of(const store::MappedDataSet& data_set, std::span<const std::string> texts, const Columns& columns,
                      Rows rows) {
    wire::Json expressions = wire::Json::array();
    for (std::size_t at = 0; at < texts.size(); ++at) {
        const indicators::Source shown = columns[at].subspan(rows.begin, rows.end - rows.begin);
        const std::size_t first = indicators::first_defined(shown);
        wire::Json row = wire::Json::object().set("expr", texts[at]);
        row.set("first_defined_bar", first < shown.size() ? wire::Json(rows.begin + first) : wire::Json());
        row.set("last", indicators::is_defined(shown.back()) ? wire::Json(shown.back()) : wire::Json());
        expressions.push(std::move(row));
    }
    return wire::Json::object()
        .set("schema", "spark.eval/1")
        .set("dataset", data_set.id().text())
        .set("bars", rows.end - rows.begin)
        .set("expressions", std::move(expressions));
}

Result<void> write_out(Context& context, EvalCsv& csv) {
    while (!csv.done() && !context.terminal.reader_gone() && !context.cancelled()) {
        context.terminal.out(csv.next());
        SPARK_TRY(context.terminal.flush());
    }
    return {};
}

}  // namespace

Result<int> eval(Context& context, const cli::Invocation& invocation) {
    const std::span<const std::string> texts = invocation.all("expr");
    const bool json = context.terminal.options().json;
    const std::string_view out = invocation.text_or("csv", json ? "" : "-");
    if (json && out == "-") {
        return fail(Fault::invalid_input, "standard output holds either the CSV or one JSON document", "--csv, --json",
                    "write --csv FILE, or leave one of them out");
    }
    const std::span<const std::string> with = invocation.all("with");
    SPARK_TRY(const std::vector<std::string> symbols, symbols_of(with));
    const std::vector<std::string_view> symbol_views(symbols.begin(), symbols.end());
    SPARK_TRY(const store::DataSetId id, store::DataSetId::parse(invocation.positional(0)));
    SPARK_TRY(const std::vector<expression::Program> programs,
              compile_all(texts, {.symbols = symbol_views, .timeframe = id.timeframe}));
    SPARK_TRY(const store::MappedDataSet data_set, open_checked(context, invocation.positional(0)));
    SPARK_TRY(const std::vector<OtherSymbol> others, open_others(context, with));
    const market::CandleColumns candles = data_set.columns();
    SPARK_TRY(const Rows rows, rows_of_period(candles.open_time_ns, invocation));

    indicators::PriceBars bars(candles.slice(0, rows.end));
    expression::ColumnCache cache(bars, id.timeframe);
    for (const OtherSymbol& other : others) cache.add_symbol(other.name, *other.bars, other.data_set.id().timeframe);
    Columns columns;
    for (std::size_t at = 0; at < programs.size(); ++at) {
        auto column = programs[at].run(cache);
        if (!column) return fail(about_expression(std::move(column).error(), at));
        columns.push_back(*column);
        if (context.cancelled()) return context.cancelled_exit_code();
    }

    EvalCsv csv(candles.open_time_ns, columns, rows);
    if (out == "-") SPARK_TRY(write_out(context, csv));
    if (!out.empty() && out != "-") SPARK_TRY(write_file(csv, std::filesystem::path(out)));
    if (json) context.terminal.out_line(wire::to_text(summary_of(data_set, texts, columns, rows)));
    return context.cancelled() ? context.cancelled_exit_code() : 0;
}

}  // namespace spark::verbs
