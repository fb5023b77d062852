// Plays every item of QTI 3.0 in two players of others, in a real browser, by typing and clicking.
// node browser.mjs CASES.json OUT.json; node_modules and a Chromium lie where the environment says.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const modules = process.env.PLAYERS_MODULES;
const { chromium } = createRequire(join(modules, "x.js"))("playwright-core");

const file = (...path) => join(modules, ...path);

const PLAYERS = {
  "qti-components": {
    scripts: [file("@citolab", "qti-components", "cdn", "index.global.js")],
    body: "<main></main>",
    async load(xml) {
      const place = document.querySelector("main");
      place.innerHTML = "";
      const [whole, container] = ["qti-item", "item-container"].map((tag) => document.createElement(tag));
      container.itemXML = xml; // before it is shown: a change just after is not heard
      whole.append(container);
      const connected = new Promise((done) =>
        place.addEventListener("qti-assessment-item-connected", (e) => done(e.detail), { once: true }),
      );
      place.append(whole);
      window.item = await connected;
      await new Promise((done) => setTimeout(done, 60));
    },
    async respond(typed) {
      const root = document.querySelector("item-container").shadowRoot;
      for (const [name, value] of Object.entries(typed)) {
        const field = root.querySelector(`[response-identifier="${name}"]`);
        const kind = field.localName;
        if (kind === "qti-text-entry-interaction") {
          const input = field.shadowRoot.querySelector("input");
          input.value = value;
          for (const event of ["input", "keyup", "change"])
            input.dispatchEvent(new Event(event, { bubbles: true, composed: true }));
        } else if (kind === "qti-choice-interaction") {
          for (const one of [value].flat()) field.querySelector(`[identifier="${one}"]`).click();
        } else {
          window.item.updateResponseVariable(name, value); // no pointer drags, no list is opened
        }
      }
      await new Promise((done) => setTimeout(done, 20));
      window.item.processResponse();
      return Number(window.item.getOutcome("SCORE").value);
    },
  },
  "qti3-item-player": {
    scripts: [file("vue", "dist", "vue.min.js"), file("qti3-item-player", "dist", "qti3Player.umd.min.js")],
    body: "<main></main>",
    async load(xml) {
      const Player = window.qti3Player.default ?? window.qti3Player.Qti3Player ?? window.qti3Player;
      window.vue?.$destroy();
      document.body.innerHTML = "<main></main>";
      const ready = new Promise((done) => (window.ready = done));
      window.player = await new Promise((done) => {
        const on = {
          notifyQti3PlayerReady: done,
          notifyQti3ItemReady: () => window.ready(),
          notifyQti3EndAttemptCompleted: (data) => window.ended(data),
        };
        const props = { suppressAlertMessages: true, suppressInvalidResponseMessages: true };
        window.vue = new window.Vue({ el: "main", render: (h) => h(Player, { props, on }) });
      });
      const sessionControl = { max_attempts: 0, show_feedback: false, validate_responses: false };
      window.player.loadItemFromXml(xml, { guid: String(Math.random()), status: "interacting", sessionControl });
      await ready;
      await new Promise((done) => setTimeout(done, 10));
    },
    async respond(typed) {
      const find = (name) => {
        const open = [window.player];
        while (open.length) {
          const one = open.pop();
          if (one.responseIdentifier === name && one.setResponse) return one;
          open.push(...one.$children);
        }
        throw new Error(`no interaction ${name}`);
      };
      for (const [name, value] of Object.entries(typed)) {
        const field = find(name);
        const input = field.$el.querySelector?.("input[type=text]") ?? (field.$el.matches?.("input[type=text]") ? field.$el : null);
        if (input) {
          input.value = value;
          for (const event of ["input", "keyup", "change", "blur"])
            input.dispatchEvent(new Event(event, { bubbles: true }));
        } else field.setResponse(value);
      }
      await new Promise((done) => setTimeout(done, 10));
      const state = await new Promise((done) => {
        window.ended = done;
        window.player.endAttempt("next");
      });
      return Number((state.state ?? state).outcomeVariables.find((v) => v.identifier === "SCORE").value);
    },
  },
};

const [, , cases, out] = process.argv;
const items = JSON.parse(readFileSync(cases, "utf8"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const scores = {};
for (const [name, player] of Object.entries(PLAYERS)) {
  const page = await browser.newPage();
  page.setDefaultTimeout(20000);
  if (process.env.VERBOSE) page.on("pageerror", (e) => console.error(name, e.message.slice(0, 300)));
  await page.setContent(`<!DOCTYPE html><html><body>${player.body}</body></html>`);
  for (const path of player.scripts) await page.addScriptTag({ path });
  await page.evaluate(`window.load = async ${asFunction(player.load)}; window.respond = async ${asFunction(player.respond)};`);
  for (const item of items)
    for (const one of item.cases) {
      const play = () => page.evaluate(
          ([xml, typed]) =>
            Promise.race([
              window.load(xml).then(() => window.respond(typed)),
              new Promise((_, fail) => setTimeout(() => fail(new Error("no answer in 3 s")), 3000)),
            ]),
          [item.xml, one.typed],
        );
      const score = await play().catch(play).catch((error) => String(error).slice(0, 200));
      ((scores[name] ??= {})[item.id] ??= {})[one.name] = score;
    }
  await page.close();
}
await browser.close();
writeFileSync(out, JSON.stringify(scores, null, 1));

function asFunction(method) {
  return String(method).replace(/^async\s+/, "").replace(/^\w+\s*\(/, "function (");
}
