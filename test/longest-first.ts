import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The files that take longest, most of it waiting: begun last, they would be waited for alone at the end. */
const longest = [
  'chaos/chaos',
  'headless/shared-folder',
  'headless/kill',
  'histories/histories.properties',
  'scans/one-scan-once',
  'headless/cli',
  'headless/upload',
  'headless/watch',
  'uploads/case-flow',
  'electron/habits',
  'headless/history',
  'headless/folder-account',
  'headless/serve',
  'headless/network',
  'attacks/attacks',
];

/** Vitest's own order, which knows how long each file took before; on a clean clone it goes by the size of the files. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      // Component tests compile for half a minute, while the others mostly wait.
      if (moduleId.includes('/test/renderer/')) return -1;
      const at = longest.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return at === -1 ? longest.length : at;
    };
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other));
  }
}
