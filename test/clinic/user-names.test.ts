import { expect, it } from 'vitest';
import { userNames } from '../../main/clinic/user-names.ts';
import { userIdSchema } from '../../preload/contract/ids.ts';
import { callOptions, clientOf, testClinic } from '../fixtures/upload-bench.ts';

async function scene() {
  const demo = await testClinic();
  const ids = [...new Set(demo.attachments().map(({ userId }) => userId))].map((id) =>
    userIdSchema.parse(id),
  );
  return { demo, ids, ask: () => userNames(clientOf(demo).client, [...ids, ...ids], callOptions()) };
}

it('names the users of the clinic in one call', async () => {
  const { demo, ids, ask } = await scene();
  const names = await ask();
  expect([...names.keys()].sort()).toEqual([...ids].sort());
  for (const name of names.values()) expect(name).toMatch(/\S \S/);
  expect(demo.requests().api).toBe(1);
});

it('returns no names if the key may not read users, and throws every other error', async () => {
  const { demo, ask } = await scene();
  demo.faults.add({ step: 'users', act: { status: 403 } });
  expect(await ask()).toEqual(new Map());
  demo.faults.add({ step: 'users', act: { status: 503 } });
  await expect(ask()).rejects.toMatchObject({ code: 'service-error' });
});
