/**
 * What a person does at the consoles, task by task, where one line would not be enough. The source's own procedures, shortened;
 * `{names}` are filled in from the procedure's subject.
 */

const hierarchyPage = "In the Symantec Management Console of";

/** ALT-215, ALT-214: one procedure for both ways. */
const replication = (host: string, choose: "Disable" | "Enable"): readonly string[] => [
  `${hierarchyPage} {${host}}, open Settings, then Notification Server, then Hierarchy`,
  `On the tab Topology, in the view Diagram, right-click {${host}} (the local server)`,
  `Choose ${choose} Replication`,
];

/** ALT-140, ALT-141. */
const backup: readonly string[] = [
  "In SQL Server's management tool, expand Databases and right-click {oldDatabaseName}",
  "Choose Tasks, then Back Up; set the backup type to Full and name the backup set",
  "Set the destination to a safe place that is not this computer, and start the backup",
];

export const steps = {
  backup,
  replicationOff: replication("oldHost", "Disable"),
  replicationOn: replication("newHost", "Enable"),
  /** ALT-100, with the page that ALT-215 names. */
  documentLink: [
    `${hierarchyPage} {parentHost} and in that of {childHost}, open Settings, then Notification Server, then Hierarchy`,
    "Write down which of the two is the parent, and when the relationship replicates",
    "Write down every replication rule, and in which direction it works",
  ],
  /** ALT-203, with the page that ALT-215 names. */
  noLinks: [
    "In the Symantec Management Console of each of {oldHosts}, open Settings, then Notification Server, then Hierarchy",
    "On the tab Topology, see that the server stands alone",
  ],
  /** ALT-112: line 653. */
  installSql: [
    "Where {newHost} has no operating system yet, install Windows Server 2008 R2 (64-bit) first",
    "Install SQL Server on {newHost}, with the collation {collation}",
  ],
  /** ALT-112, ALT-143. */
  copyBackup: ["Find the file of the second backup of {oldDatabaseName}", "Copy it to a local disk of {newHost}, and compare the sizes"],
  /** ALT-145. */
  restore: [
    "In SQL Server's management tool on {newSql}, right-click Databases and choose Restore Database",
    "Take From device, and open the list of devices by the button with the ellipsis",
    "Choose Add, select the file of the second backup of {oldDatabaseName}, and close both dialogs with OK",
    "Enter {newDatabaseName} as To database and tick that backup among the backup sets",
    "Start with OK, wait, and confirm the message that the database is restored",
    "Open the properties of {newDatabaseName} and compare its collation with {collation}",
  ],
  /** ALT-148. */
  permissions: [
    "In SQL Server's management tool on {newSql}, right-click {newDatabaseName} under Databases and choose Properties",
    "Go to the page Files and open the choice of the owner by the button with the ellipsis",
    "Choose Browse, select {databaseOwner}, and close each of the three dialogs with OK",
  ],
  /** ALT-118 to ALT-120: line 654. */
  prepare: [
    "Install Windows Server 2008 R2 (64-bit) on {newHost}",
    "Create the accounts that were written down on {oldHost}, with the same user names",
    "Where SSL is in use, install it and its certificates",
    "Install the plug-ins that the products need: Silverlight 4.0, Flash Player 10, Java Runtime 6",
  ],
  /** ALT-048, ALT-095, ALT-123: lines 658 to 664. */
  install: [
    "Install Symantec Installation Manager on {newHost}, in {installPath} as on {oldHost}",
    "In it, choose the products; all that {oldHost} has must be among them: {oldProducts}",
    "On the page Optional Installations, tick the components of the migration wizard",
    "On the page Database Configuration, choose {newSql} and the restored {newDatabaseName}",
    "Let the installation run to its end; it brings the database to the schema of 7.1",
  ],
  /** Lines 966 to 970. */
  applyLicences: [
    "In Installation Manager on {newHost}, open the page Product Licensing",
    "Apply the licence of each product from where they were copied to; where one is refused, download a new one from the licensing portal",
  ],
  /** ALT-252, with lines 1087 to 1089. */
  wizard: [
    "On {newHost}, open the folder MigrationPackage of Installation Manager (by default in C:\\Program Files\\Altiris\\Symantec Installation Manager)",
    "Copy the 32-bit package to {oldHost}: the one without the word silent in its name",
    "Run it on {oldHost} as a local administrator",
  ],
  /** ALT-270. */
  export: [
    "On {oldHost}, the wizard starts in export mode when it is installed; else run NSUpgradeWizard.exe as a local administrator",
    "Pass Welcome; on Export/Import Task Selection, enter name and place of the store, which ends with .adb",
    "On Password Protection, enter a password if the store is to be encrypted; the import will ask for it",
    "On Exporter Configuration, select everything",
    "On Product Readiness Check, read the messages; the column Message says why data are left out",
    "If a warning follows, Yes goes on; No and Back lead to the reasons",
    "On Task Summary, see that it is about to do the right things, and go on",
    "Confirm the message of success, then Finish; where it failed, do as the message says and export again",
  ],
  /** ALT-279. */
  import: [
    "On {newHost}, run NSUpgradeWizard.exe as a local administrator, if the wizard does not run in import mode already",
    "Pass Welcome; on Export/Import Task Selection, select the store that was copied from {oldHost}",
    "On Password Protection, enter the password of the export, if it had one",
    "On Importer Configuration, select the data: all of it, or one product after the other",
    "On Product Readiness Check, read the messages; the column Message says why data are left out",
    "On Task Summary, see that it is about to do the right things, and go on",
    "Confirm the message of success, then Finish; where it failed, do as the message says and import again",
  ],
  /** ALT-133: line 677. */
  confirmSites: [
    "In the console of {newHost}, compare sites and subnets with the declared ones on the page Site Server Settings",
    "Look at the connection profiles on the pages Credentials Management and Account Management",
    "Make right what is missing or differs",
  ],
  /** ALT-151 to ALT-155: lines 761 to 767, with the pages of lines 797 and 829. */
  takeOver: [
    "Take task servers before package servers, and do all that follows in one go for each",
    "In the console of {oldHost}, open Settings, Agents/Plug-ins, Targeted Agent Settings, and the policy of this site server; on the tab Advanced, let the alternate URL lead to {newHost}",
    "As soon as it reports to {newHost}, remove it from the site servers of {oldHost}",
    "In the console of {newHost}, open Settings, Agents/Plug-ins, Symantec Management Agent, Windows, and enable for it the upgrade policy of the folder Site Server that fits",
    "See that its agent is upgraded, and after it the package and task services",
  ],
  /** ALT-168 to ALT-170: lines 785 to 825. */
  redirect: [
    "In the console of {oldHost}, put the computers of this wave into the filter of those that move",
    "Open Settings, Agents/Plug-ins, Targeted Agent Settings; see that the policy of the move aims at this filter and that all other policies exclude it",
    "On the policy's tab Advanced, under Alternate URL for accessing NS, enter {newHost} as Server Name and https://{newHost}:<port>/Altiris/ as Server Web",
    "Save the changes",
  ],
  /** ALT-217: lines 918 to 925. */
  move: [
    "Wait until the computers of this wave report to {newHost}",
    "In the console of {newHost}, open Settings, Agents/Plug-ins, Symantec Management Agent; enable for this wave the upgrade policies that fit, under Windows in the folder Non Site Server, for others in UNIX/Linux/Mac",
    "When the agents are upgraded, enable the upgrade policies of those plug-ins that the computers had before",
    "Count who has come and who is upgraded",
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
