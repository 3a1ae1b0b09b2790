import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const read = <T>(name: string): T => JSON.parse(readFileSync(join(ROOT, name), 'utf8')) as T;

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}
interface Lock {
  readonly lockfileVersion: number;
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly integrity?: string; readonly resolved?: string }>
  >;
}

test('what we depend on is pinned: exact versions, and a lockfile with a hash for every package', () => {
  const { dependencies, devDependencies } = read<Manifest>('package.json');
  const { lockfileVersion, packages } = read<Lock>('package-lock.json');
  expect(lockfileVersion).toBe(3);
  const wanted = Object.entries({ ...dependencies, ...devDependencies });
  expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  for (const [name, version] of wanted) expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
  const locked = Object.entries(packages).filter(([path]) => path !== '');
  expect(locked.length).toBeGreaterThan(wanted.length);
  const loose = locked.filter(
    ([, { integrity, resolved }]) =>
      !/^sha512-/.test(integrity ?? '') || !/^https:/.test(resolved ?? 'https: the registry that is configured'),
  );
  expect(loose.map(([path]) => path)).toEqual([]);
});
