import { bytePaths } from '../../preload/contract/bridge.ts';
import type { ErrorDto, Result } from '../../preload/contract/errors.ts';
import type { Core } from './core.svelte.ts';

/** The properties of each kind of preview. */
export interface PreviewProps {
  /** One of `bytePaths`. */
  readonly path: string;
  readonly name: string;
  /** The advice if there is no preview. */
  readonly instead: string;
}

/** A drawn page, as an object URL. */
export interface ShownPage {
  readonly url: string;
  readonly page: number;
  readonly pages: number;
}

export interface ShownText {
  readonly text: string;
  /** True if the text is longer than shown. */
  readonly isCut: boolean;
}

const failed = (code: ErrorDto['code']): Result<never> => ({
  ok: false,
  error: { code, advice: 'retry', detail: null, retryAt: null },
});

/** The core's answer has an error as JSON instead of the bytes. */
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

/** Requests a drawn page, `width` pixels wide. The caller revokes its address. */
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

/** Asks why a picture could not be shown, since an image element does not tell. */
export async function whyNotShown(core: Core, path: string): Promise<ErrorDto> {
  const asked = await ask(core, path);
  if (!asked.ok) return asked.error;
  await asked.value.body?.cancel();
  return { code: 'preview-damaged', advice: 'ask', detail: null, retryAt: null };
}
