#pragma once

#include "app/cli/message.hpp"

/// What coordinator and worker tell their operators, in both languages.
namespace spark::workers::messages {

using cli::Message;

inline constexpr Message server_gone{"the NATS server is gone; waiting for it, nothing is lost",
                                     "NATS sunucusu gitti; bekleniyor, hiçbir şey kaybolmadı"};
inline constexpr Message server_back{"the NATS server is back", "NATS sunucusu geri geldi"};
inline constexpr Message queues_lost{
    "the NATS server has lost its queues; they are made anew, and what is not answered is given out again",
    "NATS sunucusu kuyruklarını kaybetti; yeniden kuruluyor, yanıtlanmayanlar yeniden dağıtılıyor"};
inline constexpr Message not_given_out{"a block could not be given out and is kept here: {0}",
                                       "bir blok dağıtılamadı ve burada tutuluyor: {0}"};
inline constexpr Message worker_not_believed{"a worker is not believed: {0}", "bir işçiye inanılmadı: {0}"};
inline constexpr Message worker_of_other_build{"worker {0} is of build {1}, this is {2}: it gets no work",
                                               "{0} işçisi {1} derlemesinden, burası {2}: ona iş verilmiyor"};
inline constexpr Message worker_says{"worker {0} says: {1}", "{0} işçisi diyor ki: {1}"};
inline constexpr Message result_not_believed{"a result is not believed: {0}", "bir sonuca inanılmadı: {0}"};
inline constexpr Message result_of_other_build{
    "worker {0} answers with build {1}, this is {2}: its results are not taken",
    "{0} işçisi {1} derlemesiyle yanıt veriyor, burası {2}: sonuçları alınmıyor"};
inline constexpr Message worker_banned{
    "worker {0} gave a wrong result of set {1}: it is banned, and its sets are run again",
    "{0} işçisi {1} numaralı küme için yanlış sonuç verdi: dışlandı, kümeleri yeniden çalıştırılıyor"};
inline constexpr Message fleet_summary{
    "workers: {0} blocks, {1} given out again, {2} run here, {3} answered twice, {4} sets checked, {5} messages "
    "refused",
    "işçiler: {0} blok, {1} yeniden dağıtıldı, {2} burada çalıştı, {3} iki kez yanıtlandı, {4} küme denetlendi, "
    "{5} ileti reddedildi"};

inline constexpr Message is_banned{"worker {0} is banned", "{0} işçisi dışlanmış"};
inline constexpr Message block_unknown{"block {0} was never given out", "{0} numaralı blok hiç dağıtılmadı"};
inline constexpr Message block_not_run{"worker {0} cannot run block {1}: {2}",
                                       "{0} işçisi {1} numaralı bloğu çalıştıramıyor: {2}"};
inline constexpr Message block_of_other_sets{"worker {0} answered block {1} with other sets",
                                             "{0} işçisi {1} numaralı bloğu başka kümelerle yanıtladı"};

inline constexpr Message worker_ready{"worker {0} is ready, build {1}", "{0} işçisi hazır, derleme {1}"};
inline constexpr Message worker_done{"worker {0}: {1} sets in {2} blocks of {3} jobs",
                                     "{0} işçisi: {3} işin {2} bloğunda {1} küme"};
inline constexpr Message works_for{"works for {0}", "{0} için çalışıyor"};
inline constexpr Message cannot_work_for{"cannot work for {0}: {1}", "{0} için çalışamıyor: {1}"};
inline constexpr Message call_not_believed{"a call is not believed: {0}", "bir çağrıya inanılmadı: {0}"};
inline constexpr Message coordinator_of_other_build{
    "the coordinator of {0} is of build {1}, this worker of {2}: no work is taken from it",
    "{0} koordinatörü {1} derlemesinden, bu işçi {2}: ondan iş alınmıyor"};
inline constexpr Message lease_not_believed{"a lease is not believed: {0}", "bir göreve inanılmadı: {0}"};
inline constexpr Message result_not_sent{"a result could not be sent, and is sent again: {0}",
                                         "bir sonuç gönderilemedi, yeniden gönderiliyor: {0}"};
inline constexpr Message cache_not_trimmed{"the files of earlier jobs could not be cleared: {0}",
                                           "eski işlerin dosyaları silinemedi: {0}"};

}  // namespace spark::workers::messages
