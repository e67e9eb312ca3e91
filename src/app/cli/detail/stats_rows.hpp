#pragma once

#include <array>

#include "app/cli/detail/eval_rows.hpp"

namespace spark::cli::detail {

inline constexpr std::array<std::string_view, 3> stats_kinds{"returns", "equity", "trades"};
inline constexpr std::array stats_positionals{
    Positional{.name = "FILE",
               .what = {"Results of any program: CSV with a header (plain or gzip), or freqtrade's "
                        "backtest-result.json.",
                        "Herhangi bir programın sonuçları: başlıklı CSV (düz ya da gzip) ya da freqtrade'in "
                        "backtest-result.json dosyası."},
               .candidates = Candidates::file},
};
inline constexpr std::array stats_flags{
    Flag{.name = "kind",
         .value = "KIND",
         .what = {"What a row is: a period's return, the equity at a time, or a closed trade.",
                  "Bir satırın anlamı: dönem getirisi, bir andaki öz sermaye ya da kapanmış işlem."},
         .required = true,
         .choices = stats_kinds},
    Flag{
        .name = "periods-per-year",
        .value = "N",
        .what = {"Rows of a year, by which figures are made annual.", "Yıllık değerler için bir yıldaki satır sayısı."},
        .fallback = "252; 365 for trades"},
    Flag{.name = "start-cash",
         .value = "AMOUNT",
         .what =
             {"Balance before the first row of equity or trades; trades without one have no ratio to an account.",
              "Öz sermayenin ya da işlemlerin ilk satırından önceki bakiye; bakiye yoksa hesaba oranlar da yoktur."}},
    Flag{.name = "benchmark",
         .value = "FILE",
         .what = {"Returns or equity of a benchmark, of the same kind as FILE; rows of the same times are compared.",
                  "Karşılaştırma ölçütünün getirileri ya da öz sermayesi, FILE ile aynı türden; aynı zamanlı satırlar "
                  "karşılaştırılır."},
         .candidates = Candidates::file},
    Flag{.name = "strategy",
         .value = "NAME",
         .what = {"Strategy of a freqtrade result that holds several.",
                  "Birden çok strateji içeren freqtrade sonucunda seçilecek strateji."}},
};
inline constexpr std::array stats_examples{
    Example{"spark stats returns.csv --kind returns --periods-per-year 252",
            {"date,return: Sharpe, drawdown and the rest, empyrical's definitions",
             "date,return: Sharpe, düşüş ve diğerleri, empyrical tanımlarıyla"}},
    Example{"spark stats equity.csv.gz --kind equity --json",
            {"time,equity: both families of figures, for scripts", "time,equity: iki tanım ailesi, betikler için"}},
    Example{"spark stats backtest-result.json --kind trades",
            {"a freqtrade result by freqtrade's own definitions", "freqtrade sonucu, freqtrade'in kendi tanımlarıyla"}},
};
inline constexpr std::array<std::string_view, 2> stats_see{"backtest run", "backtest show"};

inline constexpr std::array stats_verb_rows{
    Verb{
        .path = "stats",
        .purpose = {"Statistics of somebody else's results", "Başkasının sonuçlarının istatistikleri"},
        .more = {"Every figure is defined, with its source, in docs/reference/metrics.md. A figure that does not exist "
                 "is null or a dash, never a made-up number.",
                 "Her değerin tanımı ve kaynağı docs/reference/metrics.md dosyasındadır. Var olmayan değer null ya da "
                 "çizgidir, uydurma sayı değildir."},
        .positionals = stats_positionals,
        .flags = stats_flags,
        .examples = stats_examples,
        .see_also = stats_see},
};

}  // namespace spark::cli::detail
