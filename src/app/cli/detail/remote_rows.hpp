#pragma once

#include <array>

#include "app/cli/verbs.hpp"

namespace spark::cli::detail {

inline constexpr std::array<std::string_view, 5> api_methods{"GET", "POST", "PUT", "PATCH", "DELETE"};
inline constexpr std::array api_positionals{
    Positional{.name = "METHOD", .what = {"What to do.", "Ne yapılacağı."}, .choices = api_methods},
    Positional{.name = "PATH", .what = {"Address on the server, /api/v1/jobs.", "Sunucudaki adres, /api/v1/jobs."}},
};
inline constexpr std::array api_flags{
    Flag{.name = "data",
         .letter = 'd',
         .value = "JSON",
         .what = {"Body; @FILE reads it from a file, - from standard input.",
                  "Gövde; @DOSYA bir dosyadan, - standart girdiden okur."}},
    Flag{.name = "header",
         .value = "NAME:VALUE",
         .what = {"A further header; may be repeated.", "Bir başlık daha; yinelenebilir."},
         .repeatable = true},
    Flag{.name = "include",
         .letter = 'i',
         .what = {"Print status and headers before the body.", "Gövdeden önce durumu ve başlıkları yaz."}},
};
inline constexpr std::array api_examples{
    Example{"spark api GET /api/v1/status", {"of http://127.0.0.1:4010", "http://127.0.0.1:4010 sunucusundan"}},
    Example{
        "spark api POST /api/backtest/start -d "
        "'{\"pair\":\"ETHUSDT\",\"timeframe\":\"1h\",\"strategy\":\"smaCross\",\"params\":{\"fast\":9,\"slow\":21}}'",
        {"any route of docs/reference/api.md", "docs/reference/api.md içindeki her adres"}},
};
inline constexpr std::array<std::string_view, 2> api_see{"status", "login"};

inline constexpr std::array login_flags{
    Flag{.name = "name",
         .value = "NAME",
         .what = {"Who signs in; asked for without it.", "Giriş yapacak kişi; verilmezse sorulur."}},
    Flag{.name = "password-stdin",
         .what = {"Read the password from standard input, one line.", "Parolayı standart girdiden, tek satır oku."}},
    Flag{.name = "code",
         .value = "CODE",
         .what = {"Six digits of the second factor, where there is one.", "Varsa ikinci adımın altı rakamı."}},
};
inline constexpr std::array login_examples{
    Example{"spark login --name admin --server http://127.0.0.1:4010",
            {"asks for the password; keeps an API key of 30 days, never the password",
             "parolayı sorar; 30 günlük bir API anahtarı saklar, parolayı asla"}},
    Example{"spark login --name admin --password-stdin < password.txt", {"for scripts", "betikler için"}},
};
inline constexpr std::array<std::string_view, 2> login_see{"logout", "whoami"};
inline constexpr std::array logout_examples{
    Example{"spark logout", {"revokes this machine's key and forgets it", "bu makinenin anahtarını iptal edip unutur"}},
};
inline constexpr std::array<std::string_view, 1> logout_see{"login"};
inline constexpr std::array whoami_examples{
    Example{"spark whoami",
            {"user, roles and rights, as the server sees them", "sunucunun gördüğü kullanıcı ve yetkiler"}},
};
inline constexpr std::array<std::string_view, 1> whoami_see{"login"};

inline constexpr std::array status_examples{
    Example{"spark status", {"of http://127.0.0.1:4010", "http://127.0.0.1:4010 sunucusunun"}},
    Example{"spark status --server https://spark.example.org --json",
            {"for monitoring; exit 7 when it is not ready", "izleme için; hazır değilse 7 ile çıkar"}},
};
inline constexpr std::array<std::string_view, 2> status_see{"metrics", "jobs ls"};
inline constexpr std::array metrics_examples{
    Example{"spark metrics | grep bt_",
            {"a server's figures as Prometheus text", "sunucunun ölçümleri, Prometheus metni"}},
};
inline constexpr std::array<std::string_view, 1> metrics_see{"status"};

inline constexpr std::array one_job{
    Positional{.name = "ID", .what = {"Job id, `job_…`.", "İş kimliği, `job_…`."}},
};
inline constexpr std::array<std::string_view, 6> job_states{"queued", "running",  "succeeded",
                                                            "failed", "canceled", "interrupted"};
inline constexpr std::array jobs_ls_flags{
    Flag{.name = "state",
         .value = "STATE",
         .what = {"Only in this state.", "Yalnızca bu durumdakiler."},
         .choices = job_states},
    Flag{.name = "limit", .value = "COUNT", .what = {"Newest so many.", "En yeni bu kadarı."}, .fallback = "50"},
};
inline constexpr std::array jobs_ls_examples{
    Example{"spark jobs", {"newest first; an admin's are everybody's", "en yenisi önce; yönetici herkesinkini görür"}},
    Example{"spark jobs ls --state running", {"what is at work", "çalışmakta olanlar"}},
};
inline constexpr std::array<std::string_view, 2> jobs_ls_see{"jobs show", "jobs wait"};
inline constexpr std::array jobs_show_examples{
    Example{"spark jobs show job_01K7QZ3V9N8W2X4Y6Z8A0B2C4D", {"how far it is", "ne kadar ilerlediği"}},
};
inline constexpr std::array<std::string_view, 2> jobs_show_see{"jobs log", "jobs wait"};
inline constexpr std::array jobs_log_flags{
    Flag{.name = "follow",
         .what = {"Go on until the job is over, or Ctrl-C.", "İş bitene ya da Ctrl-C'ye dek sürdür."}},
};
inline constexpr std::array jobs_log_examples{
    Example{"spark jobs log job_01K7QZ3V9N8W2X4Y6Z8A0B2C4D --follow", {"as it comes", "geldikçe"}},
};
inline constexpr std::array<std::string_view, 1> jobs_log_see{"jobs show"};
inline constexpr std::array jobs_cancel_examples{
    Example{"spark jobs cancel job_01K7QZ3V9N8W2X4Y6Z8A0B2C4D", {"may be repeated", "yinelenebilir"}},
};
inline constexpr std::array<std::string_view, 1> jobs_cancel_see{"jobs ls"};
inline constexpr std::array jobs_wait_examples{
    Example{"spark jobs wait job_01K7QZ3V9N8W2X4Y6Z8A0B2C4D",
            {"exit 0, or the code of the job's failure", "0 ile, ya da işin hatasının koduyla çıkar"}},
};
inline constexpr std::array<std::string_view, 2> jobs_wait_see{"jobs show", "jobs log"};

inline constexpr std::array remote_verb_rows{
    Verb{.path = "login",
         .purpose = {"Sign in to a server", "Sunucuya giriş yap"},
         .more = {"Makes an API key named after this host, with your rights, for 30 days, and keeps it in "
                  "~/.config/spark/credentials.json, readable by you alone. The password is never kept.",
                  "Bu makinenin adıyla, sizin yetkilerinizle, 30 günlük bir API anahtarı üretir ve yalnızca sizin "
                  "okuyabildiğiniz ~/.config/spark/credentials.json içinde saklar. Parola hiç saklanmaz."},
         .flags = login_flags,
         .examples = login_examples,
         .see_also = login_see},
    Verb{.path = "logout",
         .purpose = {"Revoke this machine's key", "Bu makinenin anahtarını iptal et"},
         .examples = logout_examples,
         .see_also = logout_see},
    Verb{.path = "whoami",
         .purpose = {"Say who the server takes you for", "Sunucunun sizi kim saydığını söyle"},
         .examples = whoami_examples,
         .see_also = whoami_see},
    Verb{.path = "status",
         .purpose = {"Say how a server is", "Bir sunucunun durumunu söyle"},
         .examples = status_examples,
         .see_also = status_see},
    Verb{.path = "metrics",
         .purpose = {"Print a server's metrics", "Bir sunucunun ölçümlerini yaz"},
         .examples = metrics_examples,
         .see_also = metrics_see},
    Verb{.path = "jobs ls",
         .purpose = {"List a server's jobs", "Sunucunun işlerini listele"},
         .flags = jobs_ls_flags,
         .examples = jobs_ls_examples,
         .see_also = jobs_ls_see},
    Verb{.path = "jobs show",
         .purpose = {"Show a job", "Bir işi göster"},
         .positionals = one_job,
         .examples = jobs_show_examples,
         .see_also = jobs_show_see},
    Verb{.path = "jobs log",
         .purpose = {"Print what a job has said", "Bir işin söylediklerini yaz"},
         .positionals = one_job,
         .flags = jobs_log_flags,
         .examples = jobs_log_examples,
         .see_also = jobs_log_see},
    Verb{.path = "jobs cancel",
         .purpose = {"Cancel a job", "Bir işi iptal et"},
         .positionals = one_job,
         .examples = jobs_cancel_examples,
         .see_also = jobs_cancel_see},
    Verb{.path = "jobs wait",
         .purpose = {"Wait until a job is over", "Bir işin bitmesini bekle"},
         .more = {"Ctrl-C stops the waiting; the job goes on.", "Ctrl-C beklemeyi keser; iş sürer."},
         .positionals = one_job,
         .examples = jobs_wait_examples,
         .see_also = jobs_wait_see},
    Verb{
        .path = "api",
        .purpose = {"Call any route of a server", "Sunucunun herhangi bir adresini çağır"},
        .more = {"Prints the body as it came. Every call but GET carries an Idempotency-Key of its own unless --header "
                 "gives one; the exit code follows the status.",
                 "Gövdeyi geldiği gibi yazar. GET dışındaki her çağrı, --header vermedikçe kendi Idempotency-Key'ini "
                 "taşır; çıkış kodu yanıtın durumuna göredir."},
        .positionals = api_positionals,
        .flags = api_flags,
        .examples = api_examples,
        .see_also = api_see},
};

}  // namespace spark::cli::detail
