import { createHash } from "node:crypto";
import type { Todo } from "../documents/evidence/todo";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => entities[one] as string);

/** Collects what was filled in, as `drover attest --from` reads it. What is left empty was not done. */
const script = `
const collect = () => [...document.querySelectorAll("section")].filter((one) => one.querySelector(".done").checked).map((one) => ({
  entity: one.dataset.entity, stage: one.dataset.stage,
  ...(document.getElementById("by").value ? { by: document.getElementById("by").value } : {}),
  ...(one.querySelector(".at").value ? { at: new Date(one.querySelector(".at").value).toISOString() } : {}),
  fields: Object.fromEntries([...one.querySelectorAll("[data-field]")].map((input) => [input.dataset.field, input.value])),
}));
document.addEventListener("input", () => { document.getElementById("json").value = JSON.stringify(collect(), null, 2); });
document.getElementById("save").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([JSON.stringify(collect(), null, 2)], { type: "application/json" }));
  link.download = "attest.json";
  link.click();
});
`;

const style = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
section { border-top: 1px solid #888; padding: .5rem 0 1rem; }
label { display: block; margin: .3rem 0; } input[type="text"], input:not([type]) { width: 100%; box-sizing: border-box; }
textarea { width: 100%; height: 12rem; } .about { color: #555; } code { overflow-wrap: anywhere; }
`;

/** A form of one file, to be filled in without network and without Drover: it gives the JSON that `attest --from` reads. */
export function formOf(title: string, folder: string, todos: readonly Todo[]): string {
  const hash = createHash("sha256").update(script).digest("base64");
  const csp = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; img-src blob:`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(csp)}">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p>Tick what you have done, record what is asked for, save, and hand the file back: <code>${escaped(
    `drover attest ${folder} --from attest.json`,
  )}</code> checks it.</p>
<label>Who did it <input id="by" autocomplete="off"></label>
${todos.map(sectionOf).join("\n")}
<h2>What goes back</h2>
<p><button id="save" type="button">Save attest.json</button></p>
<textarea id="json" readonly aria-label="attest.json">[]</textarea>
<script>${script}</script>
</body>
</html>
`;
}

function sectionOf(todo: Todo): string {
  const first = [...todo.people, ...todo.drivers];
  const steps = todo.steps.map((step) => `<li>${escaped(step)}</li>`).join("");
  const fields = todo.fields.map(
    ({ name, what, wanted }) =>
      `<label>${escaped(`${name} (${what})`)} <input data-field="${escaped(name)}" value="${
        wanted.form === "equals" ? escaped(wanted.values.join(", ")) : ""
      }" autocomplete="off"></label>`,
  );
  return `<section data-entity="${escaped(todo.entity)}" data-stage="${escaped(todo.stage)}">
<h2>${escaped(todo.do)}</h2>
<p class="about">${escaped(`${todo.stage}, ${todo.entity}${todo.team === undefined ? "" : `, team ${todo.team}`}: ${todo.because.join(", ")}`)}${
    first.length > 0 ? `<br>${escaped(`first: ${first.join(", ")}`)}` : ""
  }</p>
${steps === "" ? "" : `<ol>${steps}</ol>`}
<label><input type="checkbox" class="done"> done</label>
<label>when <input type="datetime-local" class="at"></label>
${fields.join("\n")}
</section>`;
}
