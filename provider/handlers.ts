import { decode } from "./codec";
import { OwnOutside, OwnPlugin } from "./own/plugin";
import { isOwn } from "./own/settings";
import { Outside, Plugin } from "./plugin";
import type { Handlers } from "./server";

/**
 * All that the engine asks. Whose estate it is, a migration's or a program's, the configuration says: it comes before any
 * resource, and a provider process has one.
 */
export function handlersOf(outside: Outside & OwnOutside): Handlers {
  const migration = new Plugin(outside).handlers;
  const program = new OwnPlugin(outside).handlers;
  let own = false;
  return {
    ...migration,
    checkConfig: (request) => (isOwn(decode(request.getNews())) ? program : migration).checkConfig(request),
    diffConfig: (request) => (isOwn(decode(request.getNews())) ? program : migration).diffConfig(request),
    configure: (request) => {
      own = isOwn(decode(request.getArgs()));
      return (own ? program : migration).configure(request);
    },
    check: (request) => (own ? program : migration).check(request),
    diff: migration.diff,
    create: (request) => (own ? program : migration).create(request),
    update: (request) => (own ? program : migration).update(request),
    read: (request) => (own ? program : migration).read(request),
  };
}
