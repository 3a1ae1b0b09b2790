/**
 * A module for `node --import`: whoever imports the built store gets `fatal-store.ts` in its place, which imports the real one. It is plain
 * JavaScript in its URL, since worker threads inherit `--import` without the loader of TypeScript; they know no store.
 */
export function preload(): string {
  const wrapper = JSON.stringify(new URL('fatal-store.ts', import.meta.url).href);
  const hook = `export async function resolve(specifier, context, next) {
    const found = await next(specifier, context);
    const own = context.parentURL === undefined || context.parentURL.startsWith(${wrapper});
    return !own && found.url.endsWith('/dist/store/open.js') ? next(${wrapper}, context) : found;
  }`;
  return moduleOf(`import { register } from 'node:module';
    import { isMainThread } from 'node:worker_threads';
    if (isMainThread) register(${JSON.stringify(moduleOf(hook))});`);
}

function moduleOf(text: string): string {
  return `data:text/javascript,${encodeURIComponent(text)}`;
}
