import { defineWords } from "@/lib/words";

export const words = defineWords({
  title: ["API reference", "API başvurusu"],
  subtitle: [
    { one: "{count} operation of this server, from", other: "{count} operations of this server, from" },
    {
      one: "Bu sunucunun {count} işlemi; kaynak:",
      other: "Bu sunucunun {count} işlemi; kaynak:",
    },
  ],
  search: ["Search", "Ara"],
  groups: ["Groups", "Gruplar"],
  nothing: ["No operation fits.", "Uyan işlem yok."],
  right: ["Right", "Hak"],
  rate: ["Rate class", "Hız sınıfı"],
  audited: ["in the audit log", "denetim kaydına yazılır"],
  parameters: ["Parameters", "Parametreler"],
  body: ["Body", "Gövde"],
  answers: ["Answers", "Yanıtlar"],
  example: ["Example", "Örnek"],
  required: ["required", "zorunlu"],
  link: ["Link to this operation", "Bu işleme bağlantı"],
  members: ["Members of {name}", "{name} üyeleri"],
});
