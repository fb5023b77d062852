// Reads equations aloud in two styles with speech-rule-engine, which is MathJax' own voice.
// node tools/speech.mjs EQUATIONS.json WORDS.json; SPEECH_MODULES names node_modules.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const engine = createRequire(join(process.env.SPEECH_MODULES, "x.js"))("speech-rule-engine");
const [, , from, to] = process.argv;
const equations = JSON.parse(readFileSync(from, "utf8"));
const words = equations.map((mathml) => ({ mathml }));
for (const domain of ["clearspeak", "mathspeak"]) {
  await engine.setupEngine({ domain, style: "default", locale: "en", modality: "speech" });
  await engine.engineReady();
  for (const one of words) one[domain] = engine.toSpeech(one.mathml);
}
writeFileSync(to, JSON.stringify(words, null, 0).replaceAll('},{', '},\n{') + "\n");
