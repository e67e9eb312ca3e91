#include <array>

#include "engine/draft/detail/lexicon_words.hpp"

namespace spark::draft::detail {
namespace {

constexpr std::array rows{
    WordRow{Concept::when,
            "when|if|once|as soon as|while|whenever|only when|only if|provided that|provided|as long as|where|after|on "
            "a|upon|but only if|but only when",
            "eger|ne zaman|oldugunda|oldugu zaman|oldugu surece|surece|durumunda|iken|ise|zaman"},
    WordRow{Concept::both_and, "and|with|plus|also|then|together with|but|combined with|along with",
            "ve|ayrica|sonra|ama|fakat|birlikte|hem|hem de|ayni zamanda|artik"},
    WordRow{Concept::either_or, "or|or else", "veya|ya da|yahut|yada"},
    WordRow{
        Concept::filler,
        "after an exit|after exit~|after a trade|after each trade|after every trade|after each exit|after a loss|after "
        "closing|after every "
        "exit|a|an|the|first|symbol|ticker|opposite|the "
        "opposite|i|me|my|you|your|we|our|it|its|is|are|be|being|been|was|will|would|could|should|can|may|"
        "do|does|"
        "to|of|on|in|at|"
        "for|from|into|with|by|as|than|that|this|these|those|there|here|please|pls|plz|thanks|thank "
        "you|hello|hi|hey|dear|kindly|want|"
        "need|like|want to|would like|make|create|build|write|give|generate|design|draft|show|let|use|using|used|set|"
        "put|place|place~|add|have|has|having|strategy~|strategies|bot|algo|algorithm|system|trading|trade~|trades|"
        "traded|trader|rule~|rules|simple|basic|good|"
        "nice|great|some|something|one|so|very|just|really|maybe|again|each|its own|both|other|them|they|which|who|"
        "what|how|about|between|through|until|till|during|within|without|per|out|off|not|only|position~|"
        "signal|market|value|line~|indicator~|s|t|m|ve got|i d|lets|okay|ok|well|stock|crypto|coin|pair|asset|"
        "its|equal~|equals|current~|currently|exactly|around|about|approximately|roughly|immediately|entry|entries|"
        "long term|"
        "initial|away|wide|loss limit|limit "
        "of|max|maximum|minimum|min|least|most|cap|capped|more|period|length|lookback|window|based|type|kind|following|"
        "follow|follows|mean reversion|reversion|me out|crossing strategy|number|"
        "my position|whole position|it all|thing|sir|friend|bro|mate|would you|could you|can you|thx|cheers|good "
        "morning|good evening|same|side|either|every|fixed|amount|much|kind of|going|lot of|it s|i m|that "
        "s|let s|i want|i need|i would|data|history|historical|backtest|test|tested",
        "ol|ilk|u|yu|yi|ye|sembol~|yaparsa|yapin~|tersi~|tersi "
        "durum~|ters|olun~|olurs~|oldugu~|bir|bu|su|o|bana|bize|bizim|benim|icin|ile|gibi|de|da|ki|mi|mu|lutfen|"
        "tesekkur~|"
        "tesekkurler|sagol|merhaba|selam|"
        "istiyorum|isterim|ister misin|yap|yapsin|yapar misin|yapalim|olustur~|hazirla~|yaz|yazar misin|kur|kurar "
        "misin|olsun|olan|olarak|"
        "olur|kullan|kullansin|kullanarak|koy|koysun|koyalim|uygula~|strateji~|stratejisi|sistem~|algoritma~|robot~|"
        "bot~|islem~|islem yap~|al sat~|alim satim~|alsat~|trade~|kural~|"
        "basit|guzel|iyi|kolay|tam|cok|az|biraz|daha|sadece|yalniz|yalnizca|hemen|tekrar|yine|boyle|soyle|seklinde|"
        "sekilde|kadar|gore|"
        "dogru|once|iken|hep|belki|tabii|hadi|haydi|abi|hocam|kanka|usta|kardesim|arkadaslar|bence|yani|iste|en|"
        "azindan|limit olsun|limiti|"
        "cikistan sonra|islemden sonra|her islemden sonra|her cikistan sonra|zarardan "
        "sonra|lik|luk|lu|li|nin|nun|si|degeri|deger~|seviyesi~|seviyesin~|cizgi~|cizgisi~|gosterge~|indikator~|"
        "periyotlu|uzunluk~|uzunlug~|pozisyon~|pozisyonu|piyasa~|hisse~|hissesi~|coin~|kripto|parite~|varlik~|"
        "varsa|yoksa|var|yok|durumda|durum~|yapmak|etmek|et|etsin|eder|edip|ayni|sekil|tarafi~|tarafa|yonde|yon|yonlu|"
        "her|iki|bul|ver|veriyorum|verir misin|yatir~|yatiralim|"
        "maksimum|maks|minimum|max|civari~|yaklasik|toplam|limit olarak|sinir~|siniri~|suan~|simdi|gunaydin|iyi "
        "gunler|sana|senden|rica ederim|rica|zahmet "
        "olmazsa|mumkunse|fiyattan|giris~|girisi|cikisi|otomatik|guzelce|sey|seyi|sonra|uzerinden|uzerine "
        "kurulu|tane|ornek|ornegin|geriye donuk|test et|veri~|islemler~|uzaklik~|uzaklig~|uzakta~"},
    WordRow{Concept::filler, "", "", "usd|algo|spot|futures"},
};

}  // namespace

std::span<const WordRow> grammar_words() { return rows; }

}  // namespace spark::draft::detail
