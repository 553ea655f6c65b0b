import assert from "node:assert/strict";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { openMigration } from "../../documents/open";
import { finalOperations } from "../../engine/passes/stages";
import { Transition, transition } from "../../engine/stages";
import { Entry, openLabWhenFree } from "../../lab";
import { Carried, carriedIn } from "../../provider/session";
import { world } from "../../provider/world";
import { BadLine } from "./driver";
import { judge } from "./judge";
import { Moment, moments } from "./moments";
import { providersIn, providersOf, until } from "../provider/pulumi/processes";
import { Project, Ran, Running } from "../provider/pulumi/project";

/** How a moment ended: whether it came at all, and all that was wrong. */
export type Verdict = Readonly<{ met: boolean; wrong: readonly string[]; ms: number }>;

const UP = ["up", "--yes", "--skip-preview"] as const;
/** A step takes so long where somebody is to be killed after it. */
const DELAY_MS = 250;
/** A call that comes late comes so long after the command that makes up for it was typed. */
const LATE_MS = 1_500;
/** A call that hangs on in a provider whose CLI is dead. */
const HANG_MS = 4_000;

/** An answer that is given twice does no harm; and a signal may come when all is said and done. */
const mayComeTooLate = ({ trouble }: Moment): boolean =>
  trouble === "a call is answered twice" || trouble === "kill -9 of the CLI" || trouble === "the provider is killed";

/** The sample migration, and what is done to it. Each stage's beginning is kept, so that a moment costs two runs. */
export class Torture {
  readonly project = new Project();
  readonly plan: Carried;

  constructor() {
    const { migration } = this.project;
    this.plan = carriedIn(openMigration(migration)) ?? assert.fail(`${migration} cannot be carried out`);
  }

  draw(count: number, seed: number): readonly Moment[] {
    const { stages, states, table, lock } = this.plan;
    const final = stages.flatMap((stage, i) =>
      finalOperations(stage, table, states[i] ?? new Map()).length > 0 ? [i + 1] : [],
    );
    return moments(lock, new Set(final), count, seed);
  }

  /** Brings stack and lab to the end of a stage, as somebody does it whom nothing happens to. */
  private async at(stage: number): Promise<void> {
    if (stage < 0 || this.project.kept(`${stage}`)) return this.project.restore(stage < 0 ? "nothing" : `${stage}`);
    await this.at(stage - 1);
    this.tell(stage - 1, stage);
    await this.project.succeeds(...UP);
    this.project.keep(`${stage}`);
  }

  private tell(from: number, to: number): void {
    const name = (stage: number): string => (stage === 0 ? "adopt" : (this.plan.stages[stage - 1]?.name ?? ""));
    this.project.tell(from < 0 ? "" : name(from), name(to));
  }

  /** A stage, the trouble in the middle of it, the documented command, and what is to be said of it. */
  async suffer(moment: Moment): Promise<Verdict> {
    const began = Date.now();
    const { project } = this;
    const { stage, back } = moment;
    const [from, to] = back ? [stage, stage - 1] : [stage - 1, stage];
    if (!project.kept("nothing")) {
      await project.newStack();
      mkdirSync(project.labFolder);
      project.keep("nothing");
    }
    await this.at(from);
    this.tell(from, to);
    if (stage > 0) await this.prepare(moment);
    const before = stage > 0 ? project.look((lab) => lab.journal().length) : 0;
    const line = new Line(project, moment, before);
    const { status, output } = await line.run();
    const met = await line.over;
    const wrong: string[] = [];
    if (status !== 0 || moment.command.startsWith("drover")) wrong.push(...(await this.recover(moment, line)));
    else if (met && !mayComeTooLate(moment)) wrong.push(`nothing came of it: ${moment.trouble}`);
    if (status !== 0 && !met) wrong.push(`it failed before anything happened: ${output.slice(-2_000)}`);
    project.world = world;
    await until(() => providersIn(project.folder).length === 0, "all providers have gone");
    const way: Transition = transition(this.plan, Math.max(0, from), to);
    if (
      project.completed() !==
      `r1/${to === 0 ? "adopt" : way.stage && !back ? way.stage.name : (this.plan.stages[to - 1]?.name ?? "")}`
    )
      wrong.push(`the stack says that it completed ${project.completed()}`);
    wrong.push(...judge(project, this.plan, way, project.look((lab) => lab.journal()).slice(before)));
    if (wrong.length === 0 && !back && !project.kept(`${stage}`)) await this.keepAs(stage);
    return { met, wrong, ms: Date.now() - began };
  }

  private async keepAs(stage: number): Promise<void> {
    if (stage > 0) await this.withLab((lab) => void (lab.faults = []));
    this.project.keep(`${stage}`);
  }

  private async withLab(by: (lab: Awaited<ReturnType<typeof openLabWhenFree>>) => void): Promise<void> {
    const lab = await openLabWhenFree(this.project.labFolder, { waitMs: 30_000 });
    by(lab);
    lab.close();
  }

