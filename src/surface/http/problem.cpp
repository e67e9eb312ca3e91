#include "surface/http/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "foundation/base/assert.hpp"
#include "foundation/wire/json.hpp"

namespace spark::http {
namespace {

constexpr std::array kinds{
    ProblemKind{"malformed_request",
                400,
                {"The request is malformed", "İstek bozuk"},
                {"send HTTP/1.1 as RFC 9112 has it", "RFC 9112'ye uygun HTTP/1.1 gönderin"}},
    ProblemKind{"malformed_json",
                400,
                {"The body is no JSON object", "Gövde bir JSON nesnesi değil"},
                {"send one JSON object, each name once", "tek bir JSON nesnesi gönderin, her ad bir kez"}},
    ProblemKind{"target_refused",
                400,
                {"The address is not allowed", "Adrese izin verilmiyor"},
                {"see /docs/api for the addresses there are", "var olan adresler için /docs/api sayfasına bakın"}},
    ProblemKind{"secret_in_address",
                400,
                {"A secret stands in the address", "Adreste gizli bir anahtar var"},
                {"send it as Authorization: Bearer, and make a new key: this one is in logs now",
                 "anahtarı Authorization: Bearer ile gönderin ve yenisini alın: bu artık günlüklerde"}},
    ProblemKind{"idempotency_key_missing",
                400,
                {"The call needs an Idempotency-Key", "Çağrı bir Idempotency-Key istiyor"},
                {"send a new random Idempotency-Key with each new intent",
                 "her yeni niyet için yeni, rastgele bir Idempotency-Key gönderin"}},
    ProblemKind{"unauthenticated",
                401,
                {"Who is asking is not known", "İsteyenin kim olduğu bilinmiyor"},
                {"log in, or send Authorization: Bearer with an API key, or x-admin-token on this machine",
                 "oturum açın ya da Authorization: Bearer ile bir API anahtarı, bu makinede x-admin-token gönderin"}},
    ProblemKind{"bad_credentials",
                401,
                {"Name or password is wrong", "Ad ya da parola yanlış"},
                {"try again; five wrong tries lock the account for a while",
                 "yeniden deneyin; beş yanlış deneme hesabı bir süre kilitler"}},
    ProblemKind{"second_factor_wanted",
                401,
                {"A second factor is wanted", "İkinci adım isteniyor"},
                {"send the six digits of the authenticator app as totp",
                 "doğrulama uygulamasının altı hanesini totp olarak gönderin"}},
    ProblemKind{"credential_refused",
                401,
                {"The session or API key is not taken", "Oturum ya da API anahtarı kabul edilmiyor"},
                {"log in again, or make a new key: this one is unknown, has run out or was ended",
                 "yeniden oturum açın ya da yeni bir anahtar alın: bu bilinmiyor, süresi dolmuş ya da bitirilmiş"}},
    ProblemKind{"denied",
                403,
                {"Not allowed", "İzin yok"},
                {"ask somebody who has the role", "bu role sahip birinden isteyin"}},
    ProblemKind{
        "csrf_refused",
        403,
        {"The page's token is missing or of another session", "Sayfanın belirteci yok ya da başka bir oturumun"},
        {"reload the page; programs use an API key instead of a session",
         "sayfayı yenileyin; programlar oturum yerine API anahtarı kullanır"}},
    ProblemKind{"proof_wanted",
                403,
                {"The password has to be given again", "Parola yeniden girilmeli"},
                {"send the password again with the call", "çağrıyla birlikte parolayı yeniden gönderin"}},
    ProblemKind{"origin_refused",
                403,
                {"The request comes from a foreign page", "İstek yabancı bir sayfadan geliyor"},
                {"call from a page of this server, or without an Origin", "bu sunucunun bir sayfasından çağırın"}},
    ProblemKind{"not_found",
                404,
                {"Nothing has this name", "Bu adla bir şey yok"},
                {"see /docs/api for what there is", "nelerin olduğu için /docs/api sayfasına bakın"}},
    ProblemKind{"method_not_allowed",
                405,
                {"The address does not take this method", "Adres bu yöntemi almıyor"},
                {"use a method of the Allow header", "Allow başlığındaki bir yöntemi kullanın"}},
    ProblemKind{"not_acceptable",
                406,
                {"There is no such representation", "Böyle bir gösterim yok"},
                {"leave Accept out, or name a media type of the route",
                 "Accept göndermeyin ya da adresin verdiği bir türü yazın"}},
    ProblemKind{"timeout",
                408,
                {"The request took too long", "İstek çok uzun sürdü"},
                {"send it again, faster", "daha hızlı yeniden gönderin"},
                "safe"},
    ProblemKind{"conflict",
                409,
                {"It exists, or somebody else holds it", "Zaten var ya da başkası kullanıyor"},
                {"look at what is there", "var olana bakın"}},
    ProblemKind{"promotion_refused",
                409,
                {"The version may not be promoted", "Sürüm yükseltilemez"},
                {"each item of check that has not passed says what to do",
                 "check içindeki, geçmeyen her madde ne yapılacağını söyler"}},
    ProblemKind{"idempotency_running",
                409,
                {"The first call is still at work", "İlk çağrı hâlâ sürüyor"},
                {"wait as Retry-After says and send it again with the same key",
                 "Retry-After kadar bekleyip aynı anahtarla yeniden gönderin"},
                "after"},
    ProblemKind{"version_conflict",
                412,
                {"Somebody has changed it since", "Bu arada başkası değiştirmiş"},
                {"read it again and repeat the change with the new ETag",
                 "yeniden okuyun ve değişikliği yeni ETag ile yineleyin"}},
    ProblemKind{"too_large",
                413,
                {"The body is too large", "Gövde çok büyük"},
                {"send less; /docs/api says how much each address takes",
                 "daha az gönderin; /docs/api her adresin sınırını söyler"}},
    ProblemKind{"media_type_refused",
                415,
                {"The body is of another media type", "Gövdenin türü başka"},
                {"send the Content-Type of the detail", "ayrıntıda yazan Content-Type ile gönderin"}},
    ProblemKind{"host_refused",
                421,
                {"This server does not have that name", "Bu sunucunun adı bu değil"},
                {"call it as 127.0.0.1 or localhost", "127.0.0.1 ya da localhost olarak çağırın"}},
    ProblemKind{"invalid_input",
                422,
                {"The request breaks a rule", "İstek bir kuralı bozuyor"},
                {"change it as the detail says", "ayrıntıda yazdığı gibi değiştirin"}},
    ProblemKind{"idempotency_mismatch",
                422,
                {"The Idempotency-Key was used for something else", "Idempotency-Key başka bir şey için kullanılmış"},
                {"take a new key for a new intent", "yeni niyet için yeni bir anahtar kullanın"}},
    ProblemKind{"version_wanted",
                428,
                {"The change needs the version it is based on", "Değişiklik, dayandığı sürümü istiyor"},
                {"send If-Match with the ETag you have read", "okuduğunuz ETag ile If-Match gönderin"}},
    ProblemKind{"rate_limited",
                429,
                {"Too many requests", "Çok fazla istek"},
                {"wait as Retry-After says", "Retry-After kadar bekleyin"},
                "after"},
    ProblemKind{"throttled",
                429,
                {"Too many wrong tries", "Çok fazla yanlış deneme"},
                {"wait as Retry-After says", "Retry-After kadar bekleyin"},
                "after"},
    ProblemKind{"too_many_streams",
                429,
                {"Too many event streams are open", "Çok fazla olay akışı açık"},
                {"close one, or let the tabs of a browser share one",
                 "birini kapatın ya da tarayıcı sekmeleri tek akışı paylaşsın"},
                "after"},
    ProblemKind{"header_too_large",
                431,
                {"The header is too long", "Başlık çok uzun"},
                {"send at most 16 KiB", "en çok 16 KiB gönderin"}},
    ProblemKind{"internal",
                500,
                {"A bug in the server", "Sunucuda bir yazılım hatası"},
                {"report the request id with the server's log", "istek numarasını sunucu günlüğüyle bildirin"}},
    ProblemKind{"corrupt",
                500,
                {"Stored bytes are damaged", "Saklanan baytlar bozuk"},
                {"spark evidence verify and spark data verify name the file",
                 "spark evidence verify ve spark data verify dosyayı söyler"}},
    ProblemKind{"not_implemented",
                501,
                {"Not supported", "Desteklenmiyor"},
                {"send the body with Content-Length or chunked", "gövdeyi Content-Length ile ya da chunked gönderin"}},
    ProblemKind{"busy",
                503,
                {"The server is busy", "Sunucu meşgul"},
                {"wait as Retry-After says", "Retry-After kadar bekleyin"},
                "after"},
    ProblemKind{"unavailable",
                503,
                {"Something does not answer", "Bir şey yanıt vermiyor"},
                {"repeat later", "sonra yineleyin"},
                "safe"},
    ProblemKind{"audit_unavailable",
                503,
                {"The audit log cannot be written", "Denetim kaydı yazılamıyor"},
                {"free the disk; nothing was done", "diskte yer açın; hiçbir şey yapılmadı"},
                "safe"},
    ProblemKind{"late",
                504,
                {"The answer took too long", "Yanıt çok uzun sürdü"},
                {"see GET /api/v1/backtests whether it came about", "oluştu mu diye GET /api/v1/backtests'e bakın"}},
    ProblemKind{"outcome_unknown",
                504,
                {"Sent, no answer", "Gönderildi, yanıt yok"},
                {"reconcile before any retry", "yinelemeden önce mutabakat yapın"}},
    ProblemKind{"version_refused", 505, {"Not HTTP/1.1", "HTTP/1.1 değil"}, {"send HTTP/1.1", "HTTP/1.1 gönderin"}},
    ProblemKind{"exhausted",
                507,
                {"A limit or the disk is full", "Bir sınır ya da disk dolu"},
                {"free some and repeat", "yer açıp yineleyin"},
                "safe"},
};

consteval bool kinds_hold() {
    for (const ProblemKind& kind : kinds) {
        if (!kind.title.whole() || !kind.fix.whole() || std::ranges::count(kinds, kind.code, &ProblemKind::code) != 1)
            return false;
    }
    return true;
}
static_assert(kinds_hold(), "a problem breaks the table's rules: a code once, both languages");

wire::Json problem_json(const Problem& problem, const ProblemPlace& place) {
    using wire::Json;
    const ProblemKind& kind = problem.kind;
    const std::string fix = problem.fix.empty() ? std::string(kind.fix.in(place.language)) : problem.fix;
    Json json = Json::object();
    json.set("type", fmt::format("https://docs.spark.local/errors/{}", kind.code));
    json.set("title", kind.title.in(place.language)).set("status", kind.status).set("code", kind.code);
    json.set("detail", problem.detail).set("instance", place.instance).set("request_id", place.request_id);
    json.set("fix", Json::array().push(Json::object().set("text", fix)));
    Json errors = Json::array();
    for (const ProblemField& field : problem.errors) {
        Json one =
            Json::object().set("pointer", field.pointer).set("code", field.code.empty() ? kind.code : field.code);
        if (!field.message.empty()) one.set("message", field.message);
        errors.push(std::move(one));
    }
    json.set("errors", std::move(errors)).set("retry", kind.retry);
    if (problem.more.is_object()) {
        const auto members = problem.more.as_object().value();
        for (const wire::JsonMember& member : members) json.set(member.key, member.value);
    }
    return json;
}

}  // namespace

std::span<const ProblemKind> problem_kinds() { return kinds; }

const ProblemKind& problem_kind(std::string_view code) {
    const auto found = std::ranges::find(kinds, code, &ProblemKind::code);
    SPARK_ASSERT(found != kinds.end());
    return *found;
}

const ProblemKind& problem_kind_of_status(int status) {
    const auto found = std::ranges::find(kinds, status, &ProblemKind::status);
    return found == kinds.end() ? problem_kind("internal") : *found;
}

const ProblemKind& problem_kind_of(Fault fault) { return problem_kind(rule_of(fault).name); }

Problem problem_of(const Error& error) {
    Problem problem{.kind = problem_kind_of(error.fault), .detail = error.message, .fix = error.remedy};
    if (!error.place.empty()) problem.errors.push_back({.pointer = error.place});
    return problem;
}

std::string problem_text(const Problem& problem, const ProblemPlace& place) {
    return wire::to_text(problem_json(problem, place));
}

net::Response to_response(const Problem& problem, const ProblemPlace& place) {
    net::Response response{.status = problem.kind.status, .headers = {}, .body = problem_text(problem, place) + "\n"};
    response.with("Content-Type", "application/problem+json");
    response.with("Content-Language", place.language == Language::tr ? "tr" : "en");
    bool says_when = false;
    for (const net::Header& header : problem.headers) {
        says_when = says_when || header.name == "Retry-After";
        response.headers.push_back(header);
    }
    if (problem.kind.retry == "after" && !says_when) response.with("Retry-After", "1");
    if (problem.kind.status == 401) response.with("WWW-Authenticate", "Bearer realm=\"spark\"");
    return response;
}

std::string errors_markdown() {
    std::string out =
        "# Errors of the HTTP API\n\nGenerated by `spark __docs errors` from src/surface/http/problem.cpp. Each "
        "refusal is "
        "`application/problem+json`\n(RFC 9457) with a `code` of this page, the `detail` of the case, a `fix`, and the "
        "`X-Request-Id` to search the log for.\n`retry`: `never`: change something first; `after`: as `Retry-After` "
        "says; "
        "`safe`: any time.\n";
    for (const ProblemKind& kind : kinds)
        out += fmt::format("\n## {}\n\n{} ({}). Status {}, retry {}.\n\nFix: {}. Çözüm: {}.\n", kind.code,
                           kind.title.en, kind.title.tr, kind.status, kind.retry, kind.fix.en, kind.fix.tr);
    return out;
}

}  // namespace spark::http
