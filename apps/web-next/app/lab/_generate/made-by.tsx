import { nothing, useFormat } from "@/lib/format";
import { defineWords, useWords } from "@/lib/words";
import { Facts } from "@/ui/facts";
import { HashChip } from "@/ui/hash-chip";
import { Time, Token } from "@/ui/num";
import type { Generation } from "../_parts/types";

const words = defineWords({
  written_by: ["Written by", "Yazan"],
  offline: ["rules on this machine", "bu makinedeki kurallar"],
  model: ["Model", "Model"],
  attempts: ["Attempts", "Deneme"],
  took: ["Took", "Süre"],
  tokens: ["Tokens", "Token"],
  tokens_value: ["{prompt} in, {completion} out", "{prompt} giren, {completion} çıkan"],
  cost: ["Cost", "Maliyet"],
  cost_unknown: ["not known: no price is set", "bilinmiyor: fiyat ayarlanmamış"],
  asked: ["Asked", "İstenme"],
  by: ["By", "İsteyen"],
  prompt_hash: ["Hash of the sentence", "Cümlenin özeti"],
  document_hash: ["Hash of behaviour", "Davranış özeti"],
  id: ["Id", "Kimlik"],
});

/** Who wrote it, from what, at what price: the record that is kept as evidence. */
export function MadeBy({ generation }: { generation: Generation }) {
  const say = useWords(words);
  const format = useFormat();
  const { provider } = generation;
  const { tokens } = provider;
  const facts: Array<{ name: string; value: React.ReactNode }> = [
    {
      name: say("written_by"),
      value: (
        <>
          <Token mono className="break-all">
            {provider.name}
          </Token>{" "}
          {provider.kind === "offline" && <span className="text-text-3">({say("offline")})</span>}
        </>
      ),
    },
  ];
  if (provider.model !== null && provider.model !== undefined)
    facts.push({ name: say("model"), value: <Token mono>{provider.model}</Token> });
  if (provider.kind === "model") {
    facts.push({ name: say("attempts"), value: format.number(provider.attempts) });
    facts.push({
      name: say("tokens"),
      value:
        tokens.prompt === null && tokens.completion === null
          ? nothing
          : say("tokens_value", { prompt: tokens.prompt ?? nothing, completion: tokens.completion ?? nothing }),
    });
    facts.push({
      name: say("cost"),
      value: provider.cost_usd === null ? say("cost_unknown") : `${format.number(provider.cost_usd)} USD`,
    });
  }
  facts.push(
    { name: say("took"), value: format.duration(provider.duration_ms) },
    { name: say("asked"), value: <Time value={generation.created_at} /> },
    { name: say("by"), value: <Token>{generation.author}</Token> },
    { name: say("prompt_hash"), value: <HashChip value={generation.prompt_sha256} /> },
  );
  if (generation.document !== null)
    facts.push({ name: say("document_hash"), value: <HashChip value={generation.document.sha256} /> });
  facts.push({ name: say("id"), value: <HashChip value={generation.id} letters={32} /> });
  return <Facts facts={facts} />;
}
