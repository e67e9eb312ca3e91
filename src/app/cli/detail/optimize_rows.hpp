#pragma once

#include <algorithm>
#include <array>

#include "app/cli/detail/research_rows.hpp"
#include "app/cli/detail/worker_rows.hpp"
#include "app/cli/verbs.hpp"

namespace spark::cli::detail {

inline constexpr std::array optimize_own_flags{
    Flag{.name = "param",
         .value = "NAME=RANGE",
         .what = {"A searched parameter: fast=5:50:5, fast=5:50, length=log:5:500:20, type=sma,ema, type=*.",
                  "Aranan bir parametre: fast=5:50:5, fast=5:50, length=log:5:500:20, type=sma,ema, type=*."},
         .required = true,
         .repeatable = true},
    Flag{.name = "where",
         .value = "EXPR",
         .what = {"Only sets that keep this, 'fast < slow and slow - fast >= 10'; may be repeated.",
                  "Yalnızca bunu sağlayan kümeler, 'fast < slow and slow - fast >= 10'; yinelenebilir."},
         .repeatable = true},
    Flag{.name = "objective",
         .value = "EXPR",
         .what = {"What is made as large as possible: a metric or an expression over metrics.",
                  "Olabildiğince büyütülen: bir ölçüt ya da ölçütler üzerine bir ifade."},
         .fallback = "net_pnl"},
    Flag{.name = "constraint",
         .value = "EXPR",
         .what = {"What a set keeps to be ranked, 'trades >= 30'; may be repeated.",
                  "Bir kümenin sıralanmak için sağladığı, 'trades >= 30'; yinelenebilir."},
         .repeatable = true},
    Flag{.name = "max-trials",
         .value = "COUNT",
         .what = {"Most sets that are run; random, tpe, cmaes and halving need it.",
                  "En çok çalıştırılan küme; random, tpe, cmaes ve halving bunu ister."}},
    Flag{.name = "max-time",
         .value = "TIME",
         .what = {"Ends the search after 90s, 10m, 2h; what is done by then counts.",
                  "Aramayı 90s, 10m, 2h sonra bitirir; o ana dek yapılan sayılır."}},
    Flag{.name = "seed",
         .value = "K",
         .what = {"Of everything random; the same seed gives the same sets.",
                  "Rastgele olan her şeyin tohumu; aynı tohum aynı kümeleri verir."},
         .fallback = "1"},
    Flag{.name = "batch",
         .value = "COUNT",
         .what = {"Sets tpe, cmaes and halving propose before they know the answers; changes which sets come.",
                  "tpe, cmaes ve halving'in yanıtları bilmeden önerdiği küme sayısı; gelen kümeleri değiştirir."},
         .fallback = "16, cmaes its population"},
    Flag{.name = "oos",
         .value = "PERCENT",
         .what = {"Share of the bars at the end that the search never sees, 30%; the finalists are run on it after.",
                  "Aramanın hiç görmediği sondaki bar payı, 30%; son adaylar sonra orada çalıştırılır."}},
    Flag{.name = "sealed",
         .what = {"Do not look at the bars of --oos; spark optimize look opens them.",
                  "--oos barlarına bakma; spark optimize look açar."}},
    Flag{.name = "walk-forward",
         .value = "WINDOWS",
         .what = {"Search again and again and test on what comes after: 6x30d, anchored:6x30d, rolling:6x30d/90d.",
                  "Tekrar tekrar ara, sonrasında sına: 6x30d, anchored:6x30d, rolling:6x30d/90d."}},
    Flag{.name = "purge",
         .value = "BARS",
         .what = {"Bars left out before each test window of --walk-forward.",
                  "--walk-forward sınama pencerelerinin önünde bırakılan barlar."},
         .fallback = "the warm-up"},
    Flag{.name = "embargo",
         .value = "BARS",
         .what = {"Bars left out after each test window.", "Sınama pencerelerinin ardında bırakılan barlar."},
         .fallback = "0"},
    Flag{.name = "finalists",
         .value = "COUNT",
         .what = {"Best sets that are looked at out of sample and assessed.",
                  "Örneklem dışında bakılan ve değerlendirilen en iyi kümeler."},
         .fallback = "20"},
    Flag{.name = "no-assessment",
         .what = {"Leave out the tests that tell luck from skill.", "Şansı beceriden ayıran sınamaları yapma."}},
    Flag{.name = "workers",
         .value = "COUNT",
         .what = {"Threads that run sets.", "Kümeleri çalıştıran iş parçacığı sayısı."},
         .fallback = "the cores"},
    Flag{.name = "heatmap",
         .value = "ascii|FILE.png",
         .what = {"Draw the objective over the first two parameters, here or into a picture.",
                  "Amacı ilk iki parametre üzerinde çiz: burada ya da bir resme."},
         .candidates = Candidates::file},
    Flag{.name = "top",
         .value = "ROWS",
         .what = {"Rows of the leaderboard that are printed.", "Sıralamadan yazılan satır sayısı."},
         .fallback = "10"},
    Flag{.name = "out",
         .value = "DIR",
         .what = {"Empty folder that gets leaderboard.csv, best.json, heatmap.json and the rest.",
                  "leaderboard.csv, best.json, heatmap.json ve ötekilerin konacağı boş klasör."},
         .fallback = "DATA_DIR/optimize/ID",
         .candidates = Candidates::directory},
};

/// Flags of `backtest run` that mean something else for a search, or nothing.
consteval bool is_for_one_run(const Flag& flag) {
    constexpr std::array<std::string_view, 5> names{"trades", "equity", "out", "band", "oos"};
    return std::ranges::count(names, flag.name) > 0;
}

consteval std::size_t run_flag_count() {
    return backtest_run_flags.size() -
           static_cast<std::size_t>(std::ranges::count_if(backtest_run_flags, is_for_one_run));
}

/// The search's own flags, then all of `backtest run` that fit.
consteval auto joined_optimize_flags() {
    std::array<Flag, optimize_own_flags.size() + nats_flags.size() + 1 + run_flag_count()> flags{};
    std::size_t end = 0;
    for (const Flag& flag : optimize_own_flags) flags[end++] = flag;
    for (const Flag& flag : nats_flags) flags[end++] = flag;
    flags[end++] = lease_flag;
    for (const Flag& flag : backtest_run_flags)
        if (!is_for_one_run(flag)) flags[end++] = flag;
    return flags;
}
inline constexpr auto optimize_flags = joined_optimize_flags();

inline constexpr std::array optimize_folder_positionals{
    Positional{.name = "ID|DIR",
               .what = {"Optimization id, `opt_…`, or its folder.", "Optimizasyon kimliği, `opt_…`, ya da klasörü."},
               .candidates = Candidates::optimization},
};
inline constexpr std::array optimize_show_flags{
    Flag{.name = "rank",
         .value = "RANK",
         .what = {"Print the spark backtest run line of the set with this rank.",
                  "Bu sıradaki kümenin spark backtest run satırını yaz."}},
    Flag{.name = "heatmap",
         .value = "ascii|FILE.png",
         .what = {"Draw the objective over the first two parameters, here or into a picture.",
                  "Amacı ilk iki parametre üzerinde çiz: burada ya da bir resme."},
         .candidates = Candidates::file},
    Flag{.name = "top",
         .value = "ROWS",
         .what = {"Rows of the leaderboard that are printed.", "Sıralamadan yazılan satır sayısı."},
         .fallback = "10"},
};
inline constexpr std::array optimize_resume_own_flags{
    Flag{.name = "workers",
         .value = "COUNT",
         .what = {"Threads that run sets.", "Kümeleri çalıştıran iş parçacığı sayısı."},
         .fallback = "the cores"},
    Flag{.name = "heatmap",
         .value = "ascii|FILE.png",
         .what = {"Draw the objective over the first two parameters, here or into a picture.",
                  "Amacı ilk iki parametre üzerinde çiz: burada ya da bir resme."},
         .candidates = Candidates::file},
    Flag{.name = "top",
         .value = "ROWS",
         .what = {"Rows of the leaderboard that are printed.", "Sıralamadan yazılan satır sayısı."},
         .fallback = "10"},
};
consteval auto joined_resume_flags() {
    std::array<Flag, optimize_resume_own_flags.size() + nats_flags.size() + 1> flags{};
    *std::ranges::copy(nats_flags, std::ranges::copy(optimize_resume_own_flags, flags.begin()).out).out = lease_flag;
    return flags;
}
inline constexpr auto optimize_resume_flags = joined_resume_flags();
inline constexpr std::array optimize_verify_flags{
    Flag{.name = "sample",
         .value = "COUNT",
         .what = {"Ranked sets, chosen at random, that are run again alone and compared.",
                  "Tek başına yeniden çalıştırılıp karşılaştırılan, rastgele seçilmiş sıralı kümeler."},
         .fallback = "10"},
    Flag{.name = "seed", .value = "K", .what = {"Chooses the sample.", "Örneği seçer."}, .fallback = "1"},
};

inline constexpr std::array optimize_grid_examples{
    Example{"spark optimize grid smaCross --dataset ds_binance_ETHUSDT_1h --param fast=5:50:5 --param slow=20:200:20 "
            "--where 'fast < slow' --objective net_pnl",
            {"every pair, exact, best first", "her çift, birebir, en iyisi önde"}},
    Example{
        "spark optimize grid rsi --dataset ds_binance_ETHUSDT_1h --param length=5:30 --param low=20:40:5 --objective "
        "sharpe --constraint 'trades >= 30' --oos 30%",
        {"by Sharpe, 30 trades at least, the last third kept apart", "Sharpe ile, en az 30 işlem, son üçte bir ayrı"}},
};
inline constexpr std::array optimize_random_examples{
    Example{"spark optimize random smaCross --dataset ds_binance_ETHUSDT_1h --param fast=5:100 --param slow=20:400 "
            "--where 'fast < slow' --max-trials 2000 --seed 7",
            {"2000 sets of a space too large to run whole", "bütünü çalıştırılamayan bir uzaydan 2000 küme"}},
};
inline constexpr std::array optimize_tpe_examples{
    Example{"spark optimize tpe smaCross --dataset ds_binance_ETHUSDT_1h --param fast=5:100 --param slow=20:400 "
            "--param sl_pct=0.5:5:0.5 --where 'fast < slow' --objective sharpe --max-trials 500 --seed 7",
            {"learns from the sets run so far where to look next", "çalışan kümelerden nereye bakacağını öğrenir"}},
};
inline constexpr std::array optimize_cmaes_examples{
    Example{"spark optimize cmaes rsi --dataset ds_binance_ETHUSDT_1h --param length=5:50 --param low=10:45 --param "
            "high=55:90 --objective sharpe --max-trials 800",
            {"for numbers with an order: a cloud that moves and narrows",
             "sıralı sayılar için: kayan ve daralan bir "
             "bulut"}},
};
inline constexpr std::array optimize_halving_examples{
    Example{"spark optimize halving smaCross --dataset ds_binance_ETHUSDT_1h --param fast=5:100 --param slow=20:400 "
            "--where 'fast < slow' --objective sharpe --max-trials 3000",
            {"many sets on few bars, the best third on three times as many",
             "az barda çok küme, en iyi üçte biri üç kat "
             "barda"}},
};
inline constexpr std::array optimize_resume_examples{
    Example{"spark optimize resume opt_01K7QZ3V9N8W2X4Y6Z8A0B2C4D",
            {"goes on exactly where it stood", "tam kaldığı yerden sürdürür"}},
};
inline constexpr std::array optimize_ls_examples{
    Example{"spark optimize ls", {"finished ones and those that can be resumed", "bitenler ve sürdürülebilecekler"}},
};
inline constexpr std::array optimize_show_examples{
    Example{"spark optimize show opt_01K7QZ3V9N8W2X4Y6Z8A0B2C4D --rank 3",
            {"the third set as a spark backtest run line", "üçüncü küme, spark backtest run satırı olarak"}},
};
inline constexpr std::array optimize_verify_examples{
    Example{"spark optimize verify opt_01K7QZ3V9N8W2X4Y6Z8A0B2C4D --sample 20",
            {"the files, and 20 sets run again alone", "dosyalar ve tek başına yeniden çalıştırılan 20 küme"}},
};
inline constexpr std::array optimize_look_examples{
    Example{"spark optimize look opt_01K7QZ3V9N8W2X4Y6Z8A0B2C4D",
            {"opens the sealed bars; every look is counted", "mühürlü barları açar; her bakış sayılır"}},
};
inline constexpr std::array optimize_cancel_examples{
    Example{"spark optimize cancel opt_01K7QZ3V9N8W2X4Y6Z8A0B2C4D",
            {"stops it on the server; what is done is kept", "sunucuda durdurur; biten saklanır"}},
};
inline constexpr std::array optimize_pause_examples{
    Example{"spark optimize pause opt_01K7QZ3V9N8W2X4Y6Z8A0B2C4D",
            {"gives its place back until spark optimize resume", "spark optimize resume'a dek yerini bırakır"}},
};
inline constexpr std::array<std::string_view, 4> optimize_see{"optimize resume", "optimize show", "optimize verify",
                                                              "backtest run"};
inline constexpr std::array<std::string_view, 2> optimize_resume_see{"optimize ls", "optimize show"};
inline constexpr std::array<std::string_view, 2> optimize_ls_see{"optimize show", "optimize resume"};
inline constexpr std::array<std::string_view, 2> optimize_show_see{"optimize verify", "backtest run"};
inline constexpr std::array<std::string_view, 2> optimize_verify_see{"optimize show", "evidence verify"};
inline constexpr std::array<std::string_view, 2> optimize_look_see{"optimize show", "optimize grid"};

inline constexpr Text optimize_more{
    "Every set has the very result it has alone (spark optimize verify checks). Finished sets are kept on disk at "
    "once: "
    "after Ctrl-C, kill -9 or a power cut spark optimize resume goes on. When it is done the best sets are looked at "
    "out "
    "of sample and the luck of having searched is weighed. All cost, size and period flags of spark backtest run work; "
    "--set fixes a parameter.",
    "Her kümenin sonucu tek başınakiyle birebir aynıdır (spark optimize verify denetler). Biten kümeler hemen diske "
    "yazılır: Ctrl-C, kill -9 ya da elektrik kesintisinden sonra spark optimize resume sürdürür. Bitince en iyi "
    "kümelere "
    "örneklem dışında bakılır ve aramış olmanın şansı tartılır. spark backtest run komutunun bütün maliyet, büyüklük "
    "ve "
    "dönem seçenekleri çalışır; --set bir parametreyi sabitler."};

/// One way to search.
consteval Verb optimize_method(std::string_view path, Text purpose, std::span<const Example> examples) {
    return Verb{.path = path,
                .purpose = purpose,
                .more = optimize_more,
                .positionals = backtest_run_positionals,
                .flags = optimize_flags,
                .examples = examples,
                .see_also = optimize_see};
}

inline constexpr std::array optimize_verb_rows{
    optimize_method("optimize grid", {"Run every set of a grid", "Bir ızgaranın her kümesini çalıştır"},
                    optimize_grid_examples),
    optimize_method("optimize random", {"Run sets drawn at random", "Rastgele çekilen kümeleri çalıştır"},
                    optimize_random_examples),
    optimize_method("optimize tpe",
                    {"Search with a tree of Parzen estimators", "Parzen kestiricileri ağacıyla (TPE) ara"},
                    optimize_tpe_examples),
    optimize_method("optimize cmaes",
                    {"Search with covariance matrix adaptation", "Kovaryans matrisi uyarlamasıyla ara"},
                    optimize_cmaes_examples),
    optimize_method("optimize halving", {"Search with successive halving", "Ardışık yarılamayla ara"},
                    optimize_halving_examples),
    Verb{
        .path = "optimize resume",
        .purpose = {"Go on with an optimization", "Bir optimizasyonu sürdür"},
        .more = {"No finished set is run again. Refused when the data set, the strategy or the program is another one.",
                 "Biten hiçbir küme yeniden çalıştırılmaz. Veri kümesi, strateji ya da program başkaysa reddedilir."},
        .positionals = optimize_folder_positionals,
        .flags = optimize_resume_flags,
        .examples = optimize_resume_examples,
        .see_also = optimize_resume_see},
    Verb{.path = "optimize ls",
         .purpose = {"List optimizations", "Optimizasyonları listele"},
         .examples = optimize_ls_examples,
         .see_also = optimize_ls_see},
    Verb{.path = "optimize show",
         .purpose = {"Show an optimization", "Bir optimizasyonu göster"},
         .positionals = optimize_folder_positionals,
         .flags = optimize_show_flags,
         .examples = optimize_show_examples,
         .see_also = optimize_show_see},
    Verb{.path = "optimize cancel",
         .purpose = {"Stop an optimization of a server", "Bir sunucudaki optimizasyonu durdur"},
         .more = {"Finished sets are kept; spark optimize resume goes on. One of this machine is stopped with Ctrl-C.",
                  "Biten kümeler saklanır; spark optimize resume sürdürür. Bu makinedeki Ctrl-C ile durdurulur."},
         .positionals = optimize_folder_positionals,
         .examples = optimize_cancel_examples,
         .see_also = optimize_resume_see},
    Verb{.path = "optimize pause",
         .purpose = {"Pause an optimization of a server", "Bir sunucudaki optimizasyonu duraklat"},
         .more = {"Its place goes to who waits, and it stays paused over a restart until it is resumed.",
                  "Yeri bekleyene geçer; sürdürülene dek, yeniden başlatmada da duraklatılmış kalır."},
         .positionals = optimize_folder_positionals,
         .examples = optimize_pause_examples,
         .see_also = optimize_resume_see},
    Verb{
        .path = "optimize verify",
        .purpose = {"Check an optimization's files and run sets again", "Dosyaları denetle, kümeleri yeniden çalıştır"},
        .more = {"Exit code 7 names the first file or set that differs.",
                 "Çıkış kodu 7 farklı olan ilk dosyayı ya da kümeyi söyler."},
        .positionals = optimize_folder_positionals,
        .flags = optimize_verify_flags,
        .examples = optimize_verify_examples,
        .see_also = optimize_verify_see},
    Verb{.path = "optimize look",
         .purpose = {"Look at the bars kept out of sample", "Örneklem dışında tutulan barlara bak"},
         .more = {"Every look makes the next verdict a little weaker: the number of looks is kept and counted in.",
                  "Her bakış sonraki yargıyı biraz zayıflatır: bakış sayısı saklanır ve hesaba katılır."},
         .positionals = optimize_folder_positionals,
         .examples = optimize_look_examples,
         .see_also = optimize_look_see},
};

}  // namespace spark::cli::detail
