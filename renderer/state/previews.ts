import { bytePaths } from '../../preload/contract/bridge.ts';
import type { ErrorDto, Result } from '../../preload/contract/errors.ts';
import type { Core } from './core.svelte.ts';

/** What the preview of each kind of file is given. */
export interface PreviewProps {
  /** One of `bytePaths`. */
  readonly path: string;
  readonly name: string;
  /** What a person can do where it cannot be shown here. */
  readonly instead: string;
}

/** A page that was drawn, as the address of a picture that only this window knows. */
export interface ShownPage {
  readonly url: string;
  readonly page: number;
  readonly pages: number;
}

export interface ShownText {
  readonly text: string;
  /** There is more of it. */
  readonly isCut: boolean;
}

const failed = (code: ErrorDto['code']): Result<never> => ({
  ok: false,
  error: { code, advice: 'retry', detail: null, retryAt: null },
});

/** The core tells what hinders as data, in place of the bytes. */
async function refusalOf(response: Response): Promise<Result<never>> {
  const told = (await response.json().catch(() => null)) as ErrorDto | null;
  return told === null ? failed('unexpected') : { ok: false, error: told };
}

async function ask(core: Core, path: string): Promise<Result<Response>> {
  const response = await fetch(await core.bridge.addressOf(path)).catch(() => null);
  if (response === null) return failed('unexpected');
  const isData = response.headers.get('content-type')?.startsWith('application/json') === true;
  return response.ok && !isData ? { ok: true, value: response } : refusalOf(response);
}

/** Has a page of a file drawn, `width` pixels wide. Whoever shows it revokes its address afterwards. */
export async function askPage(
  core: Core,
  question: { path: string; page: number; width: number },
): Promise<Result<ShownPage>> {
  const asked = await ask(core, bytePaths.page(question.path, question.page, question.width));
  if (!asked.ok) return asked;
  const { headers } = asked.value;
  const picture = await asked.value.blob().catch(() => null);
  if (picture === null) return failed('unexpected');
  return {
    ok: true,
    value: {
      url: URL.createObjectURL(picture),
      page: Number(headers.get('x-chartdrop-page')),
      pages: Number(headers.get('x-chartdrop-pages')),
    },
  };
}

export async function askText(core: Core, path: string): Promise<Result<ShownText>> {
  const asked = await ask(core, bytePaths.text(path));
  if (!asked.ok) return asked;
  const text = await asked.value.text().catch(() => null);
  if (text === null) return failed('unexpected');
  return { ok: true, value: { text, isCut: asked.value.headers.get('x-chartdrop-cut') === 'yes' } };
}

/** Why a picture was not shown: a picture itself only says that it was not. */
export async function whyNotShown(core: Core, path: string): Promise<ErrorDto> {
  const asked = await ask(core, path);
  if (!asked.ok) return asked.error;
  await asked.value.body?.cancel();
  return { code: 'preview-damaged', advice: 'ask', detail: null, retryAt: null };
}
