import { useRef } from "react";
import { useNavigate } from "react-router";

import { api, newIdempotencyKey } from "@/lib/api";
import { queries } from "@/lib/query";
import { defineWords, useWords } from "@/lib/words";
import { ActDialog } from "@/ui/dialog";
import { Token } from "@/ui/num";
import { useToast } from "@/ui/toast";
import { dropDraft } from "./[strategy]/draft";

const words = defineWords({
  title: ["Move to the trash", "Çöp kutusuna taşı"],
  act: ["Move to the trash", "Çöp kutusuna taşı"],
  text: [
    "{name} goes to the trash with all its versions. Runs made with it stay, with their evidence. Taking it back out is not possible from the page yet.",
    "{name} tüm sürümleriyle çöp kutusuna gider. Onunla yapılmış testler kanıtlarıyla kalır. Geri almak bu sayfadan henüz mümkün değil.",
  ],
  done: ["Moved to the trash", "Çöp kutusuna taşındı"],
});

export function DiscardDialog({ name, isOpen, onClose }: { name: string; isOpen: boolean; onClose: () => void }) {
  const say = useWords(words);
  const toast = useToast();
  const navigate = useNavigate();
  const key = useRef(newIdempotencyKey());
  const act = async () => {
    await api.remove("/api/v1/strategies/{name}", { path: { name }, idempotencyKey: key.current });
    dropDraft(name);
    await queries.invalidateQueries({ queryKey: ["/api/v1/strategies"] });
    toast({ text: say("done"), tone: "ok" });
    if (isOpen) await navigate("/lab");
  };
  return (
    <ActDialog title={say("title")} act={say("act")} kind="danger" onClose={onClose} onAct={act}>
      <p className="m-0">{say.rich("text", { name: <Token className="font-semibold">{name}</Token> })}</p>
    </ActDialog>
  );
}
