import { z } from 'zod';
import { signPath } from '../../main/hosts/serve/signed-path.ts';
import type { Attack, Outcome } from './attack.ts';
import { inPage, type PageScript } from './page-script.ts';
import { enter, sendTo, withServe } from './serve-scene.ts';

const rowsSchema = z.object({ rows: z.array(z.unknown()) });

/** Adds a file with this name and checks every text that the window receives about it. */
const namedSo = (name: string, hidden: string) => (): Promise<Outcome> =>
  withServe(async (scene) => {
    const session = await enter(scene.url);
    const query = new URLSearchParams({ name, source: 'drop' });
    const path = signPath(session.secret ?? '', `/drop?${query}`, Date.now());
    const headers = { cookie: session.cookie, origin: scene.origin };
    const given = await sendTo(scene.address, path, headers, { method: 'POST', body: 'a letter' });
    if (given.status !== 201) throw new Error(`the file was not taken: ${given.status}`);
    const told = async (script: PageScript): Promise<Outcome> => {
      const inbox = rowsSchema.parse(await script.ask('jobs:page', { list: 'inbox', offset: 0, limit: 10 }));
      const history = rowsSchema.parse(
        await script.ask('history:page', { after: null, search: '', limit: 50 }),
      );
      if (inbox.rows.length !== 1) throw new Error('it is not in the inbox');
      const rows = [...inbox.rows, ...history.rows];
      return rows.some((row) => JSON.stringify(row).includes(hidden)) ? 'through' : 'held';
    };
    return inPage(scene, told, session);
  });

const seen = 'names are shown as they are written';

export const attacks: readonly Attack[] = [
  {
    name: 'A text’s name turns its end round in the window, and looks like a PDF',
    seen,
    run: namedSo('invoice\u202efdp.txt', '\u202e'),
  },
  {
    name: 'A text’s name hides in an isolate that is never closed, and turns what follows round',
    seen,
    run: namedSo('invoice\u2067fdp.txt', '\u2067'),
  },
  {
    name: 'A text’s name holds letters that nobody sees',
    seen,
    run: namedSo('letter\u{e0041}.txt', '\u{e0041}'),
  },
];
