import type { ValidateFunction } from "ajv";
import type { Finding } from "../engine/model/finding";
import type { AltirisEstate } from "../platforms/altiris/estate";
import type { ConfigMgrEstate } from "../platforms/configmgr/estate";
import altirisSchema from "../schemas/validators/estateAltiris";
import configMgrSchema from "../schemas/validators/estateConfigMgr";
import { readAltiris } from "./altiris";
import { readConfigMgr } from "./configmgr";
import { carrySites } from "./configmgrCarry";
import { checkCodes, checkHierarchy } from "./configmgrReferences";
import { withDirectory } from "./directory";
import { Inventory } from "./inventory";
import { applyEntryLikes, cutOff, settled } from "./like";
import type { DocumentFile, EstateDocument, Origins } from "./model";
import { nearest } from "./near";
import { checkEstate, checkMigration } from "./references";
import { carryOver } from "./successors";
import type { Folder } from "./text";
import { at, entriesOf, MapNode, textOf } from "./tree";

export type Trees = Readonly<{ old: MapNode; young: MapNode }>;
export type Effective = Readonly<{ trees: Trees; files: readonly DocumentFile[]; findings: readonly Finding[] }>;

/** How one platform's estates are written: everything about documents that its words decide. */
export type Dialect<E extends EstateDocument = EstateDocument> = Readonly<{
  schema: ValidateFunction;
  /** Files, then likes, then what the new estate takes over from the old one. */
  effective(trees: Trees, folder: Folder): Effective;
  /** Names that nothing has. */
  check(trees: Trees, migration: MapNode): readonly Finding[];
  read(tree: MapNode): Readonly<{ document: E; origins: Origins; findings: readonly Finding[] }>;
}>;

const altiris: Dialect<AltirisEstate> = {
  schema: altirisSchema,
  effective({ old, young }, folder) {
    const findings: Finding[] = [];
    const inventory = new Inventory(folder);
    const files: DocumentFile[] = [];
    const filled = (tree: MapNode): MapNode =>
      applyEntryLikes(withDirectory(inventory.filled(tree), folder, files, findings), findings);
    const before = settled(filled(cutOff(old)), findings);
    const after = settled(carryOver(before, filled(young), findings), findings);
    const sites = [...entriesOf(at(before, "sites")).keys(), ...entriesOf(at(after, "sites")).keys()];
    inventory.strays(old, sites);
    inventory.strays(young, sites);
    return {
      trees: { old: before, young: after },
      files: [...inventory.files, ...files],
      findings: findings.concat(inventory.findings),
    };
  },
  check: ({ old, young }, migration) => [checkEstate(old), checkEstate(young, old), checkMigration(migration, old, young)].flat(),
  read: readAltiris,
};

const configMgr: Dialect<ConfigMgrEstate> = {
  schema: configMgrSchema,
  effective({ old, young }, folder) {
    const findings: Finding[] = [];
    const files: DocumentFile[] = [];
    const filled = (tree: MapNode): MapNode => applyEntryLikes(withDirectory(tree, folder, files, findings), findings);
    const before = settled(filled(cutOff(old)), findings);
    const after = settled(carrySites(before, filled(young), findings), findings);
    return { trees: { old: before, young: after }, files, findings };
  },
  check: ({ old, young }, migration) =>
    [checkHierarchy(old), checkHierarchy(young, old), checkCodes(migration, old, young)].flat(),
  read: readConfigMgr,
};

/** By what documents write as their platform. SMS and ConfigMgr are one: a hierarchy goes from the one to the other. */
const dialects: Readonly<Record<string, Dialect>> = { altiris, configmgr: configMgr, sms: configMgr };

/**
 * The new estate's platform chooses: it is where the rules lead to. Where it cannot be read, the old one's does; a misspelt one
 * means the nearest, since in another platform's words nothing of a document would be right. The schema answers an unknown one.
 */
export function dialectOf(young: MapNode | undefined, old: MapNode | undefined): Dialect {
  const said = [young, old].flatMap((tree) => textOf(at(tree, "platform")) ?? []);
  const known = said.find(isPlatform) ?? said.flatMap((name) => nearest(name, Object.keys(dialects)) ?? [])[0];
  return (known === undefined ? undefined : dialects[known]) ?? altiris;
}

export const isPlatform = (name: string): boolean => Object.hasOwn(dialects, name);

/** Whether a hierarchy of the one platform can become one of the other. */
export const leadsTo = (old: string, young: string): boolean => old === young || (old === "sms" && young === "configmgr");
