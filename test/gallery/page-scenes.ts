import { caseIdSchema } from '../../preload/contract/ids.ts';
import type { JobView } from '../../preload/contract/views.ts';
import type { PageQuestion } from '../../renderer/state/desk-row.ts';
import { jane, jobRow, toJane, wei } from '../fixtures/views.ts';
import { nothing, type Scene, scene } from './scene.ts';

const alexandra = { ...jane, name: 'Alexandra Konstantina Papadopoulou-Weatherington' };
const knee = { id: caseIdSchema.parse('1968645883121650001'), name: 'Knee 2026, after the second operation' };
const pageLine = {
  page: 1,
  text: 'RE: Mr Wei Li, 12 High Street … Date of birth: 9 September 1975, Medicare 2123 45670 1',
  box: { left: 0.1, top: 0.1, width: 0.4, height: 0.02 },
};
const named = [{ patient: wei, line: pageLine }];
const another = { said: 'names-another' as const, named, isFiled: false };
/** The states of the question about a page. */
const pageQuestions: readonly (readonly [string, PageQuestion])[] = [
  ['a person', { ...another, chosen: toJane }],
  ['a case', { ...another, chosen: { kind: 'case', patient: alexandra, case: knee } }],
  ['a filed file', { ...another, chosen: toJane, isFiled: true }],
  ['a proposal', { said: 'suggests', named }],
];
const asked = (page: JobView['page']): JobView =>
  jobRow({ state: 'inbox', destination: null, reason: 'page-names-another', page });

/** The comparison of a page with its patient. */
export const pages: readonly Scene[] = [
  ...pageQuestions.map(([name, page]) =>
    scene('PageQuestion', name, {
      ...{ job: asked(page), page, onFile: nothing, onLeave: nothing },
    }),
  ),
  scene('PageCrop', 'without a picture', {
    ...{ path: 'local/none', line: pageLine, alt: 'The line of the page', onShown: nothing },
  }),
  scene(
    'DeskRow',
    'page names another',
    {
      job: asked(pageQuestions[0]?.[1] ?? null),
      ...{ isSelected: false, ondragstart: nothing },
    },
    { height: 52 },
  ),
  scene(
    'DeskRow',
    'page agrees',
    {
      job: { ...jobRow({ state: 'filed', endedAt: Date.now() }), page: { said: 'agrees', line: pageLine } },
      ...{ isSelected: false, ondragstart: nothing },
    },
    { height: 52 },
  ),
];
