import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Declaring, EstateArgs } from "./declaring";
import { MemberArgs, Members, isMembers } from "./members";

/**
 * An estate. A program needs one only to name it, or to say where it is simulated: components without one belong to the estate of
 * the program. In a migration it has what belongs to no server, link or site.
 */
export class Estate extends Members {
  constructor(name: string, args: EstateArgs | MemberArgs, options?: ComponentResourceOptions) {
    super("Estate", name, isMembers(args) ? args : new Declaring(name, args).declare([]), options);
  }
}
