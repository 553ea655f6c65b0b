import { State, number } from "../engine/model/entity";
import type { Stage } from "../engine/model/plan";
import type { Problem } from "../engine/model/problem";
import { reversible } from "../engine/passes/stages";
import { states } from "../engine/passes/walk";
import { grouped } from "../engine/text";

const ink = "#1f2933";
const faint = "#7b8794";
const oldSide = "#b0413e";
const newSide = "#2f6f9f";

const width = 960;
const left = 64;
const top = 70;
const high = 190;

/**
 * The picture that stays in mind: agents on the old and on the new side, state after state. Colours differ in lightness as well,
 * and both areas are labelled, so that it can be read in grey.
 */
export function picture(problem: Problem, stages: readonly Stage[]): string {
  const all = states(problem.table, problem.start, stages);
  const moved = all.map((state) => agents(problem, state, true));
  const total = agents(problem, problem.start, false) + (moved[0] as number);
  const step = (width - left - 24) / Math.max(1, all.length);
  const x = (i: number): number => left + i * step;
  const y = (n: number): number => top + high - (total === 0 ? 0 : (n / total) * high);
  const blocks = moved.map((n, i) => block(x(i), step, y(n), n, total));
  const labels = ["adopt", ...stages.map((stage) => stage.name)].map((name, i) =>
    label(x(i) + step / 2, name, i, stages[i - 1], problem, all[i - 1]),
  );
  const height = top + high + 150;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" role="img" aria-label="${escaped(problem.model.title)}: agents on the old and the new side after each stage">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${left}" y="30" font-size="19" font-weight="600" fill="${ink}">${escaped(problem.model.title)}: ${stages.length} stages, each a safe state</text>`,
    `<text x="${left}" y="52" font-size="13" fill="${faint}">agents after each stage; ● a person signs before the next; ▲ no way back</text>`,
    `<text x="${left - 8}" y="${y(total) + 5}" font-size="12" text-anchor="end" fill="${faint}">${grouped(total)}</text>`,
    `<text x="${left - 8}" y="${y(0) + 4}" font-size="12" text-anchor="end" fill="${faint}">0</text>`,
    ...blocks,
    ...labels,
    `<text x="${x(0) + 10}" y="${y(total) + 22}" font-size="14" fill="#ffffff">old side</text>`,
    `<text x="${x(all.length) - 10}" y="${y(0) - 12}" font-size="14" text-anchor="end" fill="#ffffff">new side</text>`,
    "</svg>",
    "",
  ].join("\n");
}

const agents = (problem: Problem, state: State, arrived: boolean): number => {
  const last = problem.table.has("wave") ? problem.table.of("wave").last : [];
  return [...state.values()].reduce(
    (sum, entity) => sum + (entity.kind === "wave" && last.includes(entity.phase) === arrived ? number(entity, "agents") : 0),
    0,
  );
};

function block(x: number, step: number, y: number, moved: number, total: number): string {
  const old = `<rect x="${round(x + 2)}" y="${top}" width="${round(step - 4)}" height="${round(y - top)}" fill="${oldSide}"/>`;
  const anew = `<rect x="${round(x + 2)}" y="${round(y)}" width="${round(step - 4)}" height="${round(top + high - y)}" fill="${newSide}"/>`;
  const share =
    moved > 0 && moved < total
      ? `<text x="${round(x + step / 2)}" y="${round(Math.min(y + 18, top + high - 6))}" font-size="12" text-anchor="middle" fill="#ffffff">${grouped(moved)}</text>`
      : "";
  return old + anew + share;
}

function label(
  x: number,
  name: string,
  i: number,
  stage: Stage | undefined,
  problem: Problem,
  before: State | undefined,
): string {
  const marks =
    stage && before ? `${stage.ends === "signed-off" ? "●" : ""}${reversible(stage, problem.table, before) ? "" : "▲"}` : "";
  const base = top + high + 16;
  return (
    `<text x="${round(x)}" y="${base}" font-size="12" text-anchor="middle" fill="${ink}">${i}${marks ? ` ${marks}` : ""}</text>` +
    `<text transform="translate(${round(x - 4)} ${base + 16}) rotate(35)" font-size="12" fill="${ink}">${escaped(name)}</text>`
  );
}

const round = (n: number): number => Math.round(n * 10) / 10;
const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");
