import assert from "node:assert/strict";
import { cacheFolder } from "../../tools/setup/cache";

describe("the cache's folder", () => {
  const cases: Record<string, { platform: NodeJS.Platform; home: string; env: Record<string, string>; want: string }> = {
    "on Linux": { platform: "linux", home: "/home/ann", env: {}, want: "/home/ann/.cache/drover" },
    "on Linux, where the desktop says": {
      platform: "linux",
      home: "/home/ann",
      env: { XDG_CACHE_HOME: "/var/c" },
      want: "/var/c/drover",
    },
    "on macOS": {
      platform: "darwin",
      home: "/Users/ann",
      env: { XDG_CACHE_HOME: "/var/c" },
      want: "/Users/ann/Library/Caches/drover",
    },
    "on Windows": { platform: "win32", home: "C:\\Users\\ann", env: { LOCALAPPDATA: "D:\\local" }, want: "D:\\local\\drover" },
    "on Windows without LOCALAPPDATA": {
      platform: "win32",
      home: "C:\\Users\\ann",
      env: {},
      want: "C:\\Users\\ann\\AppData\\Local\\drover",
    },
    "where the user says": {
      platform: "linux",
      home: "/home/ann",
      env: { DROVER_CACHE: "/srv/drover", XDG_CACHE_HOME: "/c" },
      want: "/srv/drover",
    },
  };
  for (const [name, { platform, home, env, want }] of Object.entries(cases))
    it(name, () => assert.equal(cacheFolder(env, platform, home), want));
});
