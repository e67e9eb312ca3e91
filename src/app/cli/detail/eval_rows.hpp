#pragma once

#include <array>

#include "app/cli/detail/data_rows.hpp"

namespace spark::cli::detail {

inline constexpr std::array eval_flags{
    Flag{.name = "expr",
         .value = "EXPRESSION",
         .what = {"What to compute, `ta.sma(close, 9)`; may be repeated.",
                  "Hesaplanacak ifade, `ta.sma(close, 9)`; yinelenebilir."},
         .required = true,
         .repeatable = true},
    Flag{.name = "with",
         .value = "DATASET",
         .what = {"A further data set whose symbol `sym(\"ETHUSDT\", …)` may name; may be repeated.",
                  "Sembolü `sym(\"ETHUSDT\", …)` içinde kullanılabilen başka bir veri kümesi; yinelenebilir."},
         .repeatable = true,
         .candidates = Candidates::dataset},
    Flag{.name = "csv",
         .value = "FILE",
         .what = {"Write the columns there; - is standard output. With --json nothing is written without it.",
                  "Sütunları oraya yaz; - standart çıktıdır. --json ile bu seçenek yoksa yazılmaz."},
         .fallback = "-",
         .candidates = Candidates::file},
    Flag{.name = "from",
         .value = "TIME",
         .what = {"First bar to show; earlier ones still count in averages.",
                  "Gösterilecek ilk bar; öncekiler ortalamalara yine girer."}},
    Flag{.name = "to",
         .value = "TIME",
         .what = {"Only bars that open before this time.", "Yalnızca bu zamandan önce açılan barlar."}},
};
inline constexpr std::array eval_examples{
    Example{"spark eval ds_binance_ETHUSDT_1h --expr 'ta.sma(close, 9)' --expr 'ta.rsi(close, 14)'",
            {"two columns as CSV on standard output", "standart çıktıya CSV olarak iki sütun"}},
    Example{"spark eval ds_binance_ETHUSDT_1h --expr 'ta.macd(close, 12, 26, 9).hist > 0' --csv macd.csv",
            {"a condition, 1 or 0, to a file", "1 ya da 0 olarak bir koşul, dosyaya"}},
    Example{"spark eval ds_binance_ETHUSDT_1h --expr 'tf(\"1d\", ta.sma(close, 20)) < close'",
            {"hourly closes above the average of completed days",
             "tamamlanmış günlerin ortalamasının üstündeki saatlik kapanışlar"}},
};
inline constexpr std::array<std::string_view, 2> eval_see{"data export", "backtest run"};

inline constexpr std::array eval_verb_rows{
    Verb{.path = "eval",
         .purpose = {"Compute expressions on a data set", "Bir veri kümesinde ifadeleri hesapla"},
         .more = {"One row a bar: bar, open_time_ms and one column an expression, empty where undefined, conditions as "
                  "1 or 0. The language is described in docs/reference/expressions.md.",
                  "Her bar bir satır: bar, open_time_ms ve her ifade için bir sütun; tanımsızsa boş, koşullar 1 ya da "
                  "0. Dil docs/reference/expressions.md dosyasında anlatılır."},
         .positionals = one_data_set,
         .flags = eval_flags,
         .examples = eval_examples,
         .see_also = eval_see},
};

}  // namespace spark::cli::detail
