import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import ConnectionCheck from '../../renderer/components/ConnectionCheck.svelte';
import FirstRun from '../../renderer/views/FirstRun.svelte';
import { type Diagnosis, type DiagnosisStep, diagnosisSteps } from '../../preload/contract/diagnosis.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { ok, refused } from '../fakes/fake-bridge.ts';
import { statusOf } from '../fixtures/views.ts';
import { show } from './show.ts';

const diagnosis = (failed: DiagnosisStep | null, code: ErrorCode): Diagnosis => {
  const end = failed === null ? diagnosisSteps.length : diagnosisSteps.indexOf(failed);
  return {
    at: Date.UTC(2026, 10, 25),
    steps: diagnosisSteps.map((step, index) =>
      index === end
        ? { step, state: 'failed', code }
        : { step, state: index < end ? 'ok' : 'not-reached', code: null },
    ),
  };
};
const stepsShown = async (): Promise<string[]> =>
  within(await screen.findByRole('list', { name: 'Steps' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());
const login = async (): Promise<void> => {
  await fireEvent.input(await screen.findByLabelText('Proxy user name'), { target: { value: 'desk' } });
  await fireEvent.input(screen.getByLabelText('Proxy password'), { target: { value: 'sesame' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Save and test' }));
};

describe('checking the connection', () => {
  it('shows each step in words, and why one does not work', async () => {
    show(ConnectionCheck, {}, { 'clinic:diagnose': () => ok(diagnosis('tls', 'certificate-refused')) });
    const shown = await stepsShown();
    expect(shown[2]).toBe('Reach Cliniko works');
    expect(shown[3]).toMatch(/^Connect securely does not work.*its certificate was refused/);
    expect(shown[4]).toBe('Sign in with the API key not tried');
    expect(screen.queryByRole('form', { name: 'Proxy login' })).toBeNull();
  });

  it('copies a report for support', async () => {
    const write = vi.fn(() => Promise.resolve());
    Object.defineProperty(navigator, 'clipboard', { value: { writeText: write }, configurable: true });
    show(ConnectionCheck, {}, { 'clinic:diagnose': () => ok(diagnosis(null, 'unexpected')) });
    await stepsShown();
    await fireEvent.click(screen.getByRole('button', { name: 'Copy report' }));
    expect(write).toHaveBeenCalledWith(expect.stringContaining('Reach the storage: works.'));
  });

  it('asks for the proxy’s login if that is missing, and checks again with it', async () => {
    let isKnown = false;
    const { bridge } = show(
      ConnectionCheck,
      {},
      {
        'clinic:diagnose': () => ok(diagnosis(isKnown ? null : 'proxy', 'proxy-credentials')),
        'proxy:useCredentials': () => {
          isKnown = true;
          return ok(statusOf({}));
        },
      },
    );
    await login();
    await waitFor(async () => expect((await stepsShown())[6]).toBe('Reach the storage works'));
    expect(bridge.asked.map(({ name }) => name)).toEqual([
      'clinic:diagnose',
      'proxy:useCredentials',
      'clinic:diagnose',
    ]);
    expect(bridge.asked[1]?.input).toEqual({ user: 'desk', password: 'sesame' });
  });
});

describe('the first run behind a proxy that wants a login', () => {
  it('asks for it beside the key, forgets the password, and continues with the key', async () => {
    let isKnown = false;
    const { core } = show(
      FirstRun,
      {},
      {
        'clinic:useKey': () => (isKnown ? ok(statusOf({})) : refused('proxy-credentials')),
        'proxy:useCredentials': ({ password }) => {
          isKnown = password === 'sesame';
          return isKnown ? ok(statusOf({})) : refused('proxy-not-set');
        },
      },
    );
    await fireEvent.input(screen.getByLabelText('API key'), { target: { value: 'some-key-au1' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Test and use' }));
    await login();
    await waitFor(() => expect(core.notices.at(-1)?.text).toBe('Connected as Frankie Desk.'));
    expect(screen.queryByLabelText('Proxy password')).toBeNull();
  });
});
