import type { Page, WebSocketRoute } from '@playwright/test';
import { z } from 'zod';
import type { HostAsk, HostSettings } from '../../preload/contract/host.ts';
import { caseIdSchema, patientIdSchema } from '../../preload/contract/ids.ts';
import { enterKey, expect, test } from './window.ts';

const sent = z.object({ id: z.number(), channel: z.string().default(''), input: z.unknown() });
const answered = z.object({ id: z.number(), result: z.object({ value: z.unknown() }) });

/** The served window as on a desktop: the answers of that host are inserted between the window and the real core. */
async function asOnDesktop(page: Page) {
  const asks: HostAsk[] = [];
  const asked: string[] = [];
  let host: HostSettings = { openAtLogin: false };
  let window: WebSocketRoute | null = null;
  let infoId = -1;
  const ask = (...wanted: HostAsk[]): void => {
    asks.push(...wanted);
    window?.send(JSON.stringify({ event: 'host:asked', payload: null }));
  };
  await page.routeWebSocket(/\/socket$/, (socket) => {
    window = socket;
    const core = socket.connectToServer();
    socket.onMessage((text) => {
      const { id, channel, input } = sent.parse(JSON.parse(String(text)));
      asked.push(channel);
      const answer = (value: unknown) => socket.send(JSON.stringify({ id, result: { ok: true, value } }));
      if (channel === 'host:update') host = input as HostSettings;
      if (channel === 'app:info') infoId = id;
      if (channel === 'host:take') answer(asks.splice(0));
      else if (channel.startsWith('host:')) answer(host);
      else core.send(text);
    });
    core.onMessage((text) => {
      const info = answered.safeParse(JSON.parse(String(text)));
      if (info.data?.id !== infoId) socket.send(text);
      else {
        const capabilities = {
          chooseFolder: true,
          asksItself: true,
          tray: true,
          notifications: true,
          loginItem: true,
        };
        const value = { ...(info.data.result.value as object), capabilities };
        socket.send(JSON.stringify({ id: infoId, result: { ok: true, value } }));
      }
    });
  });
  return { ask, asked, host: () => host };
}

test('a link’s patient is shown with two identifiers, and selected only by a click', async ({
  page,
  served,
  clinic,
}) => {
  const desktop = await asOnDesktop(page);
  const jane = clinic
    .demo()
    .patients()
    .find(({ lastName }) => lastName === 'Citizen');
  const id = patientIdSchema.parse(jane?.id);
  // The request came before the window and the clinic were open.
  desktop.ask({ kind: 'propose', target: { kind: 'patient', id } });
  await page.goto(served.url);
  await enterKey(page, clinic.apiKey);

  const dialog = page.getByRole('dialog', { name: 'Scan for this patient?' });
  await expect(dialog).toContainText('Jane Citizen');
  await expect(dialog).toContainText(/3 Feb(ruary)? 1980/);
  await expect(dialog).toContainText(`#${id}`);
  await dialog.getByRole('button', { name: 'Ignore' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('banner')).toContainText('No patient selected');
  expect(desktop.asked).not.toContain('destination:arm');

  desktop.ask({ kind: 'propose', target: { kind: 'patient', id } });
  await dialog.getByRole('button', { name: 'Scan for this patient' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('banner')).toContainText('Jane Citizen');
});

test('shows unavailable patients, refused and accepted files, and the requested view', async ({
  page,
  served,
  clinic,
}) => {
  const desktop = await asOnDesktop(page);
  await page.goto(served.url);
  await enterKey(page, clinic.apiKey);
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();

  desktop.ask({ kind: 'propose', target: { kind: 'case', id: caseIdSchema.parse('404') } });
  const dialog = page.getByRole('dialog', { name: 'Scan for this patient?' });
  await expect(dialog.getByRole('alert')).toHaveText('Cliniko has no case with this id.');
  await expect(dialog.getByRole('button', { name: 'Scan for this patient' })).toBeHidden();
  await page.keyboard.press('Escape');

  desktop.ask(
    { kind: 'link-refused' },
    {
      kind: 'files',
      taken: 2,
      errors: [{ code: 'file-missing', advice: 'retry', detail: null, retryAt: null }],
      refused: [{ rule: 'hidden', count: 1, examples: ['Thumbs.db'] }],
      failed: [{ name: 'letters/empty.pdf', code: 'file-empty' }],
    },
    { kind: 'show', view: 'history' },
  );
  const notices = page.getByRole('log', { name: 'Notices' });
  await expect(notices).toContainText('Chartdrop cannot read a patient or case from this link');
  await expect(notices).toContainText('2 files added to the inbox.');
  await expect(notices).toContainText('Not filed: 1 hidden or system file (Thumbs.db).');
  await expect(notices).toContainText('Not added: letters/empty.pdf. The file is empty.');
  await expect(notices).toContainText('The file is missing.');
  await expect(page.getByRole('heading', { name: 'History', exact: true })).toBeVisible();
});

test('sets the start at login where the host can, and tells the core that the network is back', async ({
  page,
  context,
  served,
  clinic,
}) => {
  const desktop = await asOnDesktop(page);
  await page.goto(served.url);
  await enterKey(page, clinic.apiKey);
  desktop.ask({ kind: 'show', view: 'settings' });
  await page.getByLabel('Start Chartdrop in the background when I log in').check();
  await expect.poll(() => desktop.host()).toEqual({ openAtLogin: true });

  await context.setOffline(true);
  await context.setOffline(false);
  await expect.poll(() => desktop.asked).toContain('network:returned');
});
