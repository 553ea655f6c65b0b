import { altiris } from "./altiris";
import { configmgr } from "./configmgr";
import type { Physics } from "./physics";

const platforms: Readonly<Record<string, Physics>> = { altiris, configmgr };

/** The laws of a platform, by the name that its documents give it. */
export function physicsOf(platform: string): Physics {
  const physics = Object.hasOwn(platforms, platform) ? platforms[platform] : undefined;
  if (physics) return physics;
  throw new Error(`the lab knows no platform ${platform}; it knows ${Object.keys(platforms).join(", ")}`);
}
