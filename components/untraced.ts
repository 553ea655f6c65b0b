/**
 * Does something while errors keep no stack trace. Pulumi takes one for each resource and stores all of its frames: half of a
 * resource's state, which is written anew at every change. Of a program of one's own they say which line declared it; what comes
 * from documents has its place there in `because`. Only what happens at once is untraced: nothing that is awaited.
 */
export function untraced<T>(work: () => T): T {
  const usual = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  Error.prepareStackTrace = (error) => String(error);
  try {
    return work();
  } finally {
    if (usual) Object.defineProperty(Error, "prepareStackTrace", usual);
    else Reflect.deleteProperty(Error, "prepareStackTrace");
  }
}
