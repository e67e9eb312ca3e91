#include "adapters/trials/detail/row_codec.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>
#include <utility>

#include "foundation/base/assert.hpp"

namespace spark::trials::detail {
namespace {

/// What a row has; bit 0 is the first. The order is the format's.
enum class Has : std::uint8_t {
    bars_share,
    objective,
    kept_constraints,
    refusal,
    result_hash,
    details,
    profit_factor,
    annual_return,
    volatility,
    sharpe,
    sortino,
    sqn,
    cagr,
    rejected
};

class Writer {
  public:
    explicit Writer(std::string& out) : out_(out) {}

    void varint(std::uint64_t value) {
        while (value >= 0x80) {
            out_.push_back(static_cast<char>(value | 0x80U));
            value >>= 7U;
        }
        out_.push_back(static_cast<char>(value));
    }
    /// Small of either sign stays short.
    void number(std::int64_t value) {
        varint((static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63));
    }
    template <class T>
    void plain(T value) {
        out_.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    void plain(const std::optional<double>& value) {
        if (value) plain(*value);
    }

  private:
    std::string& out_;
};

/// Reads what was written; once something is missing everything reads as zero and `is_whole` says so.
class Reader {
  public:
    explicit Reader(std::span<const std::byte> bytes) : bytes_(bytes) {}

    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (bytes_.empty()) return broken();
            const auto one = std::to_integer<std::uint64_t>(bytes_.front());
            bytes_ = bytes_.subspan(1);
            if (shift == 63 && one > 1) return broken();
            value |= (one & 0x7FU) << shift;
            if ((one & 0x80U) == 0) return value;
        }
        return broken();
    }
    std::int64_t number() {
        const std::uint64_t value = varint();
        return static_cast<std::int64_t>((value >> 1U) ^ (~(value & 1U) + 1U));
    }
    template <class T>
    T plain() {
        T value{};
        if (bytes_.size() < sizeof value) {
            broken();
            return value;
        }
        std::memcpy(&value, bytes_.data(), sizeof value);
        bytes_ = bytes_.subspan(sizeof value);
        return value;
    }
    std::optional<double> plain_if(bool is_there) { return is_there ? std::optional(plain<double>()) : std::nullopt; }
    std::string text(std::uint64_t size) {
        if (bytes_.size() < size) {
            broken();
            return {};
        }
        std::string out(reinterpret_cast<const char*>(bytes_.data()), size);
        bytes_ = bytes_.subspan(size);
        return out;
    }
    std::size_t left() const { return bytes_.size(); }
    bool is_whole() const { return is_whole_; }

  private:
    std::uint64_t broken() {
        is_whole_ = false;
        bytes_ = {};
        return 0;
    }
    std::span<const std::byte> bytes_;
    bool is_whole_ = true;
};

constexpr std::uint16_t bit(Has what) { return static_cast<std::uint16_t>(1U << std::to_underlying(what)); }

std::uint16_t flags_of(const TrialRow& row, bool has_details) {
    const sweep::SetFigures& figures = row.outcome.figures;
    const sweep::SetDetails& details = row.outcome.details;
    std::uint16_t flags = 0;
    const auto put = [&flags](Has what, bool is_there) {
        if (is_there) flags = static_cast<std::uint16_t>(flags | bit(what));
    };
    put(Has::bars_share, row.bars_share != 1);
    put(Has::objective, row.objective && std::isfinite(*row.objective));
    put(Has::kept_constraints, row.keeps_constraints);
    put(Has::refusal, !row.outcome.refusal.empty());
    if (!row.outcome.refusal.empty()) return flags;
    put(Has::result_hash, row.outcome.result_hash != crypto::Sha256Digest{});
    put(Has::details, has_details);
    put(Has::profit_factor, figures.profit_factor.has_value());
    put(Has::annual_return, figures.annual_return.has_value());
    put(Has::volatility, figures.volatility.has_value());
    put(Has::sharpe, figures.sharpe.has_value());
    put(Has::sortino, figures.sortino.has_value());
    put(Has::sqn, has_details && details.sqn.has_value());
    put(Has::cagr, has_details && details.cagr.has_value());
    put(Has::rejected, figures.rejected != 0);
    return flags;
}

void encode_figures(Writer& writer, const TrialRow& row, std::uint16_t flags) {
    const sweep::SetFigures& figures = row.outcome.figures;
    writer.number(figures.trades);
    writer.number(figures.wins);
    if ((flags & bit(Has::rejected)) != 0) writer.number(figures.rejected);
    for (const Notional amount : {figures.net, figures.gross, figures.fees, figures.final_equity})
        writer.number(amount.units());
    writer.plain(figures.max_drawdown_pct);
    writer.plain(figures.profit_factor);
    writer.plain(figures.annual_return);
    writer.plain(figures.volatility);
    writer.plain(figures.sharpe);
    writer.plain(figures.sortino);
    if ((flags & bit(Has::result_hash)) != 0) writer.plain(row.outcome.result_hash.bytes);
    if ((flags & bit(Has::details)) == 0) return;
    const sweep::SetDetails& details = row.outcome.details;
    writer.number(details.max_drawdown_bars);
    writer.plain(details.exposure);
    writer.plain(details.buy_hold_return);
    writer.plain(details.sqn);
    writer.plain(details.cagr);
}

void decode_figures(Reader& reader, TrialRow& row, std::uint16_t flags) {
    const auto has = [flags](Has what) { return (flags & bit(what)) != 0; };
    sweep::SetFigures& figures = row.outcome.figures;
    figures.trades = reader.number();
    figures.wins = reader.number();
    if (has(Has::rejected)) figures.rejected = reader.number();
    for (Notional* amount : {&figures.net, &figures.gross, &figures.fees, &figures.final_equity})
        *amount = Notional::of_units(reader.number());
    figures.max_drawdown_pct = reader.plain<double>();
    figures.profit_factor = reader.plain_if(has(Has::profit_factor));
    figures.annual_return = reader.plain_if(has(Has::annual_return));
    figures.volatility = reader.plain_if(has(Has::volatility));
    figures.sharpe = reader.plain_if(has(Has::sharpe));
    figures.sortino = reader.plain_if(has(Has::sortino));
    if (has(Has::result_hash)) row.outcome.result_hash.bytes = reader.plain<decltype(crypto::Sha256Digest::bytes)>();
    if (!has(Has::details)) return;
    sweep::SetDetails& details = row.outcome.details;
    details.max_drawdown_bars = reader.number();
    details.exposure = reader.plain<double>();
    details.buy_hold_return = reader.plain<double>();
    details.sqn = reader.plain_if(has(Has::sqn));
    details.cagr = reader.plain_if(has(Has::cagr));
}

/// At most so many bytes, no letter cut in two.
std::string_view shortened(std::string_view text) {
    if (text.size() <= refusal_bytes_max) return text;
    std::size_t end = refusal_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
    return text.substr(0, end);
}

}  // namespace

