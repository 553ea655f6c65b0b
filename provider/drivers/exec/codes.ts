/** What a driver's program can do wrong, each with what mends it; part of the provider's registry. Ids are never used again. */
export const execCodes = {
  "EXE-001": {
    title: "a driver of kind exec is described wrongly",
    remedy: "correct its entry under drivers in migration.yaml",
  },
  "EXE-002": {
    title: "a file that a driver needs cannot be used",
    remedy: "put it into the migration's folder as the message asks for",
  },
  "EXE-003": {
    title: "a secret that a program is to get is missing or cannot be hidden",
    remedy: "set it in the stack's configuration: `pulumi config set --secret --path drover:secrets.NAME`",
  },
  "EXE-004": {
    title: "a driver's program cannot be started",
    remedy: "correct what the message names and run the command again",
  },
  "EXE-005": {
    title: "a driver's program failed",
    remedy: "correct the program, or what it complains of, and run `pulumi up` again",
  },
  "EXE-006": {
    title: "a driver's program took too long",
    remedy: "let the program answer notYet while the work goes on, or give it a longer timeout in migration.yaml",
  },
  "EXE-007": {
    title: "a driver's program wrote too much",
    remedy: "write one answer to standard output, and everything else to standard error",
  },
  "EXE-008": {
    title: "a driver's program answered something that is no JSON",
    remedy: "write one JSON object to standard output, and everything else to standard error",
  },
  "EXE-009": {
    title: "a driver's program answered in another form",
    remedy: "answer as schemas/exec-answer.json describes it; docs/exec.md has examples",
  },
  "EXE-010": {
    title: "a driver's program answered another question",
    remedy: "repeat the request's id in the answer, and keep no answers between two requests",
  },
  "EXE-011": {
    title: "nobody knows whether an act was done",
    remedy:
      "look in the estate whether it was done; then run `pulumi up` again, which reads the estate first and goes on under the same id",
  },
  "EXE-012": {
    title: "a driver's program cannot reach what it drives",
    remedy: "make it reachable and run the command again",
  },
  "EXE-013": {
    title: "a driver's host cannot be reached over SSH",
    remedy: "check the host's name and port, and that its SSH server answers from here",
  },
  "EXE-014": {
    title: "nothing is known of the key of a driver's host",
    remedy:
      "get its key with ssh-keyscan, compare the fingerprint with the host's own (`ssh-keygen -lf` there), and add the line to the file that knownHosts names",
  },
  "EXE-015": {
    title: "a driver's host shows another key than the known one",
    remedy:
      "find out why before anything else: if the host was set up anew, replace its line in the file that knownHosts names; if nobody did, somebody else is answering",
  },
  "EXE-016": {
    title: "a driver's host refused the key",
    remedy: "put the public key into that account's authorized_keys, and name the private one as key: in migration.yaml",
  },
  "EXE-017": {
    title: "the connection to a driver's host broke while its program ran",
    remedy: "see why it broke, and run `pulumi up` again: the estate is read first",
  },
  "EXE-018": {
    title: "what a driver's program recorded is not what its task asks for",
    remedy:
      "let the program answer what was really done with what the task asks for, and run `pulumi up` again, which asks it again; or name runbook " +
      "for the task under drivers in migration.yaml, and let a person attest it (`drover attest`)",
  },
} as const satisfies Readonly<Record<string, Readonly<{ title: string; remedy: string }>>>;
