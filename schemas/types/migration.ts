// Generated from schemas/migration.json by tools/generate.js: change that, then run it again.
/**
 * How to get from one estate to the other. Whatever is left out has a default that a rule gives.
 */
export interface MigrationDocument {
  /**
   * The migration's name.
   */
  migration: string;
  /**
   * The estate as it is: a file of this folder.
   */
  old: string;
  /**
   * The estate as it should be: a file of this folder.
   */
  new: string;
  /**
   * In which order the servers of a hierarchy migrate. Altiris: children-first (the default, ALT-192); halves: half of the children, the parent, the rest (ALT-206); eliminate: the children's agents go straight to the parent (ALT-199). SMS and ConfigMgr: top-down (the default, CM-015).
   */
  strategy?: "children-first" | "halves" | "eliminate" | "top-down";
  /**
   * How much one stage may hold. careful: one server's installation or one wave for each server, and points of no return alone; steady: siblings together; fast: what the rules allow. Default: careful.
   */
  pace?: "careful" | "steady" | "fast";
  /**
   * A small group of agents goes first and works for a while before the others follow (ALT-074).
   */
  pilot?: {
    /**
     * The site that the pilot lies in.
     */
    site: string;
    /**
     * How many of the site's agents. Default: all of them.
     */
    agents?: number;
    /**
     * How long the pilot works before it may be signed off.
     */
    for: string;
  };
  /**
   * How agents are cut into waves.
   */
  waves?: {
    /**
     * The most agents in one wave. Default: 5000 (ALT-076); never above 15000 (ALT-173).
     */
    size?: number;
    /**
     * Sites in the order wished for; sites not named follow. A wish: rules come first.
     */
    order?: string[];
    /**
     * The most agents that move to one server at the same time. Default: 5000 (ALT-076, ALT-223). More, up to 15000 (ALT-173), needs chattyPoliciesOff.
     */
    atOnce?: number;
    /**
     * Whether policies that talk to the agents often are off while more than 5,000 agents move at once (ALT-079). Default: false.
     */
    chattyPoliciesOff?: boolean;
  };
  /**
   * How boundaries go from an SMS site to the ConfigMgr site that takes over from it.
   */
  boundaries?: {
    /**
     * How long a removed boundary takes to be gone from all sites of the hierarchy: before that, nobody may add it (CM-160). Default: 4 h.
     */
    replicationWait?: string;
    /**
     * How long clients may be in no site while their boundaries change hands (CM-159). Default: 12 h.
     */
    gap?: string;
    /**
     * What clients may do with content on a remote distribution point: once the boundaries are gone, all of the old site's are remote (CM-168). Default: download.
     */
    advertisements?: "download" | "run" | "do not run";
  };
  /**
   * When a wave counts as arrived.
   */
  done?: {
    /**
     * The share of the agents seen lately that must report to the new server. Default: 95 %.
     */
    arrived?: string;
    /**
     * The share that must have the new agent. Default: 90 %.
     */
    upgraded?: string;
    /**
     * How often the shares must have been read, and how far apart. Default: 2 readings, 4 h apart.
     */
    stable?: string;
    /**
     * What becomes of agents that did not come. `keep old server`: it stays until at most 1 % is left or 30 days have passed (ALT-226). Or both numbers.
     */
    stragglers?:
      | "keep old server"
      | {
          /**
           * At most this share is left. Default: 1 %.
           */
          below?: string;
          /**
           * Or so long after the last wave. Default: 30 d.
           */
          after?: string;
        };
  };
  /**
   * When work may be done, by what it touches: servers, agents, people (their tasks), or one kind, such as database. Default: any time.
   */
  windows?: {
    [k: string]: Window;
  };
  /**
   * When facts are too old or too different to rely on.
   */
  thresholds?: {
    /**
     * How old a fact may be before a wave waits for a newer one.
     */
    maxAge?: {
      /**
       * Counts of agents. Default: 14 d.
       */
      agents?: string;
      /**
       * Boundaries. Default: 30 d.
       */
      boundaries?: string;
    };
    /**
     * How far a count taken before a wave may differ from the declared one. Default: 10 %.
     */
    countDrift?: string;
  };
  /**
   * Who does which tasks.
   */
  teams?: {
    /**
     * A team.
     */
    [k: string]: {
      /**
       * Its members.
       */
      people: string[];
      /**
       * What it does: kinds or tasks.
       */
      does: string[];
    };
  };
  /**
   * Who signs what. Default: nobody has to.
   */
  approvals?: {
    /**
     * Who may approve.
     */
    approvers: string[];
    /**
     * Signatures that a milestone needs. Default: 1.
     */
    milestone?: number;
    /**
     * Signatures that a point of no return needs. Default: 2.
     */
    pointOfNoReturn?: number;
    /**
     * Whether somebody may approve what they planned or did themselves. Default: no.
     */
    own?: "no" | "yes" | false | true;
  };
  /**
   * Who carries operations out, and who looks at the estate. A name is `default`, `read`, a kind of entity (server, boundaries, task …) or a task (backup-1, or separate.backup-1); of several that fit, the task's counts, then the kind's. Default: the lab, which is a simulation. Changing this needs no new plan.
   */
  drivers?: {
    /**
     * lab (a simulation), runbook (people do it and write down what they did), import (reading alone: the declared estate, as long as it is not too old), or exec: and a program of yours; the long form says how the program is run.
     */
    [k: string]:
      | string
      | {
          /**
           * The program in the migration's folder, or a list of the program and its arguments. Never given to a shell.
           */
          exec: string | [string, ...string[]];
          /**
           * Where it runs, if not on this machine.
           */
          over?: string;
          /**
           * The file in the migration's folder with the host's key.
           */
          knownHosts?: string;
          /**
           * The name of the file with the private key, if the SSH agent has none.
           */
          key?: string;
          /**
           * How long one question or act may take. Default: 10 min.
           */
          timeout?: string;
          /**
           * Names of secrets that the program gets in its environment; their values come from the stack's configuration.
           */
          env?: string[];
          /**
           * How many of its processes may run beside one another. Default: 1.
           */
          atOnce?: number;
        };
  };
  /**
   * Answers to what a rule asks; each with its reason.
   */
  decisions?: {
    /**
     * Site servers that exist only during the migration, so that no server is ever without one (ALT-230, ALT-231).
     */
    temporarySiteServers?: {
      /**
       * A temporary site server.
       */
      [k: string]: {
        /**
         * The site or the sites that it serves.
         */
        at: string | [string, ...string[]];
        /**
         * The estate whose server it works for. Default: old.
         */
        side?: "old" | "new";
        /**
         * Its host name.
         */
        host: string;
        /**
         * What it offers. Default: package and task.
         */
        services?: ("package" | "task")[];
        /**
         * The reason, for the report's readers.
         */
        why: string;
      };
    };
    /**
     * What becomes of a product that the new version does not have, by product.
     */
    products?: {
      /**
       * The decision.
       */
      [k: string]: {
        /**
         * remove: it is uninstalled before the migration; side-by-side: it stays on the old server alone.
         */
        choose: "remove" | "side-by-side";
        /**
         * The reason, for the report's readers.
         */
        why: string;
      };
    };
    /**
     * What becomes of a link of the old estate that the new one does not show, as parent--child.
     */
    links?: {
      /**
       * The decision.
       */
      [k: string]: {
        /**
         * keep: it is put back; drop: it is gone for good.
         */
        choose: "keep" | "drop";
        /**
         * The reason, for the report's readers.
         */
        why: string;
      };
    };
    /**
     * What becomes of an SMS site's legacy clients, which do not work in a ConfigMgr site (CM-040), by site code.
     */
    legacyClients?: {
      /**
       * A decision.
       */
      [k: string]: {
        /**
         * convert: each gets the advanced client before its site goes. stay: they remain on the SMS site, which the new estate keeps.
         */
        choose: "convert" | "stay";
        /**
         * The reason, quoted in the report.
         */
        why: string;
      };
    };
  };
  /**
   * Orders wished for beyond what rules ask: one entity before another. A wish that contradicts the rules is refused, and the refusal names both.
   */
  wishes?: {
    /**
     * What begins first, as kind and name; nothing happens to the other before its first operation is over. A site's name stands for all of its waves.
     */
    first: string;
    /**
     * What comes after it.
     */
    then: string;
    /**
     * The reason, for the report's readers.
     */
    why: string;
  }[];
  /**
   * What is left alone for a while: nothing happens to the entity before the milestone, or all that happens to the other entity, is over, and then in a later stage.
   */
  holds?: {
    /**
     * What is held, as kind and name. A site's name stands for all of its waves.
     */
    entity: string;
    /**
     * The milestone, or the entity, that must be over before.
     */
    until: string;
    /**
     * The reason, for the report's readers.
     */
    why: string;
  }[];
  /**
   * Findings that are accepted for a while; each with reason, name and date.
   */
  waivers?: {
    /**
     * The rule's id.
     */
    rule: string;
    /**
     * The entity it is about. Default: all.
     */
    entity?: string;
    /**
     * Why the finding is accepted.
     */
    reason: string;
    /**
     * Who accepts it.
     */
    by: string;
    /**
     * The last day it holds.
     */
    until: string;
  }[];
}
/**
 * Recurring hours in which work may be done.
 */
export interface Window {
  /**
   * Days and hours.
   */
  every: string;
  /**
   * The IANA time zone of these hours.
   */
  zone: string;
  /**
   * Freezes: first and last day, or one day.
   */
  except?: string[];
  /**
   * Whether a stage that works in these hours begins only where all of it fits into one opening.
   */
  mustFinish?: boolean;
}
