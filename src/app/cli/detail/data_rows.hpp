#pragma once

#include <array>

#include "app/cli/verbs.hpp"

namespace spark::cli::detail {

inline constexpr std::array<std::string_view, 5> ingest_formats{"auto", "binance-klines", "ohlcv", "yahoo",
                                                                "investing-tr"};
inline constexpr std::array<std::string_view, 2> decimal_marks{"point", "comma"};
inline constexpr std::array<std::string_view, 1> export_formats{"csv"};

inline constexpr std::array one_data_set{
    Positional{.name = "DATASET",
               .what = {"Data set id, `ds_binance_BTCUSDT_1h@v1`; without @v the newest version.",
                        "Veri kümesi kimliği, `ds_binance_BTCUSDT_1h@v1`; @v yoksa en yeni sürüm."},
               .candidates = Candidates::dataset},
};

inline constexpr std::array ingest_csv_positionals{
    Positional{.name = "FILE",
               .what = {"Candle files, plain or gzip; several become one data set.",
                        "Düz ya da gzip mum dosyaları; birden çoğu tek veri kümesi olur."},
               .repeatable = true,
               .candidates = Candidates::file},
};
inline constexpr std::array ingest_csv_flags{
    Flag{.name = "venue", .value = "VENUE", .what = {"Where it was traded.", "İşlem gördüğü yer."}, .required = true},
    Flag{.name = "symbol",
         .value = "SYMBOL",
         .what = {"Symbol as the venue writes it.", "Borsanın yazdığı biçimde sembol."},
         .required = true},
    Flag{.name = "timeframe",
         .value = "TF",
         .what = {"Length of a bar: 1m, 15m, 1h, 1d.", "Bir barın uzunluğu: 1m, 15m, 1h, 1d."},
         .required = true},
    Flag{.name = "format",
         .value = "FORMAT",
         .what = {"What wrote the files.", "Dosyaların biçimi."},
         .fallback = "auto",
         .choices = ingest_formats},
    Flag{.name = "map",
         .value = "COLUMN=NAME,…",
         .what = {"Which columns of the file are time, open, high, low, close, volume, where they have other names.",
                  "Adları başkaysa dosyanın hangi sütunları time, open, high, low, close, volume."}},
    Flag{.name = "decimal",
         .value = "MARK",
         .what = {"Decimal mark of the numbers.", "Sayıların ondalık işareti."},
         .fallback = "point",
         .choices = decimal_marks},
    Flag{.name = "delimiter",
         .value = "SIGN",
         .what = {"What parts the columns: , ; | or tab.", "Sütunları ayıran: , ; | ya da tab."},
         .fallback = ","},
    Flag{.name = "tz",
         .value = "ZONE",
         .what = {"Zone of times without one: UTC, +03:00, Europe/Istanbul.",
                  "Dilimi yazılmamış zamanların dilimi: UTC, +03:00, Europe/Istanbul."},
         .fallback = "UTC"},
    Flag{.name = "calendar",
         .value = "NAME",
         .what = {"Trading calendar that gaps are counted by; else bist for the venue bist, 24/7 for the others.",
                  "Boşlukların sayıldığı işlem takvimi; yoksa bist için bist, ötekiler için 24/7."},
         .candidates = Candidates::calendar},
    Flag{.name = "strict",
         .what = {"Exit 7 when the quality report is not clean.", "Kalite raporu temiz değilse 7 ile çık."}},
};
inline constexpr std::array ingest_csv_examples{
    Example{"spark ingest csv BTCUSDT-1h-2024-*.csv.gz --venue binance --symbol BTCUSDT --timeframe 1h",
            {"a year of Binance klines becomes one data set", "bir yıllık Binance mumları tek veri kümesi olur"}},
    Example{"spark ingest csv THYAO.csv --venue bist --symbol THYAO --timeframe 1d --format investing-tr",
            {"Turkish numbers and dates, gaps by the BIST calendar",
             "Türkçe sayı ve tarihler, BIST takvimine göre boşluklar"}},
    Example{"spark ingest csv FILE.csv --symbol THYAO --venue bist --timeframe 1d --map 'time=Tarih,close=Kapanış' "
            "--decimal comma --delimiter ';'",
            {"columns of other names, a decimal comma", "başka adlı sütunlar, ondalık virgül"}},
    Example{"spark ingest csv eth.csv --venue binance --symbol ETHUSDT --timeframe 1h --strict --json",
            {"for scripts: exit 7 when anything is odd", "betikler için: tuhaf bir şey varsa 7 ile çıkar"}},
};
inline constexpr std::array<std::string_view, 3> ingest_csv_see{"data info", "data verify", "backtest run"};

inline constexpr std::array data_ls_examples{
    Example{"spark data ls", {"all data sets, newest version last", "tüm veri kümeleri, en yeni sürüm sonda"}},
    Example{"spark data ls --plain | cut -f1", {"just the ids", "yalnızca kimlikler"}},
};
inline constexpr std::array<std::string_view, 2> data_ls_see{"data info", "ingest csv"};

inline constexpr std::array data_info_examples{
    Example{"spark data info ds_binance_BTCUSDT_1h@v1",
            {"range, quality report and lineage", "aralık, kalite raporu ve kökeni"}},
};
inline constexpr std::array<std::string_view, 2> data_info_see{"data verify", "data repair"};

inline constexpr std::array data_verify_examples{
    Example{
        "spark data verify ds_binance_BTCUSDT_1h@v1",
        {"every byte against its checksum; exit 7 on a difference", "her bayt sağlamasıyla; fark varsa 7 ile çıkar"}},
};
inline constexpr std::array<std::string_view, 1> data_verify_see{"data info"};

inline constexpr std::array data_resample_flags{
    Flag{.name = "to", .value = "TF", .what = {"The coarser timeframe.", "Daha kaba zaman dilimi."}, .required = true},
};
inline constexpr std::array data_resample_examples{
    Example{"spark data resample ds_binance_BTCUSDT_1m --to 4h",
            {"four-hour bars, exact, as a data set of their own",
             "dört saatlik barlar, birebir, ayrı bir veri kümesi olarak"}},
};
inline constexpr std::array<std::string_view, 2> data_resample_see{"data info", "data export"};

inline constexpr std::array data_repair_flags{
    Flag{.name = "rule",
         .value = "RULE",
         .what = {"Named repair; may be repeated, applied in this order.",
                  "Adı olan onarım; yinelenebilir, bu sırayla uygulanır."},
         .required = true,
         .repeatable = true,
         .candidates = Candidates::repair_rule},
};
inline constexpr std::array data_repair_examples{
    Example{"spark data repair ds_bist_THYAO_1d@v1 --rule drop-zero-volume",
            {"a new version that says what was changed", "neyin değiştiğini söyleyen yeni bir sürüm"}},
};
inline constexpr std::array<std::string_view, 2> data_repair_see{"data info", "data verify"};

inline constexpr std::array data_export_flags{
    Flag{.name = "format",
         .value = "FORMAT",
         .what = {"File format.", "Dosya biçimi."},
         .fallback = "csv",
         .choices = export_formats},
    Flag{.name = "out",
         .value = "FILE",
         .what = {"Where to; - is standard output.", "Nereye; - standart çıktıdır."},
         .required = true,
         .candidates = Candidates::file},
};
inline constexpr std::array data_export_examples{
    Example{"spark data export ds_binance_BTCUSDT_1h --format csv --out btc.csv",
            {"open_time_ms,open,high,low,close,volume; decimals exact",
             "open_time_ms,open,high,low,close,volume; ondalıklar birebir"}},
    Example{"spark data export ds_binance_BTCUSDT_1h --out - | head", {"the first rows", "ilk satırlar"}},
};
inline constexpr std::array<std::string_view, 1> data_export_see{"data info"};

inline constexpr std::array data_synth_flags{
    Flag{.name = "symbol", .value = "SYMBOL", .what = {"What to call it.", "Adı ne olsun."}, .required = true},
    Flag{.name = "timeframe", .value = "TF", .what = {"Length of a bar.", "Bir barın uzunluğu."}, .required = true},
    Flag{.name = "bars", .value = "N", .what = {"How many bars.", "Kaç bar."}, .required = true},
    Flag{.name = "seed",
         .value = "K",
         .what = {"Same seed, same candles, on every machine.", "Aynı tohum, her makinede aynı mumlar."},
         .required = true},
};
inline constexpr std::array data_synth_examples{
    Example{"spark data synth --symbol BTCUSDT --timeframe 1h --bars 10000 --seed 7",
            {"a market to try things on; marked SYNTHETIC for ever",
             "deneme için bir piyasa; hep SYNTHETIC diye işaretli kalır"}},
};
inline constexpr std::array<std::string_view, 2> data_synth_see{"data info", "backtest run"};

inline constexpr std::array one_version{
    Positional{.name = "DATASET",
               .what = {"Data set id with its version, `ds_binance_BTCUSDT_1h@v1`.",
                        "Sürümüyle veri kümesi kimliği, `ds_binance_BTCUSDT_1h@v1`."},
               .candidates = Candidates::dataset},
};
inline constexpr std::array data_rm_examples{
    Example{
        "spark data rm ds_binance_BTCUSDT_1h@v1",
        {"one version goes to the trash, from where it can come back", "bir sürüm çöp kutusuna gider, geri gelebilir"}},
};
inline constexpr std::array<std::string_view, 1> data_rm_see{"data trash"};
inline constexpr std::array data_trash_positionals{
    Positional{.name = "ACTION", .what = {"ls, restore or empty.", "ls, restore ya da empty."}},
    Positional{.name = "DATASET",
               .what = {"Which one; needed by restore, without it empty means all.",
                        "Hangisi; restore için gerekir, empty onsuz hepsi demektir."},
               .required = false},
};
inline constexpr std::array data_trash_examples{
    Example{"spark data trash ls", {"what lies in the trash", "çöp kutusunda ne var"}},
    Example{"spark data trash restore ds_binance_BTCUSDT_1h@v1", {"back to where it was", "eski yerine"}},
    Example{"spark data trash empty --yes", {"all of it, for good", "hepsini, kalıcı olarak"}},
};
inline constexpr std::array<std::string_view, 2> data_trash_see{"data rm", "data ls"};

inline constexpr std::array data_verb_rows{
    Verb{.path = "ingest csv",
         .purpose = {"Candle files to a verified data set", "Mum dosyalarından doğrulanmış veri kümesi"},
         .more = {"Reads candles, checks every row, writes an immutable data set with its quality report. The same "
                  "rows again give the "
                  "same version; other rows give the next. A malformed row refuses the file with its line number and "
                  "writes nothing.",
                  "Mumları okur, her satırı denetler, kalite raporuyla birlikte değişmez bir veri kümesi yazar. Aynı "
                  "satırlar aynı sürümü, "
                  "başka satırlar sonraki sürümü verir. Bozuk bir satır, satır numarasıyla reddedilir ve hiçbir şey "
                  "yazılmaz."},
         .positionals = ingest_csv_positionals,
         .flags = ingest_csv_flags,
         .examples = ingest_csv_examples,
         .see_also = ingest_csv_see},
    Verb{.path = "data ls",
         .purpose = {"List data sets", "Veri kümelerini listele"},
         .examples = data_ls_examples,
         .see_also = data_ls_see},
    Verb{.path = "data info",
         .purpose = {"A data set's range, quality and lineage", "Bir veri kümesinin aralığı, kalitesi ve kökeni"},
         .positionals = one_data_set,
         .examples = data_info_examples,
         .see_also = data_info_see},
    Verb{.path = "data verify",
         .purpose = {"Check every byte of a data set", "Veri kümesinin her baytını denetle"},
         .positionals = one_data_set,
         .examples = data_verify_examples,
         .see_also = data_verify_see},
    Verb{.path = "data resample",
         .purpose = {"Make coarser bars, exactly", "Daha kaba barları birebir üret"},
         .positionals = one_data_set,
         .flags = data_resample_flags,
         .examples = data_resample_examples,
         .see_also = data_resample_see},
    Verb{.path = "data repair",
         .purpose = {"Apply a named repair as a new version", "Adı olan bir onarımı yeni sürüm olarak uygula"},
         .positionals = one_data_set,
         .flags = data_repair_flags,
         .examples = data_repair_examples,
         .see_also = data_repair_see},
    Verb{.path = "data export",
         .purpose = {"Write a data set as CSV", "Veri kümesini CSV olarak yaz"},
         .positionals = one_data_set,
         .flags = data_export_flags,
         .examples = data_export_examples,
         .see_also = data_export_see},
    Verb{.path = "data synth",
         .purpose = {"Generate a synthetic market", "Yapay bir piyasa üret"},
         .flags = data_synth_flags,
         .examples = data_synth_examples,
         .see_also = data_synth_see},
    Verb{.path = "data rm",
         .purpose = {"Throw a version away, into the trash", "Bir sürümü çöp kutusuna at"},
         .more = {"Says how many runs used it; their evidence keeps its name and SHA-256, and no later version gets "
                  "its number.",
                  "Kaç koşunun onu kullandığını söyler; kanıtları adını ve SHA-256'sını korur, numarası bir daha "
                  "verilmez."},
         .positionals = one_version,
         .examples = data_rm_examples,
         .see_also = data_rm_see},
    Verb{.path = "data trash",
         .purpose = {"List, restore or empty the trash", "Çöp kutusunu listele, geri al ya da boşalt"},
         .positionals = data_trash_positionals,
         .examples = data_trash_examples,
         .see_also = data_trash_see},
};

}  // namespace spark::cli::detail
