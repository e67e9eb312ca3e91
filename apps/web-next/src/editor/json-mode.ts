import type { StreamParser } from "@codemirror/language";

/** JSON's colours and indents in a few lines; its whole grammar would be another 30 KB of script. */
export const jsonMode: StreamParser<{ depth: number }> = {
  name: "json",
  startState: () => ({ depth: 0 }),
  token(stream, state) {
    if (stream.eatSpace()) return null;
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return stream.match(/^\s*:/, false) ? "property" : "string";
    if (stream.match(/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/)) return "number";
    if (stream.match(/^(?:true|false|null)\b/)) return "bool";
    const letter = stream.next();
    if (letter === "{" || letter === "[") state.depth += 1;
    if (letter === "}" || letter === "]") state.depth = Math.max(0, state.depth - 1);
    return null;
  },
  indent: (state, after, context) => Math.max(0, state.depth - (/^\s*[}\]]/.test(after) ? 1 : 0)) * context.unit,
  languageData: { closeBrackets: { brackets: ["[", "{", '"'] }, indentOnInput: /^\s*[}\]]$/ },
};
