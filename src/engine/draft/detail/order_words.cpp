#include <array>

#include "engine/draft/detail/lexicon_words.hpp"

namespace spark::draft::detail {
namespace {

constexpr std::array rows{
    WordRow{Concept::stop_loss, "stop loss~|stop at|stoploss~|stop out|cut loss~|cut losses|protective stop",
            "zarar kes~|zarari kes~|zarar durdur~|zarar durdurma~|zararda cik~|stop ol~|stop koy~|zarar kesme~",
            "stop~|stops|sl|stoploss~|stop'u"},
    WordRow{Concept::take_profit,
            "take profit~|profit target~|target~|take profits|profit take~|with a profit of|at a profit of|profit "
            "of|gain target|taking profit",
            "kar al~|kar alma~|kar hedef~|hedef~|kar satis~|karla sat~|karla cik~|karda sat~|karda cik~|kari al~|kar "
            "realiz~|karla kapat~|karda kapat~",
            "tp"},
    WordRow{Concept::loss, "loss|losses|in loss", "zarar~|zararda|zararla|zararina|kayip|kayb~"},
    WordRow{Concept::profit, "profit~|profits|in profit|gain of|higher", "kar~|karda|karla|kara gecin~|kazanc~"},
    WordRow{Concept::no_leverage, "no leverage|without leverage|unleveraged",
            "kaldiracsiz~|kaldirac yok|kaldirac olmasin|kaldirac kullanma~"},
    WordRow{Concept::trailing, "trailing stop~|trailing|trail~|trailing stop loss|trailing stops",
            "iz suren stop~|izleyen stop~|takip eden stop~|takipli stop~|hareketli stop~|iz suren zarar kes~|takip "
            "eden zarar kes~|trailing stop~|kayan stop~"},
    WordRow{
        Concept::hold,
        "hold~ for|hold at most|hold for at most|hold up to|hold no longer than|hold max|for at most|at most|time "
        "stop~|max hold~|maximum hold~|hold~|exit after|sell after|close after|out after|no longer than|no more than",
        "en fazla|en cok|azami|tut|tutsun|tutma~|tutar~|tutalim|bekleme suresi yok|zaman stop~|sure sonra cik~|elde "
        "tut~|sonra cik~|sonra kapat~|sonra sat~"},
    WordRow{Concept::cooldown, "cooldown~|cool down~|wait~|pause~|no new trade~ for|rest for",
            "bekle|beklesin|bekleme~|sogu~|soguma~|ara ver~|bekleyip|beklenir|islem yapma|isleme girme|dinlen~"},
    WordRow{
        Concept::entries,
        "entries|positions at once|open positions|positions|pyramid~|pyramiding|scale in~|orders|buys at once|trades "
        "at once",
        "giris hakki~|ekleme~|pozisyon~|kez ekle~|piramit~|acik pozisyon~|acik islem~|defa al~|kez al~|alima kadar"},
    WordRow{Concept::no_stop,
            "no stop loss|no stop|without stop|without a stop|without stop loss|without any stop|no stops|stop "
            "free|without a stop loss",
            "stopsuz~|stop yok|stop loss kullanmadan|zarar kes olmadan|stop loss olmadan|zarar kes kullanmadan|stop "
            "olmasin|stop "
            "koyma~|stop kullanma~|zarar kes olmasin|zarar kessiz|stop'suz|zarar "
            "kes yok|stop loss yok|stop loss olmasin|stop olmadan|stop kullanmadan"},
    WordRow{Concept::size,
            "size~|position size~|position sizing|order size|each trade|per trade|each entry|each "
            "order|stake~|invest~|worth of|worth",
            "buyuklu~|buyuklug~|pozisyon buyuklu~|pozisyon buyuklug~|islem basina|her islemde|her alimda|her "
            "giriste|islem tutari~|tutar~|lot buyuklu~"},
    WordRow{Concept::risk_share, "risk per trade|risk~|risking",
            "risk~|riske et~|riski~|riske at~|islem basi risk~|islem basina risk~|riskle"},
    WordRow{Concept::equity, "equity|of my equity|capital|balance|account|bankroll|portfolio|of funds|cash|money",
            "sermaye~|bakiye~|kasa~|portfoy~|oz sermaye~|ozkaynak~|para~|ana "
            "para~|anapara~|hesab~|butce~|nakit~|nakdin~|cuzdan~"},
    WordRow{Concept::half, "half of|half my|half the", "yarisi~|yarisin~"},
    WordRow{Concept::all_of, "all of|all in|everything|whole|entire|full|all my|fully invested|all",
            "tum~|butun~|hepsi~|tamam~|tamami~|full|komple"},
    WordRow{Concept::leverage, "leverage~|leveraged|margin", "kaldirac~|kaldirag~|kaldiracl~"},
    WordRow{
        Concept::drawdown, "max drawdown|maximum drawdown|drawdown~|draw down|total loss~|overall loss~",
        "azami dusus|maksimum dusus|en fazla dusus|en buyuk dusus|max drawdown~|maks drawdown~|toplam zarar~|toplam "
        "kayip~|toplam kayb~|drawdown~|hesap erime~|maksimum kayip~|erime~|maks dusus|azami geri cekilme~"},
    WordRow{
        Concept::daily_loss,
        "daily loss~|daily loss limit~|max daily loss|loss per day|daily drawdown|loss a day|lose in a day|daily stop",
        "gunluk zarar~|gunluk kayip~|gunluk kayb~|gunluk zarar limit~|gunluk kayip limit~|gunluk maksimum "
        "zarar~|gunluk en fazla zarar|gunde en fazla zarar|gunluk stop~|gunluk azami zarar~"},
    WordRow{Concept::limit_entry, "limit order~|limit entry|limit entries|limit buy~|using limit orders|buy limit",
            "limit emir~|limit emri~|limitle|limit alis~|limit giris~|limitli~|limit fiyat~"},
    WordRow{
        Concept::discount,
        "discount~|cheaper|below the close|below close|below market|below the price|under the close|below the signal",
        "iskonto~|iskontolu~|indirim~|indirimli~|ucuza|ucuzdan|daha ucuz~|kapanisin altin~|kapanistan asagi~"},
    WordRow{Concept::long_only, "long only|only long~|longs only|only buy~|buy only|long side only",
            "sadece long~|sadece uzun|yalniz long|yalnizca long|sadece alim~|sadece alis~|sadece al|tek yonlu~|sadece "
            "yukari~|sadece uzun yon~|yalniz uzun|yalnizca uzun"},
    WordRow{Concept::short_only, "short only|only short~|shorts only|short side only",
            "sadece short~|sadece kisa~|yalniz short|yalnizca short|sadece aciga sat~|sadece aciga satis~|yalnizca "
            "aciga sat~"},
    WordRow{Concept::both_sides,
            "both sides|both directions|long and short|long short|long or short|both ways|two sided|longs and "
            "shorts|either direction|short too|also short|short as well|and short|reverse position~|always in the "
            "market|short the opposite|the opposite for short~|vice versa",
            "iki yonlu~|cift yonlu~|iki yonde~|her iki yonde~|hem long hem short|hem uzun hem kisa|long ve short|long "
            "short|hem al hem sat|aciga da sat~|short da ac~|short da yap~|her iki yon~|cift tarafli~|iki "
            "tarafli~|uzun ve kisa|tersinde aciga sat~|tersinde short~|ters sinyalde aciga sat~|tersinde aciga satis~"},
    WordRow{Concept::no_short, "no short~|no shorting|no shorts|without short~|never short|do not short|don t short",
            "aciga satma~|aciga satis yok|aciga satis olmasin|short yok|short olmasin|short acma~|aciga satis "
            "yapma~|short yapma~"},
    WordRow{Concept::each_time, "each time|every time|every|each|whenever", "her|her seferinde|her defasinda"},
    WordRow{Concept::percent, "percent~|pct|per cent|percentage~", "yuzde|yuzdesi~|yuzdelik~"},
    WordRow{Concept::bars, "bar~|bars|candle~|candles|period~|periods|candlestick~",
            "bar~|mum~|periyot~|periyod~|donem~|barlik~|mumluk~|cubuk~|barl~|mumd~"},
    WordRow{Concept::minutes, "minute~|minutes|min|mins", "dakika~|dakikalik~|dk~|dakikal~", "m"},
    WordRow{Concept::hours, "hour~|hours|hr|hrs", "saat~|saatlik~|saatl~|sa", "h"},
    WordRow{Concept::days, "day~|days|session~", "gun~|gunluk~|gunl~|seans~", "d"},
    WordRow{Concept::weeks, "week~|weeks", "hafta~|haftalik~|haftal~", "w"},
    WordRow{Concept::seconds, "second~|seconds|sec", "saniye~|saniyelik~", ""},
    WordRow{Concept::hourly, "hourly|1hr", ""},
    WordRow{Concept::daily, "daily|eod", ""},
    WordRow{Concept::weekly, "weekly", ""},
    WordRow{Concept::times, "times|fold|x", "kat|kati~|katin~|katina|misli~", "x"},
    WordRow{Concept::units, "units|unit|shares|share|coins|coin|contracts|lots|lot|stocks",
            "adet~|tane~|hisse~|lot~|lotluk|adetlik|kontrat~|coin~"},
    WordRow{Concept::usd, "dollar~|dollars|bucks", "dolar~|dolarlik~", "usd~|usdt|usdc|busd"},
    WordRow{Concept::lira, "lira~|liras", "lira~|liralik~|lirasi~|tl~|tllik", "try"},
    WordRow{Concept::chart, "chart~|timeframe~|time frame~|candles|bars|graph",
            "grafi~|grafig~|grafik~|zaman dilim~|zaman aralig~|periyot~|periyod~|mumlar~|barlar~|mumlarin~|vade~"},
    WordRow{Concept::last, "last|past|previous|prior|preceding|recent", "son|gecmis|gecen|onceki"},
    WordRow{Concept::filter_word, "filter~|only trade|only when|confirmation|confirm~",
            "filtre~|filtres~|onay~|teyit~|kosul~|sart~"},
};

}  // namespace

std::span<const WordRow> order_words() { return rows; }

}  // namespace spark::draft::detail
