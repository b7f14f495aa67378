import { randomBytes } from 'node:crypto';
import { seedFile } from '../../main/demo-clinic/seed/seed-files.ts';
import {
  canvasPhoto,
  colouredPages,
  formsInForms,
  greyPage,
  onePage,
  packed,
  photoThatDeclares,
  tiffOf,
} from '../fixtures/drawable-files.ts';
import type { Attack, Outcome } from './attack.ts';
import { withDecoder } from './decoder-scene.ts';
import { inPage } from './page-script.ts';
import { withServe } from './serve-scene.ts';

const seen = 'a preview runs nothing and has bounds';
const large = { width: 30_000, height: 30_000 };

/** Whether each result is an expected one. */
const held = (...endings: [ended: string, wanted: string][]): Outcome =>
  endings.every(([ended, wanted]) => ended === wanted) ? 'held' : 'through';
const sound = (): Buffer => seedFile('pdf', 3);

/** A file that the browser's own viewer would open, including its script. */
const opensIn = (pdf: Buffer) => () =>
  withServe((scene) =>
    inPage(scene, async ({ give, get }) => {
      const id = await give('letter.pdf', pdf);
      const bytes = await get(`local/${id}`);
      const page = await get(`local/${id}/page?page=1&width=800`);
      const policy = (await get('')).headers['content-security-policy'] ?? '';
      const isShown = page.status === 200 && page.headers['content-type'] === 'image/png';
      const isOpened =
        bytes.headers['content-type'] === 'application/pdf' || !policy.includes("frame-src 'none'");
      return isShown && !isOpened ? 'held' : 'through';
    }),
  );

const script = "var key = app.response('Your API key?'); while (true) app.alert('Call this number');";
const literal = (text: string): string => `(${text.replace(/[()\\]/g, '\\$&')})`;

export const attacks: readonly Attack[] = [
  {
    name: 'A letter asks for the API key as it is opened, and shows a box without end',
    seen,
    run: opensIn(onePage({ catalog: `/OpenAction << /S /JavaScript /JS ${literal(script)} >>` })),
  },
  {
    name: 'A letter is one large link that leads the window away, and sends its form',
    seen,
    run: opensIn(
      onePage({
        catalog: '/OpenAction << /S /SubmitForm /F (http://127.0.0.1:9/) >>',
        page: '/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (http://127.0.0.1:9/) >> >>]',
      }),
    ),
  },
  {
    name: 'A PDF claims a page of two hundred thousand points to a side',
    seen,
    run: withDecoder(async ({ show }) =>
      held([await show(onePage({ box: '0 0 200000 200000' })), 'page'], [await show(sound()), 'page']),
    ),
  },
  {
    name: 'A PDF of a megabyte unpacks to a thousand of them',
    seen,
    run: withDecoder(async ({ show }) => {
      const bomb = onePage({ content: packed(1000, 1), contentEntries: '/Filter /FlateDecode' });
      const ended = await show(bomb);
      return ended === 'page' ? 'through' : held([await show(sound()), 'page']);
    }),
    slow: true,
  },
  {
    name: 'A PDF of kilobytes unpacks to megabytes, and those to two thousand of them',
    seen,
    run: withDecoder(async ({ show }) => {
      const contentEntries = '/Filter [/FlateDecode /FlateDecode]';
      const ended = await show(onePage({ content: packed(1900, 2), contentEntries }));
      return ended === 'page' ? 'through' : held([await show(sound()), 'page']);
    }),
    slow: true,
  },
  {
    name: 'A PDF draws forms in forms, a thousand million in all',
    seen,
    run: withDecoder(
      async ({ show }) => {
        const ended = await show(formsInForms(9));
        return ended === 'page' ? 'through' : held([await show(sound()), 'page']);
      },
      { requestMs: 5_000 },
    ),
  },
  {
    name: 'A HEIC of less than a kilobyte says that it has nine hundred million pixels',
    seen,
    run: withDecoder(async ({ show, convert }) =>
      held(
        [await show(canvasPhoto(large)), 'preview-too-large'],
        [await convert(canvasPhoto(large)), 'preview-too-large'],
        [await show(photoThatDeclares(large.width, large.height)), 'preview-too-large'],
      ),
    ),
  },
  {
    name: 'A HEIC of less than a kilobyte says that it is small, and is none of it',
    seen,
    run: withDecoder(async ({ show, convert }) => {
      const lying = canvasPhoto({ width: 12_000, height: 12_000 }, { width: 96, height: 64 });
      const endings = [await show(lying), await convert(lying)];
      return endings.some((one) => one === 'page' || one === 'photo') ? 'through' : 'held';
    }),
  },
  {
    name: 'A TIFF of some bytes says that it has nine hundred million pixels',
    seen,
    run: withDecoder(async ({ show }) => held([await show(tiffOf([large])), 'preview-too-large'])),
  },
  {
    name: 'A TIFF says that a pixel has sixty-five thousand parts',
    seen,
    run: withDecoder(async ({ show }) => {
      const page = { width: 5_000, height: 5_000, fields: [[277, 3, 1, 65_535]] as const };
      return held([await show(tiffOf([page])), 'preview-too-large']);
    }),
  },
  {
    name: 'A scan says that it has nine hundred million pixels, and is to be read',
    seen,
    run: withDecoder(async ({ scan }) => held([await scan(tiffOf([large])), 'preview-too-large'])),
  },
  {
    name: 'A scan has specks instead of letters, two million to be read',
    seen,
    run: withDecoder(async ({ scan, show }) => {
      const [width, height] = [1654, 2340];
      const grey = Buffer.from(randomBytes(width * height).map((byte) => (byte < 128 ? 0 : 255)));
      const ended = await scan(tiffOf([{ width, height, grey }]));
      // A next scan is read, and pages are drawn.
      return held(
        [ended === 'lines' ? 'preview-stopped' : ended, 'preview-stopped'],
        [await scan(colouredPages(1)), 'lines'],
        [await show(sound()), 'page'],
      );
    }),
  },
  {
    name: 'A TIFF leads from its last page back to its first, without end',
    seen,
    run: withDecoder(async ({ show }) =>
      held([await show(tiffOf([greyPage(10, 10)], 108)), 'preview-damaged']),
    ),
  },
  {
    name: 'A letter is damaged so that whoever draws it dies, and takes the next one with it',
    seen: 'one poisoned file never stops another',
    run: withDecoder(
      async ({ show, convert }) => {
        const poisoned = formsInForms(9);
        const all = await Promise.all([
          show(sound()),
          show(poisoned),
          show(sound()),
          convert(Buffer.alloc(9)),
        ]);
        const [before, killed, after] = all;
        return before === 'page' && killed !== 'page' && after === 'page' ? 'held' : 'through';
      },
      { requestMs: 5_000 },
    ),
  },
];
