/** Sentences that the reader without a model understands whole, in both languages; tests/browser tries each of them. */
export type Example = { key: string; en: [title: string, sentence: string]; tr: [title: string, sentence: string] };

export const starters: readonly Example[] = [
  {
    key: "cross",
    en: [
      "SMA cross",
      "Buy when the 20-bar average crosses above the 50-bar average, sell when it crosses below. Stop loss 3%.",
    ],
    tr: [
      "Ortalama kesişimi",
      "20 barlık ortalama 50 barlık ortalamayı yukarı kesince al, aşağı kesince sat. Zarar kes %3.",
    ],
  },
  {
    key: "oscillator",
    en: ["RSI", "Buy when RSI 14 falls below 30, sell when it rises above 70. Stop loss 4%, take profit 8%."],
    tr: ["RSI", "RSI 14 otuzun altına inince al, yetmişin üstüne çıkınca sat. Zarar kes %4, kâr al %8."],
  },
  {
    key: "grid",
    en: ["Grid", "Grid strategy: 5 levels, 1% step, stop loss 8%."],
    tr: ["Izgara", "5 kademeli, %1 aralıklı ızgara stratejisi. Zarar kes %8."],
  },
];

export const more: readonly Example[] = [
  {
    key: "breakout",
    en: ["Breakout", "Buy when the price breaks above the 20-bar high, sell at the 10-bar low. Stop loss 5%."],
    tr: [
      "Kırılım",
      "Fiyat son 20 barın en yükseğini aşınca al, son 10 barın en düşüğünün altına inince sat. Zarar kes %5.",
    ],
  },
  {
    key: "band",
    en: ["Bollinger band", "Buy when the close is below the lower Bollinger band, sell at the middle. Stop loss 4%."],
    tr: ["Bollinger bandı", "Kapanış alt Bollinger bandının altına inince al, orta bantta sat. Zarar kes %4."],
  },
];
