#pragma once

#include <array>
#include <string_view>

#include "app/cli/message.hpp"

/// The words of the backtest and data reports, in both languages.
namespace spark::verbs::messages {

using cli::Message;

inline constexpr Message run_label{"run", "çalışma"};
inline constexpr Message synthetic_mark{"SYNTHETIC", "YAPAY"};
inline constexpr Message deterministic{"deterministic", "belirlenimci"};
inline constexpr Message not_deterministic{"NOT deterministic", "belirlenimci DEĞİL"};
inline constexpr Message no_look_ahead{"no look-ahead", "geleceğe bakış yok"};
inline constexpr Message look_ahead{"LOOKS AHEAD", "GELECEĞE BAKIYOR"};
inline constexpr Message conserved{"money conserved", "para korunuyor"};
inline constexpr Message not_conserved{"money NOT conserved", "para KORUNMUYOR"};
inline constexpr Message band_line{"Band: net {0} (pessimistic) to {1} (optimistic)",
                                   "Bant: net {0} (kötümser) ile {1} (iyimser) arası"};
inline constexpr Message book_line{"  {0} {1}: trades {2}, net {3}, fees {4}",
                                   "  {0} {1}: {2} işlem, net {3}, komisyon {4}"};
inline constexpr Message scenarios_label{"Scenarios", "Senaryolar"};
inline constexpr Message return_label{"Return", "Getiri"};
inline constexpr Message buy_hold_label{"Buy&hold", "Al&tut"};
inline constexpr Message drawdown_label{"Max DD", "En büyük düşüş"};
inline constexpr Message sharpe_label{"Sharpe", "Sharpe"};
inline constexpr Message trades_label{"Trades", "İşlem"};
inline constexpr Message win_rate_label{"Win rate", "Kazanma oranı"};
inline constexpr Message profit_factor_label{"Profit factor", "Kâr çarpanı"};
inline constexpr Message fees_label{"Fees", "Komisyon"};
inline constexpr Message net_label{"Net", "Net"};
inline constexpr Message gross_label{"Gross", "Brüt"};
inline constexpr Message exposure_label{"Exposure", "Pozisyonda"};
inline constexpr Message sortino_label{"Sortino", "Sortino"};
inline constexpr Message cagr_label{"CAGR", "YBBO"};
inline constexpr Message equity_label{"Equity", "Öz sermaye"};
inline constexpr Message open_label{"Open position: {0} from bar {1} at {2}, now worth {3}",
                                    "Açık pozisyon: {1}. bardan {0} adet, alış {2}, şimdiki değeri {3}"};
inline constexpr Message days{"{0} d", "{0} g"};
inline constexpr Message bars_unit{"bars", "bar"};
inline constexpr Message rows_unit{"rows", "satır"};
inline constexpr Message costs_line{"Costs: maker {0} bps, taker {1} bps, slippage {2} bps; size {3}; cash {4}",
                                    "Maliyet: yapıcı {0} bps, alıcı {1} bps, kayma {2} bps; büyüklük {3}; nakit {4}"};
inline constexpr Message evidence_line{"Evidence: {0}", "Kanıt: {0}"};
inline constexpr Message report_line{"Report: {0}", "Rapor: {0}"};
inline constexpr Message other_rows{"{0} no longer holds the rows that were run",
                                    "{0} artık çalıştırılan satırları taşımıyor"};
inline constexpr Message common_label{"in 1 too", "1'de de var"};
inline constexpr Message only_here_label{"only here", "yalnız burada"};
inline constexpr Message inputs_label{"inputs that differ", "farklı girdiler"};
inline constexpr Message metric_label{"metric", "ölçüt"};
inline constexpr Message same_inputs{"all inputs are equal", "bütün girdiler aynı"};
inline constexpr Message same_result{"the results are the same, to the last trade: equal result hashes",
                                     "sonuçlar son işleme dek aynı: sonuç özetleri eşit"};
inline constexpr Message other_result{"the results differ", "sonuçlar farklı"};
inline constexpr Message loading{"Loading {0}", "Yükleniyor: {0}"};
inline constexpr Message running{"Running", "Çalışıyor"};
inline constexpr Message reading{"Reading {0}", "Okunuyor: {0}"};
inline constexpr Message none_yet_runs{"no backtest yet", "henüz geriye dönük test yok"};
inline constexpr Message none_yet_data{"no data set yet", "henüz veri kümesi yok"};
inline constexpr Message none_yet_evidence{"no evidence yet", "henüz kanıt yok"};
inline constexpr Message same_rows{"the same rows are there already: {0}", "aynı satırlar zaten var: {0}"};
inline constexpr Message not_clean{"the quality report is not clean", "kalite raporu temiz değil"};
inline constexpr Message clean{"clean", "temiz"};
inline constexpr Message verified{"{0} verified: {1} rows, {2} bytes, every column and sha256:{3}",
                                  "{0} doğrulandı: {1} satır, {2} bayt, her sütun ve sha256:{3}"};

/// One sentence a warning, looked up by its code; checked by a test to hold every code.
struct WarningWords {
    std::string_view code;
    Message words;
};
inline constexpr std::array warning_words{
    WarningWords{"in_sample_only",
                 {"in-sample only: no out-of-sample window was set", "yalnızca örneklem içi: örneklem dışı dönem yok"}},
    WarningWords{"no_trades",
                 {"no closed trades: nothing can be said of this strategy",
                  "kapanan işlem yok: bu strateji için bir şey söylenemez"}},
    WarningWords{
        "few_trades",
        {"fewer than 30 trades: statistics mean little", "30'dan az işlem: istatistikler pek bir şey söylemez"}},
    WarningWords{"lone_trade",
                 {"one trade makes more than 30 % of the profits", "kârın %30'undan fazlası tek bir işlemden"}},
    WarningWords{"zero_costs", {"zero costs: no venue trades for free", "maliyet sıfır: hiçbir borsa bedava değildir"}},
    WarningWords{"never_exits",
                 {"nothing can close a position: no exit signal, stop or target",
                  "pozisyonu kapatacak bir şey yok: çıkış, zarar kes ya da kâr al yok"}},
    WarningWords{
        "rejected_orders",
        {"some entries were rejected: see rejected_orders", "bazı girişler reddedildi: rejected_orders alanına bakın"}},
    WarningWords{"too_good",
                 {"too good to be true: look for the mistake before you believe it",
                  "gerçek olamayacak kadar iyi: inanmadan önce hatayı arayın"}},
    WarningWords{"liquidated", {"a position was liquidated", "bir pozisyon tasfiye edildi"}},
    WarningWords{"mixed_timeframes",
                 {"data sets of different bar lengths: what happens inside a long bar is booked at its open, so the "
                  "shared cash may know it early",
                  "farklı bar uzunlukları: uzun bir barın içinde olan, açılışında işlenir; ortak nakit bunu erken "
                  "bilebilir"}},
    WarningWords{"synthetic_data",
                 {"synthetic data: says nothing about a real market",
                  "yapay veri: gerçek bir piyasa hakkında bir şey söylemez"}},
    WarningWords{"unclean_data",
                 {"the data set's quality report is not clean: see spark data info",
                  "veri kümesinin kalite raporu temiz değil: spark data info ile bakın"}},
};

/// Why runs do not compare, by the codes of compare_runs.
inline constexpr std::array caution_words{
    WarningWords{
        "data_sets_differ",
        {"the data sets differ: the figures do not compare", "veri kümeleri farklı: sayılar karşılaştırılamaz"}},
    WarningWords{"periods_differ",
                 {"the periods differ: the figures do not compare", "dönemler farklı: sayılar karşılaştırılamaz"}},
    WarningWords{"costs_differ", {"the costs differ", "maliyetler farklı"}},
    WarningWords{"sizes_differ",
                 {"cash or position size differ: amounts of money do not compare",
                  "nakit ya da pozisyon büyüklüğü farklı: para tutarları karşılaştırılamaz"}},
};

}  // namespace spark::verbs::messages
