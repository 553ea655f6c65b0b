import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Estate } from "./estate";
import type { Noun } from "../engine/registration/groups";
import { HierarchyLink } from "./hierarchyLink";
import type { MemberArgs, Members } from "./members";
import { NotificationServer } from "./notificationServer";
import { Site } from "./site";

/** One class a noun of a migration: a noun without one does not compile. */
export const classes = { NotificationServer, HierarchyLink, Site, Estate } as const satisfies Readonly<
  Record<Noun, new (name: string, args: MemberArgs, options?: ComponentResourceOptions) => Members>
>;
