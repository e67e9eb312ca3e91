/** A text for people that begins with a capital letter, by the rules of its language (`i` becomes `İ` in Turkish). */
export const sentence = (text: string, language: "en" | "tr"): string =>
  text === "" ? "" : (text[0] as string).toLocaleUpperCase(language) + text.slice(1);
