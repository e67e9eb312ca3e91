#pragma once

#include <algorithm>
#include <array>

#include "app/cli/verbs.hpp"

namespace spark::cli::detail {

/// How a NATS server is reached: of `worker`, and of an optimization with workers on other machines.
inline constexpr std::array nats_flags{
    Flag{.name = "nats",
         .value = "URL",
         .what = {"NATS server between coordinator and workers: nats://host:4222, tls://host:4222.",
                  "Koordinatör ile işçiler arasındaki NATS sunucusu: nats://host:4222, tls://host:4222."}},
    Flag{.name = "user", .value = "NAME", .what = {"User at the NATS server.", "NATS sunucusundaki kullanıcı."}},
    Flag{.name = "password-file",
         .value = "FILE",
         .what = {"File with that user's password, mode 0600.", "O kullanıcının parolasının dosyası, izni 0600."},
         .candidates = Candidates::file},
    Flag{.name = "creds",
         .value = "FILE",
         .what = {"NATS credentials file, in place of user and password; mode 0600.",
                  "Kullanıcı ve parola yerine NATS kimlik dosyası; izni 0600."},
         .candidates = Candidates::file},
    Flag{.name = "tls-ca",
         .value = "FILE",
         .what = {"PEM file of the authority that signed the NATS server's certificate.",
                  "NATS sunucusunun sertifikasını imzalayan kurumun PEM dosyası."},
         .candidates = Candidates::file},
    Flag{.name = "key-file",
         .value = "FILE",
         .what = {"Secret shared by coordinator and workers that signs what they say, mode 0600.",
                  "Koordinatör ve işçilerin söylediklerini imzalayan ortak sır, izni 0600."},
         .candidates = Candidates::file},
};

/// Of the coordinator alone.
inline constexpr Flag lease_flag{
    .name = "lease-ms",
    .value = "MS",
    .what = {"How long a worker of --nats may be silent before its sets go to another one.",
             "Bir --nats işçisinin, kümeleri başkasına verilmeden ne kadar susabileceği."},
    .fallback = "10000"};

inline constexpr std::array worker_own_flags{
    Flag{.name = "threads",
         .value = "COUNT",
         .what = {"Threads that run sets.", "Kümeleri çalıştıran iş parçacığı sayısı."},
         .fallback = "the cores"},
    Flag{.name = "name",
         .value = "NAME",
         .what = {"Name told to coordinators; no two workers have the same.",
                  "Koordinatörlere söylenen ad; iki işçinin adı aynı olamaz."},
         .fallback = "host name and process id"},
};
consteval auto joined_worker_flags() {
    std::array<Flag, nats_flags.size() + worker_own_flags.size()> flags{};
    auto end = std::ranges::copy(nats_flags, flags.begin()).out;
    flags[0].required = true;
    std::ranges::copy(worker_own_flags, end);
    return flags;
}
inline constexpr auto worker_flags = joined_worker_flags();

inline constexpr std::array worker_examples{
    Example{"spark worker --nats nats://127.0.0.1:4222",
            {"works for every optimization that is run with the same --nats, until Ctrl-C",
             "aynı --nats ile çalıştırılan her optimizasyon için, Ctrl-C'ye dek çalışır"}},
    Example{
        "spark worker --nats tls://bus.example.org:4222 --user worker --password-file /etc/spark/worker.password "
        "--tls-ca /etc/spark/ca.pem --key-file /etc/spark/fleet.key",
        {"with TLS, an account of least rights and signed messages", "TLS, en az yetkili hesap ve imzalı iletilerle"}},
};
inline constexpr std::array<std::string_view, 2> worker_see{"optimize grid", "optimize resume"};

inline constexpr std::array worker_verb_rows{
    Verb{.path = "worker",
         .purpose = {"Run sets for optimizations on other machines", "Başka makinelerdeki optimizasyonlar için çalış"},
         .more = {"Pulls blocks of parameter sets from NATS JetStream, fetches the data sets they need once, by their "
                  "SHA-256, into the data folder, and sends back what came out. It needs no credentials of any store. "
                  "It works only for coordinators of the same build. Setting up: docs/how-to/add_workers.md.",
                  "NATS JetStream'den parametre kümesi öbekleri çeker, gereken veri kümelerini SHA-256 özetleriyle bir "
                  "kez veri klasörüne indirir ve sonuçları geri yollar. Hiçbir deponun kimlik bilgisini istemez. "
                  "Yalnızca aynı derlemeden koordinatörler için çalışır. Kurulum: docs/how-to/add_workers.md."},
         .flags = worker_flags,
         .examples = worker_examples,
         .see_also = worker_see},
};

}  // namespace spark::cli::detail
