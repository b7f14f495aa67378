import { expect, describe, it, onTestFinished } from 'vitest';
import { createDecoder } from '../../main/decoder/decoder.ts';
import { launchWithNode, readOcr, readPdfium, readZxing } from '../../main/decoder/node-process.ts';
import { systemClock } from '../../main/hosts/system-clock.ts';
import { rejectionOf } from '../fixtures/error-of.ts';

const script = new URL('../fixtures/stand-in-decoder.ts', import.meta.url);
const { signal } = new AbortController();

/** A decoder with a scripted process: the bytes say what it does. Its messages start with its id. */
function standIn(limits: { requestMs?: number; idleMs?: number } = {}) {
  let started = 0;
  let read = 0;
  const decoder = createDecoder({
    launch: () => {
      started += 1;
      return launchWithNode(script);
    },
    readPdfium,
    readOcr,
    readZxing,
    clock: systemClock,
    limits: { requestMs: 20_000, ...limits },
  });
  onTestFinished(() => decoder.stop());
  const show = async (act: string, file = act): Promise<{ id: string; said: string }> => {
    const bytes = () => {
      read += 1;
      return Promise.resolve(Buffer.from(act));
    };
    const { png } = await decoder.page({ file, read: bytes, page: 1, width: 100 }, signal);
    const [id = '', ...said] = Buffer.from(png).toString('utf8').split(' ');
    return { id, said: said.join(' ') };
  };
  return { decoder, show, started: () => started, read: () => read };
}

describe('the decoder process', () => {
  it('is started for the first file, and stays for the next', async () => {
    const { show, started } = standIn();
    expect(started()).toBe(0);
    const first = await show('a');
    expect(first.said).toBe('a');
    expect((await show('b')).id).toBe(first.id);
    expect(started()).toBe(1);
  });

  it('draws another page without receiving the bytes again', async () => {
    const { show, read } = standIn();
    await show('a', 'one file');
    await show('', 'one file');
    expect(read()).toBe(1);
    await show('b', 'another file');
    await show('a', 'one file');
    expect(read()).toBe(3);
  });

  it('that hangs is killed, and waiting requests continue in a new one', async () => {
    const { show, started } = standIn({ requestMs: 3_000 });
    const sound = await show('a');
    const [hung, next] = await Promise.allSettled([show('loop'), show('b')]);
    expect(hung).toMatchObject({ status: 'rejected', reason: { code: 'preview-stopped' } });
    expect(next).toMatchObject({ status: 'fulfilled', value: { said: 'b' } });
    expect(next.status === 'fulfilled' && next.value.id).not.toBe(sound.id);
    expect(started()).toBe(2);
    expect(() => process.kill(Number(sound.id), 0)).toThrow();
  });

  it('that uses too much memory is killed, although it is busy', async () => {
    const { show } = standIn();
    const [filled, next] = await Promise.allSettled([show('fill'), show('b')]);
    expect(filled).toMatchObject({ status: 'rejected', reason: { code: 'preview-stopped' } });
    expect(next).toMatchObject({ status: 'fulfilled', value: { said: 'b' } });
  });

  it('that dies fails only the file that killed it', async () => {
    const { show } = standIn();
    const all = await Promise.allSettled([show('a'), show('exit'), show('b')]);
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('is not trusted if its answer is invalid', async () => {
    const { show } = standIn();
    expect((await show('lie')).said).toBe('lie');
  });

  it('is replaced if it keeps much memory', async () => {
    const { show } = standIn();
    const first = await show('large');
    expect((await show('a')).id).not.toBe(first.id);
  });

  it('ends when it is idle', async () => {
    const { show, read } = standIn({ idleMs: 50 });
    const { id } = await show('a', 'one file');
    const isThere = (): boolean => {
      try {
        return process.kill(Number(id), 0);
      } catch {
        return false;
      }
    };
    await expect.poll(isThere).toBe(false);
    expect((await show('a', 'one file')).id).not.toBe(id);
    expect(read()).toBe(2);
  });

  it('can read only its own code, has no environment, and can start no process', async () => {
    const { show } = standIn();
    expect((await show('look')).said).toBe('');
  });

  it('ends with the program, and waiting requests fail', async () => {
    const { decoder, show } = standIn();
    await show('a');
    const waiting = [rejectionOf(show('loop')), rejectionOf(show('b'))];
    await decoder.stop();
    for (const one of waiting) expect((await one).code).toBe('aborted');
  });

  it('receives a limited number of requests', async () => {
    const { show } = standIn();
    const asked = await Promise.allSettled(Array.from({ length: 70 }, (_, at) => show(`${at}`)));
    const busy = asked.filter((one) => one.status === 'rejected');
    expect(busy).toHaveLength(4);
    for (const one of busy) expect(one.reason).toMatchObject({ code: 'preview-busy' });
  });

  it('that cannot be started is an error, and does not end the program', async () => {
    const decoder = createDecoder({
      launch: () => launchWithNode(new URL('nowhere.ts', import.meta.url)),
      readPdfium,
      readOcr,
      readZxing,
      clock: systemClock,
    });
    onTestFinished(() => decoder.stop());
    expect((await rejectionOf(decoder.photo(Buffer.from('x'), signal))).code).toBe('preview-stopped');
  });
});
