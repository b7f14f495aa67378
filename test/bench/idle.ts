import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { processCost, processState } from './process-cost.ts';
import { type BenchResult, resultOf } from './result.ts';
import { scanBytes } from './scan-files.ts';
import { onStage } from './stage.ts';

/** Files filed before, so that the program is what it is in the course of a day. */
const filed = 20;
/** Until the garbage of the start and of the files is gone. */
const calmMs = 30_000;
const idleMs = 180_000;
const fileBytes = 200_000;

/** The cost of a process while nothing happens. */
async function idleOf(pid: number) {
  await delay(calmMs);
  const [cost, before, from] = [processCost(pid), processState(pid), performance.now()];
  await delay(idleMs);
  const [costAfter, after, ms] = [processCost(pid), processState(pid), performance.now() - from];
  if (cost === null || costAfter === null) throw new Error('the process has ended');
  return {
    memoryMB: after.rss / 1e6,
    cpuPercent: ((costAfter.cpuMs - cost.cpuMs) / ms) * 100,
    wakeUpsASecond: ((after.wakeUps - before.wakeUps) / ms) * 1000,
  };
}

const chokidarAlone = `
import { watch } from 'chokidar';
watch(process.argv[1], { ignoreInitial: true }).on('ready', () => console.log('ready'));
`;

/**
 * The built `chartdrop watch` over three minutes in which nothing happens, after twenty filed files; beside it, at the same
 * time, a process that only watches the folder by chokidar. Linux only: the costs are those of /proc.
 */
export async function benchIdle(place: string): Promise<BenchResult> {
  return onStage(place, { rateLimit: null, bytesOf: (at) => scanBytes(fileBytes + at) }, async (stage) => {
    const watcher = await stage.watch();
    const peer = spawn(process.execPath, ['--input-type=module', '-e', chokidarAlone, stage.folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(peer, 'close');
    try {
      await once(peer.stdout, 'data');
      await stage.appear(await stage.write(filed));
      await watcher.until('put away', filed);
      const [idle, bare] = await Promise.all([idleOf(watcher.pid), idleOf(peer.pid ?? 0)]);
      return resultOf({
        ...idle,
        chokidarMemoryMB: bare.memoryMB,
        chokidarCpuPercent: bare.cpuPercent,
        chokidarWakeUpsASecond: bare.wakeUpsASecond,
      });
    } finally {
      peer.kill();
      await ended;
    }
  });
}
