import { Properties, textOf } from "../codec";

/** What an estate provider is configured with where a program declares the estate, and no migration does. */
export type OwnSettings = Readonly<{ platform: string; lab: string; declares: string }>;

export const ownSettingNames = ["platform", "lab", "declares"] as const satisfies readonly (keyof OwnSettings)[];

export const ownSettingsIn = (properties: Properties): OwnSettings => ({
  platform: textOf(properties, "platform"),
  lab: textOf(properties, "lab"),
  declares: textOf(properties, "declares"),
});

/** Whether a program declares the estate: a migration's provider knows its platform from the documents. */
export const isOwn = (properties: Properties): boolean => Object.hasOwn(properties, "platform");
