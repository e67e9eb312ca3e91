#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "foundation/config/setting.hpp"

namespace spark::config {

/// THE list of settings. Environment variable, option text, help, `.env.example` and docs are made from it.
inline constexpr std::array settings{
    Setting{.name = "data.dir",
            .type = SettingType::text,
            .fallback = "./var",
            .least = 1,
            .most = 4'096,
            .what_en = "Folder of data sets, runs and evidence.",
            .what_tr = "Veri kümelerinin, çalıştırmaların ve kanıtların klasörü."},
    Setting{.name = "ui.language",
            .type = SettingType::choice,
            .fallback = "en",
            .choices = {"en", "tr"},
            .what_en = "Language of help, messages and reports for people.",
            .what_tr = "İnsanlar için yardımın, iletilerin ve raporların dili."},
    Setting{.name = "ui.color",
            .type = SettingType::choice,
            .fallback = "auto",
            .choices = {"auto", "always", "never"},
            .what_en = "Colour on the terminal; auto: only where output is a terminal and NO_COLOR is not set.",
            .what_tr = "Uçbirimde renk; auto: yalnızca çıktı bir uçbirimse ve NO_COLOR yoksa."},
    Setting{.name = "ui.progress",
            .type = SettingType::choice,
            .fallback = "auto",
            .choices = {"auto", "bar", "plain", "json", "none"},
            .what_en = "How progress is shown on standard error; auto: a bar on a terminal, otherwise nothing.",
            .what_tr = "İlerlemenin standart hatada nasıl gösterileceği; auto: uçbirimde çubuk, yoksa hiçbir şey."},
    Setting{.name = "ingest.line_bytes_max",
            .type = SettingType::integer,
            .unit = Unit::bytes,
            .fallback = "65536",
            .least = 256,
            .most = 16'777'216,
            .what_en = "Longest line a candle file may hold; a longer one is refused, not read into memory.",
            .what_tr = "Bir mum dosyasının en uzun satırı; daha uzunu belleğe alınmadan reddedilir."},
    Setting{.name = "ingest.gzip_output_bytes_max",
            .type = SettingType::integer,
            .unit = Unit::bytes,
            .fallback = "8589934592",
            .least = 1'048'576,
            .most = 1'099'511'627'776,
            .what_en = "Most bytes one compressed file may unpack to; protects against gzip bombs.",
            .what_tr = "Sıkıştırılmış bir dosyanın açılabileceği en çok bayt; gzip bombalarına karşı korur."},
    Setting{.name = "ingest.rows_max",
            .type = SettingType::integer,
            .unit = Unit::rows,
            .fallback = "200000000",
            .least = 1,
            .most = 2'000'000'000,
            .what_en = "Most rows of one ingest; bounds its memory.",
            .what_tr = "Bir içe aktarmanın en çok satırı; belleğini sınırlar."},
    Setting{.name = "store.lock_wait_ms",
            .type = SettingType::integer,
            .unit = Unit::ms,
            .fallback = "5000",
            .least = 0,
            .most = 600'000,
            .what_en = "How long to wait for a data folder that another process is writing to.",
            .what_tr = "Başka bir sürecin yazdığı veri klasörü için ne kadar bekleneceği."},
    Setting{.name = "store.url",
            .type = SettingType::text,
            .fallback = "",
            .least = 0,
            .most = 4'096,
            .secret = true,
            .what_en = "SQL store: sqlite:PATH or postgresql://user@host:port/name; empty: spark.db in data.dir.",
            .what_tr = "SQL deposu: sqlite:YOL veya postgresql://kullanıcı@sunucu:kapı/ad; boşsa data.dir içinde "
                       "spark.db."},
    Setting{.name = "backtest.cash",
            .type = SettingType::decimal,
            .fallback = "1000000",
            .least = 1,
            .most = std::numeric_limits<std::int64_t>::max(),
            .what_en = "Cash a backtest begins with, in quote currency.",
            .what_tr = "Geriye dönük testin başladığı nakit, karşıt para biriminde."},
    Setting{.name = "backtest.maker_bps",
            .type = SettingType::decimal,
            .unit = Unit::bps,
            .fallback = "10",
            .least = -100 * units_per_one,
            .most = 10'000 * units_per_one,
            .what_en = "Fee of fills that make (resting limit orders); a rebate is negative.",
            .what_tr = "Defterde bekleyen emirlerin (maker) komisyonu; geri ödeme eksidir."},
    Setting{.name = "backtest.taker_bps",
            .type = SettingType::decimal,
            .unit = Unit::bps,
            .fallback = "10",
            .least = -100 * units_per_one,
            .most = 10'000 * units_per_one,
            .what_en = "Fee of fills that take (market orders, stops).",
            .what_tr = "Piyasadan alan emirlerin (taker) komisyonu."},
    Setting{.name = "backtest.slippage_bps",
            .type = SettingType::decimal,
            .unit = Unit::bps,
            .fallback = "0",
            .least = 0,
            .most = 10'000 * units_per_one,
            .what_en = "How far the price of a taking fill moves against the trader.",
            .what_tr = "Piyasadan alan bir gerçekleşmede fiyatın aleyhe kayması."},
    Setting{.name = "server.local_read",
            .type = SettingType::flag,
            .fallback = "true",
            .what_en = "Whether who calls from this machine and names nobody may look; never so in LIVE.",
            .what_tr = "Bu makineden, kim olduğunu söylemeden çağıran bakabilir mi; LIVE ortamında asla."},
    Setting{.name = "server.has_proxy",
            .type = SettingType::flag,
            .fallback = "false",
            .what_en = "Whether a reverse proxy on this machine says in X-Forwarded-For whom it speaks for.",
            .what_tr = "Bu makinedeki bir ters vekil, kimin adına konuştuğunu X-Forwarded-For ile söylüyor mu."},
    Setting{
        .name = "server.tls_certificate",
        .type = SettingType::text,
        .fallback = "",
        .most = 4'096,
        .what_en = "File of the certificate chain (PEM) for TLS in the process; empty: none. SIGHUP reads it again.",
        .what_tr = "Süreç içi TLS için sertifika zinciri dosyası (PEM); boş: yok. SIGHUP yeniden okutur."},
    Setting{.name = "server.tls_key",
            .type = SettingType::text,
            .fallback = "",
            .most = 4'096,
            .what_en = "File of the certificate's private key (PEM), readable by its owner alone.",
            .what_tr = "Sertifikanın özel anahtar dosyası (PEM); yalnızca sahibi okuyabilmeli."},
    Setting{.name = "server.streams_per_user_max",
            .type = SettingType::integer,
            .fallback = "5",
            .least = 1,
            .most = 2'000,
            .what_en = "Event streams one user may have open at once.",
            .what_tr = "Bir kullanıcının aynı anda açık tutabileceği olay akışları."},
    Setting{.name = "market.synthetic",
            .type = SettingType::flag,
            .fallback = "true",
            .what_en = "Whether spark serve runs its SYNTHETIC live market; only in PAPER.",
            .what_tr = "spark serve kendi SENTETİK canlı piyasasını çalıştırsın mı; yalnızca PAPER ortamında."},
    Setting{.name = "market.synthetic_seed",
            .type = SettingType::integer,
            .fallback = "1",
            .least = 0,
            .most = std::numeric_limits<std::int64_t>::max(),
            .what_en = "Seed of the synthetic live market: the same seed and start make the same market.",
            .what_tr = "Sentetik canlı piyasanın tohumu: aynı tohum ve başlangıç aynı piyasayı üretir."},
    Setting{.name = "market.synthetic_rate",
            .type = SettingType::decimal,
            .fallback = "8",
            .least = units_per_one / 10,
            .most = 1'000 * units_per_one,
            .what_en = "Events a second of each synthetic instrument, about.",
            .what_tr = "Her sentetik enstrümanın saniyedeki yaklaşık olay sayısı."},
    Setting{.name = "market.synthetic_faults",
            .type = SettingType::text,
            .fallback = "",
            .most = 1'000,
            .what_en =
                "Faults for drills: kind:venue:after_ms:length_ms, parted by commas; kinds silence, sequence_gap, "
                "disconnect.",
            .what_tr = "Tatbikat arızaları: tür:borsa:sonra_ms:süre_ms, virgülle ayrılmış; türler silence, "
                       "sequence_gap, disconnect."},
};

/// Index of the row of this name; settings.size() when there is none.
constexpr std::size_t find_setting(std::string_view name) {
    for (std::size_t index = 0; index < settings.size(); ++index) {
        if (settings[index].name == name) return index;
    }
    return settings.size();
}

consteval bool settings_hold() {
    for (const Setting& setting : settings) {
        if (!row_holds(setting)) return false;
    }
    return names_differ(settings);
}
static_assert(settings_hold(),
              "a setting breaks the table's rules: name, unit in the name, sentences, bounds, fallback");

}  // namespace spark::config
