#include "adapters/trials/leaderboard.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "engine/search/objective.hpp"
#include "foundation/base/decimal_text.hpp"
#include "foundation/base/unfinished_file.hpp"

namespace spark::trials {
namespace {

constexpr std::size_t piece_bytes = 256U << 10U;
constexpr std::uint64_t cached_values_max = 65'536;

/// Figures after the contract's columns that are had by their name; those of the details stand last.
constexpr std::array rest{"win_rate",   "expectancy", "total_return", "annual_return",
                          "volatility", "sortino",    "calmar",       "cost_share"};
constexpr std::array of_details{"cagr", "sqn", "max_drawdown_bars", "exposure", "buy_hold_return"};

/// Lines of a CSV on their way into a file.
class CsvFile {
  public:
    static Result<CsvFile> create(const std::filesystem::path& path) {
        SPARK_TRY(UnfinishedFile file, UnfinishedFile::create(path));
        return CsvFile(std::move(file), path);
    }

    void begin_cell() {
        if (!std::exchange(is_first_, false)) text_.push_back(',');
    }
    void text(std::string_view cell) {
        begin_cell();
        if (cell.find_first_of(",\"\r\n") == std::string_view::npos) {
            text_ += cell;
            return;
        }
        text_.push_back('"');
        for (const char one : cell) text_.append(one == '"' ? 2 : 1, one);
        text_.push_back('"');
    }
    void whole(std::int64_t value) {
        begin_cell();
        const auto [end, code] = std::to_chars(number_.data(), number_.data() + number_.size(), value);
        text_.append(number_.data(), end);
    }
    void money(Notional amount) {
        begin_cell();
        text_.append(number_.data(), format_units_into(amount.units(), number_.data()));
    }
    void real(std::optional<double> value) {
        begin_cell();
        if (!value || !std::isfinite(*value)) return;
        const auto [end, code] = std::to_chars(number_.data(), number_.data() + number_.size(), *value);
        text_.append(number_.data(), end);
    }
    Result<void> end_line() {
        text_.push_back('\n');
        is_first_ = true;
        if (text_.size() < piece_bytes) return {};
        return write();
    }
    Result<void> publish() {
        SPARK_TRY(write());
        return file_.publish(path_, UnfinishedFile::WhenThere::replace);
    }

  private:
    CsvFile(UnfinishedFile file, std::filesystem::path path) : file_(std::move(file)), path_(std::move(path)) {}
    Result<void> write() {
        SPARK_TRY(file_.write(text_));
        text_.clear();
        return {};
    }

    UnfinishedFile file_;
    std::filesystem::path path_;
    std::string text_;
    bool is_first_ = true;
    std::array<char, 32> number_{};
};

/// Texts of the axes' values, made once each.
class ValueTexts {
  public:
    explicit ValueTexts(std::span<const TrialAxis> axes) : axes_(axes), texts_(axes.size()) {
        for (std::size_t axis = 0; axis < axes.size(); ++axis) {
            if (axes[axis].count > cached_values_max) continue;
            for (std::uint64_t index = 0; index < axes[axis].count; ++index)
                texts_[axis].push_back(axes[axis].value_text(index));
        }
    }
    void add(const search::Point& point, CsvFile& csv) const {
        for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
            if (texts_[axis].empty()) {
                csv.text(axes_[axis].value_text(point[axis]));
            } else {
                csv.text(texts_[axis][point[axis]]);
            }
        }
    }

