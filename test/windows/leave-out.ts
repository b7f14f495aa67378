import { relative } from 'node:path';
import { beforeEach } from 'vitest';
import { whyNotInWine } from './wine-lacks.ts';

/** Under Wine, leaves out tests of features that Wine lacks, and keeps the reason for the count. */
beforeEach(({ task, skip }) => {
  const names = [task.name];
  for (let suite = task.suite; suite !== undefined; suite = suite.suite) names.unshift(suite.name);
  const file = relative(process.cwd(), task.file.filepath).replaceAll('\\', '/');
  const reason = whyNotInWine(file, names.join(' ').trim());
  if (reason === null) return;
  task.meta.leftOut = reason;
  skip(reason);
});
