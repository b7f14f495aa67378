import { expect, it } from 'vitest';
import { createNews } from '../../main/window/news.ts';
import type { UploadJob } from '../../main/jobs/job.ts';
import { rowOf } from '../fixtures/job-rows.ts';
import { tempFolder } from '../fixtures/temp-folder.ts';

it('a scan is no news while its page is read, and is once it needs a person', async () => {
  const row = await rowOf(await tempFolder());
  const inbox = (reason: 'page-pending' | 'page-names-none'): UploadJob => ({
    ...row,
    state: 'inbox',
    reason,
    candidates: [],
    duplicateOf: null,
  });
  const news = createNews();
  expect(news.of(inbox('page-pending'))).toBeNull();
  expect(news.of(inbox('page-names-none'))).toBe('inbox');
  expect(news.of(inbox('page-names-none'))).toBeNull();
});
