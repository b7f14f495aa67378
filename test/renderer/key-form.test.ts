import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import KeyForm from '../../renderer/components/KeyForm.svelte';
import FirstRun from '../../renderer/views/FirstRun.svelte';
import { type Answers, ok, refused } from '../fakes/fake-bridge.ts';
import { statusOf } from '../fixtures/views.ts';
import { show } from './show.ts';

const key = () => screen.getByLabelText<HTMLInputElement>('API key');
const submit = async (): Promise<void> => {
  await fireEvent.input(key(), { target: { value: 'some-key-au1' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Test and use' }));
};

describe('the first run', () => {
  it('forgets a key that the core has accepted', async () => {
    const { core, bridge } = show(FirstRun, {}, { 'clinic:useKey': () => ok(statusOf({})) });
    await submit();
    await waitFor(() => expect(key().value).toBe(''));
    expect(bridge.asked).toEqual([
      { name: 'clinic:useKey', input: { apiKey: 'some-key-au1', sessionOnly: false } },
    ]);
    expect(core.notices.at(-1)?.text).toBe('Connected as Frankie Desk.');
  });

  it('explains what is wrong with a key, and keeps it for correction', async () => {
    show(FirstRun, {}, { 'clinic:useKey': () => refused('key-rejected') });
    await submit();
    expect(await screen.findByText(/does not accept this API key/)).toBeTruthy();
    expect(key().value).toBe('some-key-au1');
    expect(screen.queryByRole('button', { name: 'Use it for this session only' })).toBeNull();
  });

  it('offers this session only if the system has no key store, and explains that', async () => {
    const answers: Answers = {
      'clinic:useKey': ({ sessionOnly }) =>
        sessionOnly === true ? ok(statusOf({})) : refused('key-store-missing'),
    };
    const { core } = show(FirstRun, {}, answers);
    await submit();
    const choice = await screen.findByRole('region', { name: 'Without a key store' });
    expect(choice.textContent).toContain('asks for it again at each start');
    await fireEvent.click(screen.getByRole('button', { name: 'Use it for this session only' }));
    await waitFor(() => expect(core.notices.at(-1)?.text).toContain('The key is kept until you quit.'));
  });

  it.each([
    ['key-missing', 'The API key is needed again', 'Nothing is lost'],
    ['data-key-wrong', 'The clinic could not be opened', 'the data is kept'],
    ['data-in-use', 'The clinic could not be opened', 'already working with this data'],
  ] as const)('says why the clinic is not open: %s', async (problem, title, words) => {
    const { bridge } = show(FirstRun, {});
    expect(screen.getByRole('heading', { name: 'Welcome to Chartdrop' })).toBeTruthy();
    bridge.tell('status:changed', statusOf({ clinic: null, problem }));
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy();
    expect(screen.getByRole('alert').textContent).toContain(words);
  });
});

it('is marked with the reason and focused if a rejected key led here', async () => {
  const { core, bridge, navigation } = show(KeyForm, {});
  bridge.tell('status:changed', statusOf({ connection: 'key-rejected' }));
  await waitFor(() => expect(core.status?.connection).toBe('key-rejected'));
  const box = screen.getByLabelText('API key');
  await waitFor(() => expect(box.getAttribute('aria-invalid')).toBe('true'));
  expect(screen.getByRole('status').textContent).toContain('does not accept this API key');
  expect(document.activeElement).not.toBe(box);
  navigation.enterKey();
  await waitFor(() => expect(document.activeElement).toBe(box));
  expect(navigation.view).toBe('settings');
});
