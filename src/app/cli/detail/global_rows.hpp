#pragma once

#include <array>

#include "app/cli/verbs.hpp"

namespace spark::cli::detail {

inline constexpr std::array<std::string_view, 5> progress_choices{"auto", "bar", "plain", "json", "none"};
inline constexpr std::array<std::string_view, 2> language_choices{"en", "tr"};

/// Flags every verb takes, anywhere on the line.
inline constexpr std::array global_flag_rows{
    Flag{.name = "help", .letter = 'h', .what = {"Show help, examples first.", "Yardımı göster; önce örnekler."}},
    Flag{.name = "version", .letter = 'V', .what = {"Show the version.", "Sürümü göster."}},
    Flag{.name = "json",
         .what = {"Print one JSON document on standard output and nothing else there.",
                  "Standart çıktıya yalnızca bir JSON belgesi yaz."}},
    Flag{.name = "plain",
         .what = {"Tables as tab-separated lines, numbers as in JSON, no drawing.",
                  "Tabloları sekmeyle ayrılmış satırlar olarak, sayıları JSON'daki gibi, çizimsiz yaz."}},
    Flag{.name = "quiet",
         .letter = 'q',
         .what = {"No progress and no notes; errors stay.", "İlerleme ve not yazma; hatalar kalır."}},
    Flag{.name = "verbose",
         .letter = 'v',
         .what = {"More messages; may be repeated.", "Daha çok ileti; yinelenebilir."},
         .repeatable = true},
    Flag{.name = "no-color", .what = {"No colour.", "Renk kullanma."}},
    Flag{.name = "progress",
         .value = "STYLE",
         .what = {"How progress is shown on standard error.", "İlerlemenin standart hatada nasıl gösterileceği."},
         .fallback = "auto",
         .choices = progress_choices},
    Flag{.name = "no-input", .what = {"Never ask; fail instead.", "Hiç sorma; gerekirse hata ver."}},
    Flag{.name = "yes", .letter = 'y', .what = {"Answer yes to questions.", "Sorulara evet de."}},
    Flag{.name = "lang",
         .value = "LANG",
         .what = {"Language of help and messages.", "Yardımın ve iletilerin dili."},
         .fallback = "en",
         .choices = language_choices},
    Flag{.name = "data-dir",
         .value = "DIR",
         .what = {"Folder of data sets and evidence.", "Veri kümelerinin ve kanıtların klasörü."},
         .fallback = "$SPARK_DATA_DIR, ./var",
         .candidates = Candidates::directory},
    Flag{.name = "metrics-file",
         .value = "FILE",
         .what = {"Write the run's metrics there as Prometheus text.",
                  "Çalışmanın ölçümlerini Prometheus metni olarak oraya yaz."},
         .candidates = Candidates::file},
    Flag{.name = "server",
         .value = "URL",
         .what = {"Work with this server instead of the data folder.", "Veri klasörü yerine bu sunucuyla çalış."},
         .fallback = "server.url"},
    Flag{
        .name = "api-key-file",
        .value = "FILE",
        .what = {"File with the API key for the server, mode 0600.", "Sunucu için API anahtarının dosyası, izni 0600."},
        .fallback = "server.api_key_file, that of spark login",
        .candidates = Candidates::file},
    Flag{.name = "timeout",
         .value = "TIME",
         .what = {"Longest wait for one answer of the server: 500ms, 30s, 2m.",
                  "Sunucudan bir yanıtın en uzun beklenmesi: 500ms, 30s, 2m."},
         .fallback = "server.timeout_ms, 30s"},
    Flag{.name = "local",
         .what = {"Work on the data folder, whatever server.url says.",
                  "server.url ne derse desin veri klasöründe çalış."}},
};

inline constexpr std::array group_rows{
    Group{.name = "ingest",
          .purpose = {"Read candle files of other programs", "Başka programların mum dosyalarını oku"}},
    Group{.name = "data",
          .purpose = {"Data sets: list, check, convert, make", "Veri kümeleri: listele, denetle, dönüştür, üret"}},
    Group{.name = "strategy",
          .purpose = {"Strategy documents: write, check, explain", "Strateji belgeleri: yaz, denetle, anlat"}},
    Group{.name = "backtest",
          .purpose = {"Run a strategy over history, exactly", "Bir stratejiyi geçmişte birebir çalıştır"}},
    Group{.name = "optimize",
          .purpose = {"Search parameters, and tell luck from skill", "Parametre ara; şansı beceriden ayır"}},
    Group{.name = "evidence",
          .purpose = {"What was run, on what, and the proof", "Ne, hangi veriyle çalıştırıldı ve kanıtı"}},
    Group{.name = "proposals", .purpose = {"What waits for somebody else to approve", "Başkasının onayını bekleyenler"}},
    Group{.name = "jobs",
          .purpose = {"What a server works at: watch, wait, cancel", "Sunucunun işleri: izle, bekle, iptal et"},
          .bare = "jobs ls"},
    Group{.name = "audit",
          .purpose = {"Who did what, and the proof nobody changed it", "Kim ne yaptı ve değiştirilmediğinin kanıtı"}},
    Group{.name = "config",
          .purpose = {"Settings and where they come from", "Ayarlar ve nereden geldikleri"},
          .bare = "config ls"},
};

inline constexpr std::array topic_rows{
    Topic{.name = "exit-codes", .title = {"Exit codes", "Çıkış kodları"}},
    Topic{
        .name = "json",
        .title = {"Machine output", "Makine çıktısı"},
        .body = {"With --json every verb prints exactly one JSON document on standard output; progress and messages go "
                 "to standard "
                 "error. Each document names its shape in \"schema\" (spark.backtest/1); keys are never renamed or "
                 "removed within a "
                 "number.\n\n"
                 "Money and quantities are decimal strings, exact. Statistics are numbers or null, never NaN. Times "
                 "are ISO 8601 in "
                 "UTC. No language touches it.\n\n"
                 "An error prints "
                 "{\"schema\":\"spark.error/1\",\"error\":{\"fault\",\"message\",\"place\",\"remedy\",\"exit_code\"}} "
                 "on standard output, and the text for people on standard error.",
                 "--json ile her komut standart çıktıya tam olarak bir JSON belgesi yazar; ilerleme ve iletiler "
                 "standart hataya gider. "
                 "Her belge biçimini \"schema\" alanında söyler (spark.backtest/1); bir numara içinde alanların adı "
                 "değişmez, alan "
                 "silinmez.\n\n"
                 "Para ve miktarlar birebir ondalık metindir. İstatistikler sayı ya da null olur, hiçbir zaman NaN "
                 "olmaz. Zamanlar "
                 "ISO 8601 ve UTC'dir. Dil seçimi bu çıktıyı değiştirmez.\n\n"
                 "Hata, standart çıktıya "
                 "{\"schema\":\"spark.error/1\",\"error\":{\"fault\",\"message\",\"place\",\"remedy\","
                 "\"exit_code\"}}, insanlar için metni de standart hataya yazar."}},
    Topic{.name = "env", .title = {"Environment variables", "Ortam değişkenleri"}},
    Topic{.name = "turkish",
          .title = {"Turkish and English", "Türkçe ve İngilizce"},
          .body =
              {"--lang tr, SPARK_UI_LANGUAGE=tr or the setting ui.language choose Turkish for help, messages and "
               "reports. "
               "Numbers are "
               "then written 1.234,56 and percentages %12,34 with the sign first.\n\n"
               "Names that programs read (verbs, flags, symbols, JSON keys, strategy parameters) are the same in "
               "both languages. "
               "Numbers on the command line are always written with a point: --cash 1000.50. CSV and JSON files "
               "have no language; "
               "`ingest csv --format investing-tr` reads Turkish numbers and dates.",
               "--lang tr, SPARK_UI_LANGUAGE=tr ya da ui.language ayarı yardım, ileti ve raporlar için Türkçeyi seçer. "
               "Sayılar o zaman "
               "1.234,56, yüzdeler işareti önde olmak üzere %12,34 diye yazılır.\n\n"
               "Programların okuduğu adlar (komutlar, seçenekler, semboller, JSON alanları, strateji "
               "parametreleri) iki dilde de "
               "aynıdır. Komut satırında sayılar hep noktayla yazılır: --cash 1000.50. CSV ve JSON dosyalarının "
               "dili yoktur; "
               "`ingest csv --format investing-tr` Türkçe sayı ve tarihleri okur."}},
};

}  // namespace spark::cli::detail