  /** What the lab itself has to do with the trouble: acts that take long enough to be met in the middle, or that break there. */
  private prepare({ trouble, ref, step }: Moment): Promise<void> {
    return this.withLab((lab) => {
      if (trouble === "kill -9 of the CLI" || trouble === "the provider is killed")
        lab.faults = [{ ref, does: "delay", ms: DELAY_MS }];
      if (trouble === "a call fails half-way") lab.faults = [{ ref, does: "half", after: step, times: 1 }];
      if (trouble === "the CLI is killed while a call hangs") lab.faults = [{ ref, does: "hang", ms: HANG_MS }];
    });
  }

  /** The documented command; what it said where it did not bring the stage to its end. */
  private async recover({ command }: Moment, line: Line): Promise<readonly string[]> {
    const { project } = this;
    const said = ({ status, output }: Ran): readonly string[] =>
      status === 0 ? [] : [`${command} ended with ${status}: ${output.slice(-3_000)}`];
    project.world = world;
    const late = line.bad?.late && { late: line.bad.late, letGo: line.bad.letGo.open };
    if (late) setTimeout(late.letGo, LATE_MS);
    if (command === "drover apply" || command === "drover resume") {
      const ran = await project.drover(command === "drover apply" ? "apply" : "resume", "lab");
      await late?.late;
      return said(ran);
    }
    if (command === "pulumi cancel, pulumi up") {
      const { status, output } = await project.run("cancel", "--yes");
      if (status !== 0) return [`pulumi cancel ended with ${status}: ${output}`];
    }
    const ran = await project.run(...UP);
    await late?.late;
    return said(ran);
  }
}

/** One run with something that happens in it. */
class Line {
  bad: BadLine | undefined;
  over: Promise<boolean> = Promise.resolve(false);

  constructor(
    private readonly project: Project,
    private readonly moment: Moment,
    private readonly before: number,
  ) {}

  async run(): Promise<Ran> {
    const { project, moment } = this;
    switch (moment.trouble) {
      case "the provider is killed":
        return project.inProcessesOfTheirOwn(() => this.killed(), "provider");
      case "kill -9 of the CLI":
      case "the CLI is killed while a call hangs":
        return project.inProcessesOfTheirOwn(() => this.killed(), "both");
      case "a call hangs":
      case "a call comes late":
        return project.inProcessesOfTheirOwn(() => this.troubled(), "program");
      default:
        return this.troubled();
    }
  }

  /** Program and provider here, and a bad line to the estate. */
  private async troubled(): Promise<Ran> {
    const { project, moment } = this;
    let met = false;
    project.world = {
      ...world,
      driver: (reach) => {
        const bad = new BadLine(world.driver(reach), moment.trouble, moment.ref, moment.step);
        void bad.met.opened.then(() => ((met = true), (this.bad = bad)));
        return bad;
      },
    };
    const { child, over } = await project.begin(...UP);
    const hangs = moment.trouble === "a call hangs" || moment.trouble === "a call comes late";
    const ended = over.then(() => true);
    if (hangs) {
      while (!met && !(await Promise.race([ended, pause(50)])));
      if (met) await interrupted({ child, over });
    }
    const ran = await over;
    // a fault of the lab is gone from its list when it has happened
    if (moment.trouble === "a call fails half-way") met = project.look((lab) => lab.faults.length === 0);
    this.over = Promise.resolve(met);
    return ran;
  }

  /** The provider in a process of its own; somebody is killed when the record has come to the moment. */
  private async killed(): Promise<Ran> {
    const { project, moment } = this;
    const { child, over } = await project.begin(...UP);
    let ended = false;
    void over.then(() => (ended = true));
    const pid = child.pid ?? assert.fail("pulumi did not start");
    while (!ended && !(providersOf(pid).length > 0 && this.reached())) await pause(80);
    if (moment.ref === "") await Promise.race([over, pause(moment.step * 100)]);
    const [provider] = providersOf(pid);
    const met = !ended && provider !== undefined;
    if (met) process.kill(moment.trouble === "the provider is killed" ? provider : pid, "SIGKILL");
    this.over = Promise.resolve(met);
    return over;
  }

  private size = -1;
  /** The act has begun and taken as many steps; while adopting, the estate is there. */
  private reached(): boolean {
    const { ref, step } = this.moment;
    const journal = join(this.project.labFolder, "journal.ndjson");
    const size = statSync(journal, { throwIfNoEntry: false })?.size ?? 0;
    if (size === this.size) return false;
    this.size = size;
    const entries = size === 0 ? [] : this.project.look((lab) => lab.journal()).slice(this.before);
    const of = (what: Entry["what"]): number => entries.filter((entry) => entry.what === what && entry.ref === ref).length;
    return ref === "" ? entries.length > 0 : of("end") > 0 || (of("begin") > 0 && of("step") >= step);
  }
}

const pause = (ms: number): Promise<false> => new Promise((done) => setTimeout(() => done(false), ms));

/** Ctrl-C; once more, since nothing comes of it; and an end. */
async function interrupted({ child, over }: Running): Promise<void> {
  for (const signal of ["SIGINT", "SIGINT", "SIGKILL"] as const) {
    child.kill(signal);
    if (await Promise.race([over.then(() => true), pause(signal === "SIGINT" ? 1_000 : 60_000)])) return;
  }
}