void encode_row(const TrialRow& row, std::size_t axes, bool has_details, std::string& out) {
    SPARK_ASSERT(row.point.size() == axes);
    // Rows are nearly always shorter than 16 Ki: two bytes are kept for the length, and filled in last.
    const std::size_t begin = out.size();
    out.append(2, '\0');
    Writer writer(out);
    const std::uint16_t flags = flags_of(row, has_details);
    writer.plain(flags);
    writer.varint(row.number);
    for (const std::uint32_t place : row.point) writer.varint(place);
    if ((flags & bit(Has::bars_share)) != 0) writer.plain(row.bars_share);
    if ((flags & bit(Has::objective)) != 0) writer.plain(*row.objective);
    if ((flags & bit(Has::refusal)) != 0) {
        const std::string_view reason = shortened(row.outcome.refusal);
        writer.varint(reason.size());
        out += reason;
    } else {
        encode_figures(writer, row, flags);
    }
    const std::size_t size = out.size() - begin - 2;
    SPARK_ASSERT(size <= row_bytes_max);
    const auto length = static_cast<std::uint16_t>(size);
    std::memcpy(out.data() + begin, &length, sizeof length);
}

std::optional<TrialRow> decode_row(std::span<const std::byte> bytes, std::size_t axes, std::size_t& used) {
    std::uint16_t length = 0;
    if (bytes.size() < sizeof length) return std::nullopt;
    std::memcpy(&length, bytes.data(), sizeof length);
    if (length > row_bytes_max || bytes.size() - sizeof length < length) return std::nullopt;
    used = sizeof length + length;
    Reader reader(bytes.subspan(sizeof length, length));
    const auto flags = reader.plain<std::uint16_t>();
    TrialRow row{.number = reader.varint(), .keeps_constraints = (flags & bit(Has::kept_constraints)) != 0};
    row.point.reserve(axes);
    for (std::size_t axis = 0; axis < axes; ++axis) {
        const std::uint64_t place = reader.varint();
        if (place > UINT32_MAX) return std::nullopt;
        row.point.push_back(static_cast<std::uint32_t>(place));
    }
    if ((flags & bit(Has::bars_share)) != 0) row.bars_share = reader.plain<double>();
    row.objective = reader.plain_if((flags & bit(Has::objective)) != 0);
    if (row.objective && !std::isfinite(*row.objective)) return std::nullopt;
    if ((flags & bit(Has::refusal)) != 0) {
        row.outcome.refusal = reader.text(reader.varint());
    } else {
        decode_figures(reader, row, flags);
    }
    if (!reader.is_whole() || reader.left() != 0) return std::nullopt;
    return row;
}

}  // namespace spark::trials::detail
