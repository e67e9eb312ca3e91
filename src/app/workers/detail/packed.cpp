#include "app/workers/detail/packed.hpp"

#include <algorithm>

namespace spark::workers::detail {

void pack(Packer& packer, const sweep::SetOutcome& outcome) {
    const sweep::SetFigures& figures = outcome.figures;
    for (const std::int64_t count : {figures.trades, figures.wins, figures.rejected}) packer.whole(count);
    for (const Notional amount : {figures.net, figures.gross, figures.fees, figures.final_equity})
        packer.whole(amount.units());
    packer.real(figures.max_drawdown_pct);
    for (const auto& ratio :
         {figures.profit_factor, figures.annual_return, figures.volatility, figures.sharpe, figures.sortino})
        packer.real(ratio);
    const sweep::SetDetails& details = outcome.details;
    packer.real(details.sqn);
    packer.real(details.cagr);
    packer.whole(details.max_drawdown_bars);
    packer.real(details.exposure);
    packer.real(details.buy_hold_return);
    packer.bytes({reinterpret_cast<const char*>(outcome.result_hash.bytes.data()), crypto::Sha256Digest::size});
    packer.text(outcome.refusal);
}

sweep::SetOutcome unpack_outcome(Unpacker& unpacker) {
    sweep::SetOutcome outcome;
    sweep::SetFigures& figures = outcome.figures;
    for (std::int64_t* count : {&figures.trades, &figures.wins, &figures.rejected}) *count = unpacker.signed_whole();
    for (Notional* amount : {&figures.net, &figures.gross, &figures.fees, &figures.final_equity})
        *amount = Notional::of_units(unpacker.signed_whole());
    figures.max_drawdown_pct = unpacker.real();
    for (std::optional<double>* ratio :
         {&figures.profit_factor, &figures.annual_return, &figures.volatility, &figures.sharpe, &figures.sortino})
        *ratio = unpacker.optional_real();
    sweep::SetDetails& details = outcome.details;
    details.sqn = unpacker.optional_real();
    details.cagr = unpacker.optional_real();
    details.max_drawdown_bars = unpacker.signed_whole();
    details.exposure = unpacker.real();
    details.buy_hold_return = unpacker.real();
    const std::string_view digest = unpacker.bytes(crypto::Sha256Digest::size);
    std::ranges::transform(digest, outcome.result_hash.bytes.begin(),
                           [](char byte) { return static_cast<std::uint8_t>(byte); });
    outcome.refusal = std::string(unpacker.text());
    return outcome;
}

}  // namespace spark::workers::detail
