#pragma once

#include <array>

#include "app/cli/verbs.hpp"

namespace spark::cli::detail {

inline constexpr std::array<std::string_view, 1> environment_choices{"paper"};
inline constexpr std::array serve_flags{
    Flag{.name = "env",
         .value = "ENV",
         .what = {"Environment; paper is the only one there is.", "Ortam; şimdilik yalnızca paper var."},
         .fallback = "paper",
         .choices = environment_choices},
    Flag{.name = "role",
         .value = "ROLES",
         .what = {"Parts to start, with commas between: api, web, backtest, streams, all.",
                  "Başlatılacak parçalar, virgülle: api, web, backtest, streams, all."},
         .fallback = "all"},
    Flag{.name = "port",
         .value = "NAME=NUMBER",
         .what = {"Port of a part (api, executor, web, backtest, streams) or of all; 0 is a free one.",
                  "Bir parçanın (api, executor, web, backtest, streams) ya da hepsinin (all) kapısı; 0 boş bir kapı."},
         .repeatable = true},
};
inline constexpr std::array serve_examples{
    Example{"spark serve",
            {"on 127.0.0.1: web 3003, api 4010 and 4001, backtest 4501, streams 4601",
             "127.0.0.1 üzerinde: web 3003, api 4010 ve 4001, backtest 4501, streams 4601"}},
    Example{"spark serve --port all=0 --json",
            {"free ports, named in one line of JSON", "boş kapılar, tek satır JSON ile"}},
};
inline constexpr std::array<std::string_view, 2> serve_see{"backtest run", "doctor"};

inline constexpr std::array serve_verb_rows{
    Verb{.path = "serve",
         .purpose = {"Run the server (HTTP API, PAPER)", "Sunucuyu çalıştır (HTTP API, PAPER)"},
         .more =
             {"Listens on loopback only. The first start makes the x-admin-token that calls which change state need, "
              "prints it once on standard error and keeps its SHA-256 in the data folder; SPARK_ADMIN_TOKEN sets it "
              "instead. A data folder without data sets gets two synthetic ones, marked so. One server a data "
              "folder. SIGTERM and Ctrl-C: what is in flight is answered, then it ends with 0. The routes: "
              "docs/reference/api.md.",
              "Yalnızca bu makineden erişilir. İlk başlatma, durum değiştiren çağrıların istediği x-admin-token'ı "
              "üretir, standart hataya bir kez yazar ve veri klasöründe yalnızca SHA-256 özetini saklar; "
              "SPARK_ADMIN_TOKEN onu belirler. Veri kümesi olmayan klasöre, öyle işaretlenmiş iki sentetik küme "
              "konur. Bir veri klasöründe bir sunucu. SIGTERM ve Ctrl-C: başlamış istekler yanıtlanır, sonra 0 ile "
              "biter. Adresler: docs/reference/api.md."},
         .flags = serve_flags,
         .examples = serve_examples,
         .see_also = serve_see},
};

}  // namespace spark::cli::detail