  private:
    std::span<const TrialAxis> axes_;
    std::vector<std::vector<std::string>> texts_;
};

void add_hash(const crypto::Sha256Digest& digest, CsvFile& csv) {
    constexpr std::string_view prefix = "sha256:";
    constexpr std::string_view digits = "0123456789abcdef";
    if (digest == crypto::Sha256Digest{}) return csv.text("");
    std::array<char, prefix.size() + 2 * crypto::Sha256Digest::size> text{};
    auto end = std::ranges::copy(prefix, text.begin()).out;
    for (const std::uint8_t one : digest.bytes) {
        *end++ = digits[one >> 4U];
        *end++ = digits[one & 0xFU];
    }
    csv.text({text.data(), text.size()});
}

void add_titles(const TrialHeader& header, CsvFile& csv) {
    csv.text("rank");
    for (const TrialAxis& axis : header.axes) csv.text(axis.name);
    for (const char* title : {"net_pnl", "trades", "sharpe", "max_drawdown_pct", "profit_factor", "result_hash",
                              "objective", "number", "gross_pnl", "fees", "final_equity", "wins", "rejected"})
        csv.text(title);
    for (const char* title : rest) csv.text(title);
    if (!header.has_details) return;
    for (const char* title : of_details) csv.text(title);
}

void add_figures(const TrialHeader& header, const TrialRow& row, CsvFile& csv) {
    const sweep::SetFigures& figures = row.outcome.figures;
    csv.money(figures.net);
    csv.whole(figures.trades);
    csv.real(figures.sharpe);
    csv.real(figures.max_drawdown_pct);
    csv.real(figures.profit_factor);
    add_hash(row.outcome.result_hash, csv);
    csv.real(row.objective);
    csv.whole(static_cast<std::int64_t>(row.number));
    for (const Notional amount : {figures.gross, figures.fees, figures.final_equity}) csv.money(amount);
    csv.whole(figures.wins);
    csv.whole(figures.rejected);
    for (const char* name : rest) csv.real(search::metric_value(name, row.outcome, header.starting_cash));
    if (!header.has_details) return;
    for (const char* name : of_details) csv.real(search::metric_value(name, row.outcome, header.starting_cash));
}

std::string reason_of(const TrialRow& row) {
    if (!row.outcome.refusal.empty()) return row.outcome.refusal;
    if (row.bars_share != 1) return "run on a part of the bars only";
    if (!row.keeps_constraints) return "a constraint is broken";
    return "the objective does not exist for it";
}

}  // namespace

Result<void> write_leaderboard(const TrialFolder& folder, std::span<const std::uint64_t> ranking,
                               const std::filesystem::path& path) {
    SPARK_TRY(CsvFile csv, CsvFile::create(path));
    const TrialHeader& header = folder.header();
    const ValueTexts texts(header.axes);
    add_titles(header, csv);
    SPARK_TRY(csv.end_line());
    for (std::size_t place = 0; place < ranking.size(); ++place) {
        SPARK_TRY(const TrialRow row, folder.row(ranking[place]));
        csv.whole(static_cast<std::int64_t>(place + 1));
        texts.add(row.point, csv);
        add_figures(header, row, csv);
        SPARK_TRY(csv.end_line());
    }
    return csv.publish();
}

Result<void> write_unranked(const TrialFolder& folder, const std::filesystem::path& path) {
    std::vector<std::uint64_t> numbers;
    SPARK_TRY(folder.for_each([&](const TrialRow& row) {
        if (!is_ranked(row)) numbers.push_back(row.number);
        return true;
    }));
    std::ranges::sort(numbers);
    SPARK_TRY(CsvFile csv, CsvFile::create(path));
    const ValueTexts texts(folder.header().axes);
    csv.text("number");
    for (const TrialAxis& axis : folder.header().axes) csv.text(axis.name);
    for (const char* title : {"reason", "bars_share", "objective", "net_pnl", "trades", "result_hash"}) csv.text(title);
    SPARK_TRY(csv.end_line());
    for (const std::uint64_t number : numbers) {
        SPARK_TRY(const TrialRow row, folder.row(number));
        csv.whole(static_cast<std::int64_t>(number));
        texts.add(row.point, csv);
        csv.text(reason_of(row));
        csv.real(row.bars_share);
        csv.real(row.objective);
        if (row.outcome.refusal.empty()) {
            csv.money(row.outcome.figures.net);
            csv.whole(row.outcome.figures.trades);
        } else {
            csv.text("");
            csv.text("");
        }
        add_hash(row.outcome.result_hash, csv);
        SPARK_TRY(csv.end_line());
    }
    return csv.publish();
}

}  // namespace spark::trials
