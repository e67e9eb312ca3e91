#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// The event stream of the server (docs/reference/stream.md) without its socket.
namespace spark::stream {

/// How values of a topic travel; a topic may know several ways.
/// conflated: the last value wins. batched: the newest 200 since the last batch. lossless: each one, in order, also
/// after a reconnect.
enum class Delivery : std::uint8_t { conflated = 1, batched = 2, lossless = 4 };

/// One row of the table of topics. `{name}` in a pattern stands for one segment between dots; `{symbol}` for one or
/// more, since some symbols have a dot.
struct Topic {
    std::string_view pattern{};
    std::uint8_t deliveries = 0;  ///< Of Delivery.
    int per_second_max = 10;      ///< Values a client hears of the conflated or batched kind.
    std::string_view right{};     ///< What a reader must hold.
    std::string_view refetch{};   ///< Where a client reads what it missed; the pattern's braces are filled in.
    std::string_view en{};
    std::string_view tr{};

    constexpr bool has(Delivery delivery) const { return (deliveries & static_cast<std::uint8_t>(delivery)) != 0; }
};

inline constexpr std::uint8_t conflated = static_cast<std::uint8_t>(Delivery::conflated);
inline constexpr std::uint8_t batched = static_cast<std::uint8_t>(Delivery::batched);
inline constexpr std::uint8_t lossless = static_cast<std::uint8_t>(Delivery::lossless);

/// THE list of topics: subscription, limits, rights and docs are made from it.
inline constexpr std::array topic_table{
    Topic{
        "status", conflated | lossless, 2, "read", "/api/v1/status",
        "Environment, drift, feeds, gate, risk, kill switch, health; changes of kill switch, gate and feeds lossless.",
        "Ortam, sapma, veri akışları, kapı, risk, acil durdurma, sağlık; değişimler kayıpsız."},
    Topic{"ticker.{venue}.{symbol}", conflated, 10, "read", "/api/v1/markets/{venue}/{symbol}/ticker",
          "Last price, best bid and ask, the last 24 hours.", "Son fiyat, en iyi alış ve satış, son 24 saat."},
    Topic{"book.{venue}.{symbol}", conflated, 10, "read", "/api/v1/markets/{venue}/{symbol}/book",
          "The best 20 levels of the order book, or why there are none.",
          "Emir defterinin en iyi 20 kademesi, yoksa nedeni."},
    Topic{"trades.{venue}.{symbol}", batched, 10, "read", "/api/v1/markets/{venue}/{symbol}/trades",
          "Trades of the venue, the newest 200.", "Borsadaki işlemler, en yeni 200."},
    Topic{"candle.{venue}.{symbol}.{timeframe}", conflated | lossless, 10, "read",
          "/api/v1/markets/{venue}/{symbol}/candles?timeframe={timeframe}", "The forming candle; its close lossless.",
          "Oluşan mum; kapanışı kayıpsız."},
    Topic{"orders", lossless, 10, "account", "/api/v1/orders", "Each change of each order.", "Her emrin her değişimi."},
    Topic{"fills", lossless, 10, "account", "/api/v1/fills", "Each fill.", "Her gerçekleşme."},
    Topic{"positions", conflated, 1, "account", "/api/v1/positions", "Open positions.", "Açık pozisyonlar."},
    Topic{"equity", conflated, 1, "account", "/api/v1/equity", "Equity and cash.", "Özkaynak ve nakit."},
    Topic{"limits", conflated, 1, "account", "/api/v1/limits", "Room below each limit.", "Her sınıra kalan pay."},
    Topic{"jobs", conflated | lossless, 5, "jobs", "/api/v1/jobs", "Jobs that begin, get on and end.",
          "Başlayan, ilerleyen ve biten işler."},
    Topic{"job.{id}", conflated | lossless, 5, "jobs", "/api/v1/jobs/{id}",
          "One job: progress conflated; log, trials and its end lossless.",
          "Tek bir iş: ilerleme özetli; günlük, denemeler ve bitiş kayıpsız."},
    Topic{"optimization.{id}", conflated | lossless, 5, "read", "/api/v1/optimizations/{id}",
          "One optimization: how it stands conflated; sets as they are kept and its end lossless.",
          "Tek bir optimizasyon: durumu özetli; saklandıkça kümeler ve bitiş kayıpsız."},
    Topic{"guardrails", lossless, 10, "account", "/api/v1/guardrails", "Proposals, votes and their outcome.",
          "Öneriler, oylar ve sonuçları."},
    Topic{"actions", lossless, 10, "account", "/api/v1/actions", "Actions proposed, confirmed, done.",
          "Önerilen, onaylanan, yapılan eylemler."},
    Topic{"gates", lossless, 10, "read", "/api/v1/gates", "Drift gates that open or close.",
          "Açılan veya kapanan sapma kapıları."},
    Topic{"drift.{id}", conflated, 1, "read", "/api/v1/drift/{id}", "The gauges of one drift gate.",
          "Bir sapma kapısının göstergeleri."},
    Topic{"alerts", lossless, 10, "read", "/api/v1/alerts", "Alerts that fire or are over.",
          "Başlayan ve biten uyarılar."},
    Topic{"audit.head", lossless, 10, "audit", "/api/v1/audit", "New entries of the audit chain.",
          "Denetim zincirinin yeni kayıtları."},
    Topic{"webhooks", lossless, 10, "audit", "/api/v1/webhooks", "Deliveries of web hooks.",
          "Web kancası teslimatları."},
};

inline constexpr std::size_t topic_bytes_max = 96;

/// The row a topic's name belongs to; nullptr where it is of no row, too long, or has a character that is no letter,
/// digit, `.`, `_` or `-`.
const Topic* find_topic(std::string_view name);

/// True for an exact name, and for `prefix.*` where the prefix ends at a dot and some row begins so.
bool is_subscription(std::string_view text);
/// True where the subscription (exact name or `prefix.*`) covers the topic's name.
bool covers(std::string_view subscription, std::string_view topic);

/// Where the topic's missed values are read.
std::string refetch_of(const Topic& topic, std::string_view name);

consteval bool topics_hold() {
    for (std::size_t index = 0; index < topic_table.size(); ++index) {
        const Topic& topic = topic_table[index];
        if (topic.deliveries == 0 || topic.per_second_max < 1 || topic.per_second_max > 10) return false;
        if (topic.right.empty() || !topic.en.ends_with('.') || !topic.tr.ends_with('.')) return false;
        if (!topic.refetch.starts_with("/api/v1/")) return false;
        for (std::size_t other = 0; other < index; ++other) {
            if (topic_table[other].pattern == topic.pattern) return false;
        }
    }
    return true;
}
static_assert(topics_hold(), "a topic breaks the table's rules: deliveries, rate, right, refetch, sentences, one name");

}  // namespace spark::stream
