#pragma once

#include <array>

#include "app/cli/verbs.hpp"

namespace spark::cli::detail {

inline constexpr std::array backtest_run_positionals{
    Positional{.name = "STRATEGY",
               .what = {"A strategy's name (built in: bollinger, buyHold, dca, donchian, emaCross, grid, macd, "
                        "marketMaker, momentum, rsi, scalper, smaCross, supertrend, volatilityBreakout, zscore) or a "
                        "document's path, .toml or .json.",
                        "Bir stratejinin adı (yerleşik: bollinger, buyHold, dca, donchian, emaCross, grid, macd, "
                        "marketMaker, momentum, rsi, scalper, smaCross, supertrend, volatilityBreakout, zscore) ya da "
                        "bir belgenin yolu, .toml ya da "
                        ".json."},
               .candidates = Candidates::strategy},
};
inline constexpr std::array<std::string_view, 2> intrabar_choices{"pessimistic", "optimistic"};
inline constexpr std::array backtest_run_flags{
    Flag{.name = "dataset",
         .value = "DATASET",
         .what = {"Data set to run on; without @v the newest version. Repeated: all on one clock with shared cash.",
                  "Çalıştırılacak veri kümesi; @v yoksa en yeni sürüm. Yinelenirse: hepsi tek saatte, ortak nakitle."},
         .required = true,
         .repeatable = true,
         .candidates = Candidates::dataset},
    Flag{.name = "from",
         .value = "TIME",
         .what = {"First bar, 2023-01-01 or 2023-01-01T00:00Z; else the data set's first.",
                  "İlk bar, 2023-01-01 ya da 2023-01-01T00:00Z; yoksa veri kümesinin ilki."}},
    Flag{.name = "to",
         .value = "TIME",
         .what = {"Only bars that open before this time; else to the data set's last.",
                  "Yalnızca bu zamandan önce açılan barlar; yoksa veri kümesinin sonuna dek."}},
    Flag{.name = "set",
         .value = "NAME=VALUE",
         .what = {"A strategy parameter; of one of several strategies STRATEGY.NAME=VALUE.",
                  "Bir strateji parametresi; birkaç stratejiden birininki STRATEJİ.AD=DEĞER."},
         .repeatable = true},
    Flag{.name = "with",
         .value = "DATASET",
         .what = {"A further data set that sym(\"…\") may look at; may be repeated.",
                  "sym(\"…\") ile bakılabilecek bir veri kümesi daha; yinelenebilir."},
         .repeatable = true,
         .candidates = Candidates::dataset},
    Flag{.name = "oos",
         .value = "PERCENT",
         .what = {"Share of the bars at the end that is measured apart, 30%.",
                  "Sondaki barların ayrı ölçülen payı, 30%."}},
    Flag{.name = "detail",
         .value = "DATASET",
         .what = {"Finer bars of the same symbol, a data set or just 1m: they tell how a bar went that reached levels.",
                  "Aynı sembolün daha ince barları, bir veri kümesi ya da yalnızca 1m: düzeylere değen barın nasıl "
                  "ilerlediğini söyler."},
         .candidates = Candidates::dataset},
    Flag{.name = "costs",
         .value = "FILE",
         .what = {"Costs and rules from a TOML or JSON file; the flags below win over it.",
                  "Maliyet ve kurallar bir TOML ya da JSON dosyasından; aşağıdaki seçenekler daha güçlüdür."},
         .candidates = Candidates::file},
    Flag{.name = "fee-bps",
         .value = "BPS",
         .what =
             {"Fee of every fill, in hundredths of a percent; --maker-bps and --taker-bps win over it.",
              "Her gerçekleşmenin komisyonu, yüzdenin yüzde biri olarak; --maker-bps ve --taker-bps daha güçlüdür."}},
    Flag{.name = "maker-bps",
         .value = "BPS",
         .what = {"Fee of fills that rested in the book.", "Emir defterinde bekleyen gerçekleşmelerin komisyonu."},
         .fallback = "backtest.maker_bps, 10"},
    Flag{.name = "taker-bps",
         .value = "BPS",
         .what = {"Fee of fills that took from the book.", "Emir defterinden alan gerçekleşmelerin komisyonu."},
         .fallback = "backtest.taker_bps, 10"},
    Flag{.name = "fee-discount-pct",
         .value = "PERCENT",
         .what = {"Off every fee that is paid.", "Ödenen her komisyondan indirim."}},
    Flag{.name = "slippage-bps",
         .value = "BPS",
         .what = {"Worse price of every market fill.", "Her piyasa emrinin fiyat kayması."},
         .fallback = "backtest.slippage_bps, 0"},
    Flag{.name = "half-spread-bps",
         .value = "BPS",
         .what = {"Half of bid to ask, paid by every market fill.",
                  "Alış-satış farkının yarısı; her piyasa emri öder."}},
    Flag{.name = "impact-bps",
         .value = "BPS",
         .what = {"Price impact of a fill as large as its bar's volume; grows with the root of the share.",
                  "Barın hacmi kadar bir gerçekleşmenin fiyat etkisi; payın karekökü ile büyür."}},
    Flag{.name = "participation-pct",
         .value = "PERCENT",
         .what = {"Most of a bar's volume that fills may take; the rest waits for later bars.",
                  "Gerçekleşmelerin bar hacminden en çok alabileceği pay; kalanı sonraki barları bekler."},
         .fallback = "0, no cap"},
    Flag{.name = "funding-bps",
         .value = "BPS",
         .what = {"Funding every 8 hours on the position's value: longs pay, shorts get.",
                  "Pozisyon değerinden 8 saatte bir fonlama: uzunlar öder, kısalar alır."}},
    Flag{.name = "borrow-bps",
         .value = "BPS",
         .what = {"Borrowing a year, on the value of shorts and on cash below zero.",
                  "Kısa pozisyonların değerinden ve eksi nakitten yıllık borçlanma."}},
    Flag{.name = "leverage",
         .value = "TIMES",
         .what = {"Most value held per equity, 1 to 125.", "Öz sermaye başına en çok tutulan değer, 1 ile 125."},
         .fallback = "1"},
    Flag{.name = "maintenance-pct",
         .value = "PERCENT",
         .what = {"Equity under this share of the held value is liquidated.",
                  "Öz sermaye tutulan değerin bu payının altına inerse pozisyon tasfiye edilir."},
         .fallback = "0.5"},
    Flag{.name = "liquidation-bps",
         .value = "BPS",
         .what = {"Charged on top of the taker fee on a liquidation.", "Tasfiyede alıcı komisyonuna eklenir."}},
    Flag{.name = "latency-bars",
         .value = "BARS",
         .what = {"Orders reach the market so many bars later.", "Emirler piyasaya bu kadar bar sonra ulaşır."},
         .fallback = "0"},
    Flag{.name = "latency-ms",
         .value = "MS",
         .what = {"And so long after the close they were decided on.",
                  "Ve verildikleri kapanıştan bu kadar milisaniye sonra."},
         .fallback = "0"},
    Flag{.name = "rules",
         .value = "RULES",
         .what = {"The venue's rules: tick, lot, quantity_min, quantity_max, notional_min.",
                  "Borsanın kuralları: tick, lot, quantity_min, quantity_max, notional_min."},
         .fallback = "none"},
    Flag{.name = "intrabar",
         .value = "WAY",
         .what = {"Which level a bar reached first when it reached several.",
                  "Bar birkaç düzeye değdiyse hangisine önce değdiği."},
         .fallback = "pessimistic",
         .choices = intrabar_choices},
    Flag{.name = "band",
         .what = {"Report both readings, pessimistic and optimistic.", "İki okumayı da bildir: kötümser ve iyimser."}},
    Flag{.name = "skip-zero-volume",
         .what = {"Bars without volume fill nothing.", "Hacimsiz barlarda emir gerçekleşmez."}},
    Flag{.name = "close-at-end",
         .what = {"Close what is still open at the last close.", "Sonda açık kalanı son kapanışta kapat."}},
    Flag{
        .name = "size",
        .value = "RULE",
        .what = {"Position size: units:1, notional:1000, equity:1.0 or risk:0.01; wins over the strategy's own.",
                 "Pozisyon büyüklüğü: units:1, notional:1000, equity:1.0 ya da risk:0.01; stratejininkinden güçlüdür."},
        .fallback = "units:1"},
    Flag{.name = "cash",
         .value = "AMOUNT",
         .what = {"Cash at the start.", "Başlangıç parası."},
         .fallback = "backtest.cash, 1000000"},
    Flag{.name = "trades",
         .value = "FILE",
         .what = {"Write closed trades there as CSV.", "Kapanan işlemleri oraya CSV olarak yaz."},
         .candidates = Candidates::file},
    Flag{.name = "equity",
         .value = "FILE",
         .what = {"Write equity of every bar there as CSV.", "Her barın öz sermayesini oraya CSV olarak yaz."},
         .candidates = Candidates::file},
    Flag{.name = "out",
         .value = "DIR",
         .what = {"Folder that gets evidence/.", "evidence/ klasörünün konacağı yer."},
         .fallback = "--data-dir",
         .candidates = Candidates::directory},
};
inline constexpr std::array backtest_run_examples{
    Example{"spark backtest run smaCross --dataset ds_synth_BTCUSDT_1h --set fast=9 --set slow=21",
            {"signals on closed bars, fills at the next open, fee 10 bps",
             "sinyal kapanan barda, gerçekleşme sonraki açılışta, komisyon 10 bps"}},
    Example{"spark backtest run smaCross --dataset ds_binance_ETHUSDT_1h --set fast=9 --set slow=21 --set sl_pct=2 "
            "--set tp_pct=4 "
            "--from 2023-01-01 --trades trades.csv",
            {"with stop and target, one year on, trades to a file",
             "zarar kes ve kâr al ile, 2023'ten başlayarak, işlemler dosyaya"}},
    Example{
        "spark backtest run smaCross,rsi --dataset ds_binance_BTCUSDT_1h --dataset ds_binance_ETHUSDT_1h --size "
        "equity:0.25 --set rsi.length=10",
        {"two strategies on two symbols, one clock, shared cash", "iki sembolde iki strateji, tek saat, ortak nakit"}},
    Example{
        "spark backtest run buyHold --dataset ds_binance_ETHUSDT_1h --size equity:1.0 --json",
        {"for scripts: one JSON document with its result hash", "betikler için: sonuç özetiyle tek bir JSON belgesi"}},
};
inline constexpr std::array<std::string_view, 3> backtest_run_see{"backtest show", "evidence verify", "data info"};

inline constexpr std::array backtest_scenarios_positionals{
    Positional{.name = "FILE",
               .what = {"Scenario file, TOML or JSON: data, strategies, costs, periods.",
                        "Senaryo dosyası, TOML ya da JSON: veri, strateji, maliyet, dönem."},
               .candidates = Candidates::file},
};
inline constexpr std::array backtest_scenarios_flags{
    Flag{.name = "csv",
         .value = "FILE",
         .what = {"Write the table there as CSV.", "Tabloyu oraya CSV olarak yaz."},
         .candidates = Candidates::file},
    Flag{.name = "out",
         .value = "DIR",
         .what = {"Folder that gets evidence/.", "evidence/ klasörünün konacağı yer."},
         .fallback = "--data-dir",
         .candidates = Candidates::directory},
};
inline constexpr std::array backtest_scenarios_examples{
    Example{"spark backtest scenarios crossings.toml --csv table.csv",
            {"every combination of the file's lists, one table, one evidence",
             "dosyadaki listelerin her bileşimi, tek tablo, tek kanıt"}},
};
inline constexpr std::array<std::string_view, 2> backtest_scenarios_see{"backtest run", "backtest compare"};

inline constexpr std::array backtest_ls_examples{
    Example{"spark backtest ls", {"all runs, newest last", "tüm çalışmalar, en yenisi sonda"}},
};
inline constexpr std::array<std::string_view, 2> backtest_ls_see{"backtest show", "backtest run"};

inline constexpr std::array backtest_show_positionals{
    Positional{
        .name = "RUN", .what = {"Run id, `bt_…`.", "Çalışma kimliği, `bt_…`."}, .candidates = Candidates::backtest},
};
inline constexpr std::array backtest_show_flags{
    Flag{.name = "html",
         .value = "FILE",
         .what = {"Write the whole report there: one HTML file that needs no server and no network.",
                  "Bütün raporu oraya yaz: sunucu ve ağ istemeyen tek bir HTML dosyası."},
         .candidates = Candidates::file},
    Flag{.name = "pdf",
         .value = "FILE",
         .what = {"Write the whole report there as PDF, A4; needs Pango and cairo installed.",
                  "Bütün raporu oraya PDF olarak yaz, A4; Pango ve cairo kurulu olmalı."},
         .candidates = Candidates::file},
};
inline constexpr std::array backtest_show_examples{
    Example{"spark backtest show bt_01K7QZ3V9N8W2X4Y6Z8A0B2C4D",
            {"the report again, from its evidence", "raporu kanıtından yeniden göster"}},
    Example{"spark backtest show bt_01K7QZ3V9N8W2X4Y6Z8A0B2C4D --html report.html --pdf report.pdf",
            {"with charts, to read, print and pass on", "grafiklerle; okumak, basmak ve paylaşmak için"}},
};
inline constexpr std::array<std::string_view, 2> backtest_show_see{"backtest compare", "evidence verify"};

inline constexpr std::array backtest_compare_positionals{
    Positional{.name = "RUN",
               .what = {"Two to six run ids; the first is what the others are measured against.",
                        "İki ile altı arası çalışma kimliği; ötekiler ilkiyle karşılaştırılır."},
               .repeatable = true,
               .candidates = Candidates::backtest},
};
inline constexpr std::array backtest_compare_examples{
    Example{
        "spark backtest compare bt_01K7QZ3V9N8W2X4Y6Z8A0B2C4D bt_01K7QZ4A6P0X5Y7Z9B1C3D5E7F",
        {"what differs in the inputs, then the figures side by side", "girdilerde ne farklı, sonra sayılar yan yana"}},
};
inline constexpr std::array<std::string_view, 2> backtest_compare_see{"backtest ls", "backtest show"};

inline constexpr std::array evidence_ls_examples{
    Example{"spark evidence ls", {"everything that was run and kept", "çalıştırılmış ve saklanmış her şey"}},
};
inline constexpr std::array<std::string_view, 2> evidence_ls_see{"evidence show", "evidence verify"};

inline constexpr std::array evidence_show_positionals{
    Positional{.name = "ID", .what = {"Evidence id.", "Kanıt kimliği."}, .candidates = Candidates::evidence},
};
inline constexpr std::array evidence_show_examples{
    Example{"spark evidence show bt_01K7QZ3V9N8W2X4Y6Z8A0B2C4D",
            {"manifest: files, hashes, the command that repeats it", "bildirge: dosyalar, özetler, yineleyen komut"}},
};
inline constexpr std::array<std::string_view, 1> evidence_show_see{"evidence verify"};

inline constexpr std::array evidence_verify_positionals{
    Positional{.name = "ID|PATH",
               .what = {"Evidence id, or a manifest or folder of evidence.",
                        "Kanıt kimliği ya da kanıt bildirgesi veya klasörü."},
               .candidates = Candidates::evidence},
};
inline constexpr std::array evidence_verify_flags{
    Flag{.name = "offline",
         .what = {"Only the files of the evidence; data sets are not looked for.",
                  "Yalnızca kanıtın dosyaları; veri kümelerine bakılmaz."}},
};
inline constexpr std::array evidence_verify_examples{
    Example{"spark evidence verify bt_01K7QZ3V9N8W2X4Y6Z8A0B2C4D",
            {"exit 0, or 7 and the first bad file", "0 ile çıkar; bozuksa 7 ve ilk bozuk dosya"}},
    Example{"spark evidence verify ./copy/backtest/bt_01K7QZ3V9N8W2X4Y6Z8A0B2C4D.json --offline",
            {"a copy that came from somewhere else", "başka bir yerden gelen bir kopya"}},
};
inline constexpr std::array<std::string_view, 1> evidence_verify_see{"evidence show"};

inline constexpr std::array research_verb_rows{
    Verb{.path = "backtest run",
         .purpose = {"Run a strategy on a data set", "Bir stratejiyi veri kümesinde çalıştır"},
         .more = {"Signals are computed on closed bars and filled at the next bar's open. Money is exact "
                  "decimal arithmetic. "
                  "Evidence is written with a result hash: same inputs, same hash, on any machine.",
                  "Sinyaller kapanan barda hesaplanır, sonraki barın açılışında gerçekleşir. Para "
                  "hesabı birebir "
                  "ondalıktır. Kanıt, sonuç özetiyle yazılır: aynı girdi, her makinede aynı özet."},
         .positionals = backtest_run_positionals,
         .flags = backtest_run_flags,
         .examples = backtest_run_examples,
         .see_also = backtest_run_see},
    Verb{.path = "backtest scenarios",
         .purpose = {"Run every combination of a scenario file", "Bir senaryo dosyasının her bileşimini çalıştır"},
         .more = {"Data sets × strategies × cost models × periods. A combination that cannot run says why in its row; "
                  "the exit code is then 7.",
                  "Veri kümeleri × stratejiler × maliyetler × dönemler. Çalışamayan bir bileşim nedenini satırında "
                  "söyler; çıkış kodu o zaman 7 olur."},
         .positionals = backtest_scenarios_positionals,
         .flags = backtest_scenarios_flags,
         .examples = backtest_scenarios_examples,
         .see_also = backtest_scenarios_see},
    Verb{.path = "backtest ls",
         .purpose = {"List backtests", "Geriye dönük testleri listele"},
         .examples = backtest_ls_examples,
         .see_also = backtest_ls_see},
    Verb{.path = "backtest show",
         .purpose = {"Show a backtest's report", "Bir geriye dönük testin raporunu göster"},
         .positionals = backtest_show_positionals,
         .flags = backtest_show_flags,
         .examples = backtest_show_examples,
         .see_also = backtest_show_see},
    Verb{
        .path = "backtest compare",
        .purpose = {"Compare backtests", "Geriye dönük testleri karşılaştır"},
        .more = {"Inputs that differ come first, with a warning where data sets or periods differ. Trades are the same "
                 "when time, side and price of their entry are.",
                 "Önce farklı girdiler gelir; veri kümeleri ya da dönemler farklıysa uyarı verilir. Girişinin zamanı, "
                 "yönü ve fiyatı aynı olan işlemler aynı sayılır."},
        .positionals = backtest_compare_positionals,
        .examples = backtest_compare_examples,
        .see_also = backtest_compare_see},
    Verb{.path = "evidence ls",
         .purpose = {"List evidence", "Kanıtları listele"},
         .examples = evidence_ls_examples,
         .see_also = evidence_ls_see},
    Verb{.path = "evidence show",
         .purpose = {"Show an evidence manifest", "Bir kanıt bildirgesini göster"},
         .positionals = evidence_show_positionals,
         .examples = evidence_show_examples,
         .see_also = evidence_show_see},
    Verb{.path = "evidence verify",
         .purpose = {"Check evidence against its hashes", "Kanıtı özetleriyle denetle"},
         .positionals = evidence_verify_positionals,
         .flags = evidence_verify_flags,
         .examples = evidence_verify_examples,
         .see_also = evidence_verify_see},
};

}  // namespace spark::cli::detail
