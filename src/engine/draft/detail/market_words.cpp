#include <array>

#include "engine/draft/detail/lexicon_words.hpp"

namespace spark::draft::detail {
namespace {

// Verbs whose endings are like other words' (al, sat, gir, in) are written out.
constexpr std::array rows{
    WordRow{
        Concept::buy,
        "buy~|buys|buying|go long|goes long|going long|enter long|enter~|open long|open a long|open a position|"
        "long when|long if|purchase~|get in|long entry|long position~|long",
        "al|alim|alim yap~|alsin|alir|alirim|aliriz|alalim|alayim|alacak|aliyor~|alis|alis yap~|satin al|satin alsin|"
        "uzun gir~|uzun pozisyon~|longa gir~|long gir~|long ac~|gir|girsin|girer~|girelim|giris|giris yap~|"
        "pozisyona gir~|pozisyon ac~|islem ac~|islem acsin|isleme gir|aldir|topla|toplasin|long'a gir"},
    WordRow{Concept::sell, "sell~|sells|selling|sold",
            "sat|satim|satim yap~|satis|satis "
            "yap~|satsin|satar|satarim|satariz|satalim|satayim|satacak|satiyor~|satilsin|elden cikar~"},
    WordRow{Concept::leave,
            "exit~|exits|close position~|close the position|close the trade|close it|close out|get out|leave~|"
            "liquidate|flatten|close long~|exit long",
            "cik|ciksin|cikar|cikis|cikis yap~|cikalim|cikarim|pozisyonu kapat~|pozisyondan cik~|pozisyon kapat~|"
            "islemi kapat~|islemden cik~|kapat|kapatsin|kapatalim|longu kapat~|longdan cik~"},
    WordRow{Concept::go_short,
            "sell short|short when|short if|go short|goes short|going short|enter short|short sell~|open short|"
            "open a short|short entry|short it|short the|short",
            "aciga sat~|aciga satis~|aciga satis yap~|short ac~|shorta gir~|short gir~|short'a gir~|kisa pozisyon~|"
            "kisa gir~|short pozisyon~|shortla~"},
    WordRow{Concept::cover, "cover~|buy back|buy to cover|close short~|exit short",
            "shortu kapat~|kisayi kapat~|geri al"},
    WordRow{Concept::above, "above|over|greater than|more than|higher than|exceed~|exceeds|bigger than|on top of",
            "ustu|ustun~|ustund~|ustune|ustunde~|uzeri|uzerin~|uzerind~|yukarisin~|buyuk|buyukse|yuksek|yuksekse|"
            "yuksekken|fazla~|"
            "buyuktur|tepesinde~"},
    WordRow{Concept::below, "below|under|less than|lower than|beneath|smaller than|underneath",
            "alti|altin~|altina|altind~|altinda~|asagisin~|kucuk|kucukse|dusuk|dusukse|dusukken|asagisi"},
    WordRow{Concept::up, "up|upward~|upwards|up through", "yukari~|yukari dogru|yukariya"},
    WordRow{Concept::down, "down|downward~|downwards|down through", "asagi~|asagi dogru|asagiya"},
    WordRow{Concept::cross, "cross~|crosses|crossing~|crossed|crossover~|cross over|cross-over|intersect~|x",
            "kes~|kestigin~|kesin~|kesis~|kesisim~|kesisme~|kesti~|kesers~|kesen~|kesip|kesiyor~|kesisin~|keser|kesme~|"
            "kesmesi~"},
    WordRow{
        Concept::motion,
        "closes|closing|closed|move~|go~|goes|going|come~|get~|pass~|passes|trade~ through|reach~|reaches|hit~|hits",
        "kapanin~|kapanirs~|kapanis yap~|kapatin~|kapatirs~|kapanir~|gecin~|gecers~|gec|gecti~|gecip|geciyor~|gecen~|"
        "gecmes~|gelin~|gelirs~|gelip|gelen~|ulasin~|ulasirs~|ulas~|varin~|varirs~"},
    WordRow{Concept::touch, "touch~|touches|tag~|tags|hits the|tests",
            "degin~|degers~|dokunun~|dokunurs~|dokunun|temas~|vurun~|vurdu~"},
    WordRow{Concept::back, "back|back inside|back into|return~|returns|re enter~|reenter~|revert~|recover~ to",
            "geri|tekrar|yeniden|icine|icine don~|geri don~|iceri|iceri gir~|icine gir~|icerisine~"},
    WordRow{Concept::turn, "turn~|turns|flip~|flips|change~|changes|reverse~|reversal~",
            "don|donun~|donerse|doner~|donus~|donup|donen~|degisin~|degisirs~|tersine~|al sinyali~|al sinyali "
            "verin~|al sinyali verirs~|al sinyali gelin~|al sinyali uretin~|al verin~|al verirs~"},
    WordRow{Concept::rise,
            "rise~|rises|rising|climb~|increase~|increases|gain~|gains|go up|goes up|break~ above|breaks above|"
            "break~ over|breaks over|exceeds the|jump~|move~ above|surpass~|rose|break out above|cross~ above|"
            "crosses above|cross~ over|crosses over|crossing above|crossing over|go~ above|goes above|close~ above|"
            "closes above|get~ above|cross~ up|crosses up|rise~ above|rises above",
            "cikin~|cikars~|cikip|cikti~|ciktigin~|cikiyor~|yukselin~|yukselirs~|yuksel~|artin~|artars~|artarsa|asin~|"
            "asars~|as|asti~|astigin~|asip|asan~|asarsa|tirmanin~|cikmasi~|asmasi~|yukselis~|cikan~"},
    WordRow{Concept::fall,
            "fall~|falls|drop~|drops|decline~|declines|decrease~|dip~|dips|sink~|sinks|lose~|go down|goes down|"
            "break~ below|breaks below|break~ under|breaks under|fell|dropped|dropping|cross~ below|crosses below|"
            "cross~ under|crosses under|crossing below|crossing under|crossunder~|go~ below|goes below|close~ below|"
            "closes below|get~ below|cross~ down|crosses down|fall~ below|falls below|pull~ back|pullback~",
            "bitin~|biters~|tukenin~|zayiflayin~|dusun~|dusers~|dusup|dustu~|dustugun~|dusuyor~|inin~|iners~|inip|indi~"
            "|indigin~|inerse|geriley~|azalin~|"
            "sark~|sarkin~|sarkars~|dusmes~|dusus~|dusen~|dusmesi~|inmesi~|inmesi"},
    WordRow{Concept::positive, "positive|green|bullish", "pozitif~|yesil~|artida~|artiya~"},
    WordRow{Concept::negative, "negative|red|bearish", "negatif~|kirmizi~|eksiye~|ekside~"},
    WordRow{Concept::oversold, "oversold|over sold", "asiri satim~|asiri satis~|asiri satilmis~"},
    WordRow{Concept::overbought, "overbought|over bought", "asiri alim~|asiri alis~|asiri alinmis~"},
    WordRow{Concept::price, "price~|close|the close|closing price|candle close~|market price",
            "fiyat~|kapanis fiyat~|kapanis~"},
    WordRow{Concept::sma, "simple moving average~|simple average~|simple ma~",
            "basit hareketli ortalama~|basit ortalama~", "sma~"},
    WordRow{Concept::ema, "exponential moving average~|exponential average~|exponential ma~",
            "ustel hareketli ortalama~|ustel ortalama~|ussel ortalama~|ussel hareketli ortalama~", "ema~"},
    WordRow{Concept::wma, "weighted moving average~|weighted average~",
            "agirlikli hareketli ortalama~|agirlikli ortalama~", "wma~"},
    WordRow{Concept::hma, "hull moving average~|hull ma~|hull average~", "hull ortalama~|hull hareketli ortalama~",
            "hma~|hull"},
    WordRow{Concept::rma, "wilder average~", "wilder ortalama~", "rma~"},
    WordRow{Concept::dema, "double exponential~|double exponential average~", "", "dema~"},
    WordRow{Concept::tema, "triple exponential~|triple exponential average~", "", "tema~"},
    WordRow{Concept::vwma, "volume weighted moving average~", "hacim agirlikli ortalama~", "vwma~"},
    WordRow{Concept::kama, "kaufman~|adaptive moving average~", "", "kama~"},
    WordRow{Concept::average, "moving average~|moving averages|average~|averages|avg|mean|mas",
            "hareketli ortalama~|ortalama~|ortalamay~|ortalamas~|ort", "ma"},
    WordRow{Concept::vwap, "volume weighted average price", "", "vwap~"},
    WordRow{Concept::golden_cross, "golden cross~", "altin kesisim~|altin kesisme~|altin cross~"},
    WordRow{Concept::death_cross, "death cross~", "olum kesisim~|olum kesisme~"},
    WordRow{Concept::rsi, "relative strength index|relative strength", "goreceli guc endeks~|goreceli guc~", "rsi~"},
    WordRow{Concept::stochastic, "stochastic~|stochastics|stoch", "stokastik~|stokastig~", "stoch~"},
    WordRow{Concept::cci, "commodity channel index", "emtia kanal endeks~", "cci~"},
    WordRow{Concept::mfi, "money flow index|money flow", "para akis endeks~|para akis~", "mfi~"},
    WordRow{Concept::williams, "williams percent r|williams %r|williams r", "", "williams~|wpr~|willr"},
    WordRow{Concept::bollinger, "bollinger band~|bollinger bands|bollingers", "bollinger bant~|bollinger band~",
            "bollinger~|bb|boll"},
    WordRow{Concept::keltner, "keltner channel~|keltner band~|keltner channels",
            "keltner kanal~|keltner band~|keltner bant~", "keltner~"},
    WordRow{Concept::donchian, "donchian channel~|donchian channels|turtle~", "donchian kanal~|kaplumbaga~",
            "donchian~"},
    WordRow{Concept::zscore, "z score~|standard score", "z skor~|z puan~", "zscore~|zskor~"},
    WordRow{
        Concept::upper_band,
        "upper band~|upper|top band|upper bollinger~|upper bollinger band~|upper keltner~|upper channel~|upper line~",
        "ust bant~|ust band~|ust kanal~|ust bollinger~|ust cizgi~|ust sinir~"},
    WordRow{Concept::lower_band,
            "lower band~|lower|bottom band|lower bollinger~|lower bollinger band~|lower keltner~|lower channel~|lower "
            "line~",
            "alt bant~|alt band~|alt kanal~|alt bollinger~|alt cizgi~|alt sinir~"},
    WordRow{Concept::middle_band, "middle band~|middle|midline|mid band|middle line~|basis|mid line|the mean",
            "orta bant~|orta band~|orta cizgi~|ortaya|ortasin~"},
    WordRow{Concept::band, "band~|bands|channel~", "bant~|band~|bandin|kanal~|kanalin"},
    WordRow{Concept::highest, "high|highs|highest|highest high|highest close|new high~|peak~|top|maximum",
            "en yuksek~|en yuksegin~|en yuksegi~|zirve~|tepe~|yeni zirve~|en yuksek seviye~|en yuksek fiyat~|en yuksek "
            "kapanis~|"
            "direnc~|zirvesin~"},
    WordRow{
        Concept::lowest, "low|lows|lowest|lowest low|lowest close|new low~|bottom|trough|minimum",
        "en dusuk~|en dusugun~|en dusugu~|dip|dibin~|dibi~|dipler~|en dusuk seviye~|en dusuk fiyat~|destek~|desteg~"},
    WordRow{Concept::breakout, "breakout~|break out~|breaks out|break~|breaks|breaking|broke|breakdown~",
            "kirilim~|kirilma~|kirin~|kirars~|kirip|kirdi~|kirilin~|kirilirs~|kiran~|kirarsa|kir|kirmasi~|kirilmasi~|"
            "patlama~"},
    WordRow{Concept::volatility, "volatility breakout~|volatility|range expansion",
            "volatilite kirilim~|volatilite~|oynaklik~|oynaklig~"},
    WordRow{Concept::opening_range, "opening range~|orb|opening range breakout~|first hour|opening hour",
            "acilis araligi~|acilis aralig~|ilk saat~|acilis bandi~"},
    WordRow{Concept::macd, "", "", "macd~"},
    WordRow{Concept::signal_line, "signal line~|signal|signals", "sinyal cizgi~|sinyal~|sinyal hatti~"},
    WordRow{Concept::histogram, "histogram~", "histogram~", "hist"},
    WordRow{Concept::supertrend, "super trend~", "super trend~", "supertrend~"},
    WordRow{Concept::roc, "rate of change|percent change", "degisim oran~|yuzde degisim~", "roc~"},
    WordRow{Concept::momentum, "momentum|time series momentum", "momentum~|ivme~"},
    WordRow{Concept::adx, "average directional index|trend strength", "trend gucu~|trend guc~", "adx~"},
    WordRow{Concept::atr, "average true range~|true range~", "ortalama gercek aralik~", "atr~"},
    WordRow{Concept::volume, "volume~|turnover", "hacim~|hacm~"},
    WordRow{Concept::high_volume, "high volume|strong volume|heavy volume|rising volume",
            "yuksek hacim~|guclu hacim~|hacim yuksek~|hacimli"},
    WordRow{Concept::day_end,
            "end of the day|end of day|at the end of the day|at the end of day|day s end|end of the session",
            "gun sonun~|gunun sonun~|gun sonu|gun bitmeden|seans sonun~|seans sonu"},
    WordRow{Concept::trend_up, "uptrend~|up trend~|rising trend|trend is up|bull market",
            "yukselen trend~|yukari trend~|trend yukari~|yukselis trend~"},
    WordRow{Concept::trend_down, "downtrend~|down trend~|falling trend|trend is down|bear market",
            "dusen trend~|asagi trend~|trend asagi~|dusus trend~"},
    WordRow{Concept::trend, "trend filter~|trend|trending", "trend filtre~|trend~"},
    WordRow{Concept::grid, "grid~|grid trading|ladder~", "grid~|izgara~|kademeli al~|kademe kademe"},
    WordRow{Concept::step, "step~|steps|spacing|interval~|gap", "adim~|aralik~|aralikl~|araligi~|kademe aralig~"},
    WordRow{Concept::levels, "level~|levels|rungs|grid lines|lines", "kademe~|seviye~|basamak~"},
    WordRow{Concept::fast, "fast~|faster|short term|shorter", "hizli~|kisa vadeli"},
    WordRow{Concept::slow, "slow~|slower|long term|longer", "yavas~|uzun vadeli"},
    WordRow{Concept::deviation,
            "standard deviation~|standard deviations|deviation~|deviations|sigma~|std dev|stdev|std",
            "standart sapma~|sapma~|sigma~"},
    WordRow{Concept::ago, "bars ago|candles ago|days ago|hours ago|ago|bars earlier|candles earlier|earlier",
            "bar once~|mum once~|gun once~|saat once~|bar onceki~|mum onceki~|gun onceki~|once~|oncesin~"},
};

}  // namespace

std::span<const WordRow> market_words() { return rows; }

}  // namespace spark::draft::detail
