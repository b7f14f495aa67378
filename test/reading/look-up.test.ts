import { describe, expect, it } from 'vitest';
import { createLookUp } from '../../main/reading/look-up.ts';
import type { DemoClinic } from '../../main/demo-clinic/start.ts';
import { createFakeClock } from '../fakes/fake-clock.ts';
import { clientOf, testClinic } from '../fixtures/upload-bench.ts';

const { signal } = new AbortController();
const limit = { requests: 20, windowMs: 60_000 };

/** A look-up of a demo clinic, with the query of each call. */
function watched(demo: DemoClinic) {
  const clock = createFakeClock();
  const { client } = clientOf(demo);
  const asked: string[] = [];
  const lookUp = createLookUp({
    client: {
      patients(query, options) {
        asked.push(JSON.stringify(query.filters));
        expect(options.priority).toBe('background');
        return client.patients(query, options);
      },
    },
    clock,
    rateLimit: limit,
  });
  const names = async (...days: string[]) => {
    const answer = await lookUp.find(days, signal);
    if (answer.kind === 'later') return answer.afterMs;
    return [...answer.born].map(([day, patients]) => [day, patients.map(({ last_name }) => last_name)]);
  };
  const fresh = (day: string) => lookUp.find([day], signal, { fresh: true });
  return { clock, asked, names, fresh };
}

describe('the look-up of a page’s dates', () => {
  it('finds the patients who were born then, and keeps them for the day', async () => {
    const { asked, names, clock } = watched(await testClinic());
    expect(await names('1980-02-03')).toEqual([['1980-02-03', ['Citizen']]]);
    expect(await names('1980-02-03')).toEqual([['1980-02-03', ['Citizen']]]);
    expect(asked).toHaveLength(1);
    clock.advance(24 * 3_600_000);
    await names('1980-02-03');
    expect(asked).toHaveLength(2);
  });

  it('asks again for a day without a patient, since one may have been added', async () => {
    const { asked, names, clock } = watched(await testClinic());
    expect(await names('1851-01-01')).toEqual([['1851-01-01', []]]);
    await names('1851-01-01');
    expect(asked).toHaveLength(1);
    clock.advance(6 * 60_000);
    await names('1851-01-01');
    expect(asked).toHaveLength(2);
  });

  it('asks again for a fresh answer, unless it is at most a minute old', async () => {
    const { asked, names, fresh, clock } = watched(await testClinic());
    await names('1980-02-03');
    expect(await fresh('1980-02-03')).toMatchObject({ kind: 'found' });
    expect(asked).toHaveLength(1);
    clock.advance(61_000);
    await fresh('1980-02-03');
    expect(asked).toHaveLength(2);
  });

  it('sends only dates', async () => {
    const { asked, names } = watched(await testClinic());
    expect(await names('%', '1980-02-03&q[]=last_name:~a', 'Citizen')).toEqual([]);
    expect(asked).toEqual([]);
    await names('1980-02-03');
    expect(asked).toEqual(['[{"field":"date_of_birth","operator":"=","value":"1980-02-03"}]']);
  });

  it('uses a tenth of the rate limit, and says how long the next call waits', async () => {
    const { asked, names, clock } = watched(await testClinic());
    await names('1851-01-01', '1851-01-02');
    expect(await names('1851-01-03')).toBe(60_000);
    expect(asked).toHaveLength(2);
    clock.advance(60_000);
    expect(await names('1851-01-03')).toEqual([['1851-01-03', []]]);
  });

  it('continues where it waited, without asking twice', async () => {
    const { asked, names, clock } = watched(await testClinic());
    expect(await names('1851-01-01', '1851-01-02', '1851-01-03')).toBe(60_000);
    clock.advance(60_000);
    expect(await names('1851-01-01', '1851-01-02', '1851-01-03')).toHaveLength(3);
    expect(new Set(asked.slice(0, 2)).size).toBe(2);
  });

  it('passes on that the clinic cannot be asked', async () => {
    const demo = await testClinic();
    const { names } = watched(demo);
    await demo.stop();
    await expect(names('1980-02-03')).rejects.toMatchObject({ code: 'network-unreachable' });
  });
});
