import { defineWords } from "@/lib/words";

export const loginWords = defineWords({
  title: ["Log in", "Oturum aç"],
  change_title: ["Choose your own password", "Kendi parolanızı seçin"],
  name: ["Name", "Kullanıcı adı"],
  password: ["Password", "Parola"],
  show: ["Show the password", "Parolayı göster"],
  code: ["Code of your second factor", "İkinci adım kodu"],
  code_hint: ["Six digits from your app, or a recovery code", "Uygulamanızdaki altı hane ya da bir kurtarma kodu"],
  enter: ["Log in", "Oturum aç"],
  wrong: [
    "Name or password is wrong. After five wrong tries the account is locked for a while.",
    "Kullanıcı adı ya da parola yanlış. Beş yanlış denemeden sonra hesap bir süre kilitlenir.",
  ],
  wrong_code: [
    "This code does not fit. Codes work once and for 30 seconds.",
    "Kod uymuyor. Her kod bir kez ve 30 saniye boyunca geçerlidir.",
  ],
  throttled: ["Too many wrong tries. Try again in {time}.", "Çok fazla yanlış deneme. Kalan bekleme: {time}."],
  may_again: ["You may try again now.", "Şimdi yeniden deneyebilirsiniz."],
  first: [
    "First time here? The server printed the password of the user admin when it started with a new data folder.",
    "İlk kez mi? Sunucu yeni bir veri klasörüyle başlarken admin kullanıcısının parolasını ekrana yazdı.",
  ],
  already: ["You are logged in as {name}.", "Oturum açık: {name}"],
  go_on: ["Go on", "Devam et"],
  must: [
    "Your password was set by somebody else. It works once, to choose your own.",
    "Parolanızı başkası belirledi; yalnızca kendi parolanızı seçmek için geçerli.",
  ],
  old: ["Password until now", "Şimdiki parola"],
  new: ["New password", "Yeni parola"],
  new_hint: [
    "At least 12 characters; a few words are easiest to keep in mind",
    "En az 12 karakter; birkaç sözcük en kolay akılda kalır",
  ],
  again: ["New password again", "Yeni parola, yeniden"],
  differ: ["The two do not match", "İkisi aynı değil"],
  change: ["Change and go on", "Değiştir ve devam et"],
});
