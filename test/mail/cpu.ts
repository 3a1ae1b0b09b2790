/** Milliseconds of processor time since `process.cpuUsage()` answered `since`: unlike the clock it does not count what other processes take. */
export function cpuMs(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}
