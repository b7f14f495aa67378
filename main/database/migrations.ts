import { firstMigrations } from './first-migrations.ts';

/** Numbered from 1 by position. Never change a released migration; add another. */
export const migrations: readonly string[] = [
  ...firstMigrations,
  `
  -- Jobs by number, since each index repeats the key of the table, and an id has 36 bytes. Digests are in their index with
  -- six bytes, of 32: they have no order, so 10,000 new jobs touched 10,000 pages of it.
  CREATE TABLE numbered_jobs (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL, list TEXT NOT NULL, rank REAL NOT NULL, due INTEGER, paused INTEGER NOT NULL,
    size INTEGER NOT NULL, folder_id TEXT, patient_id TEXT, attachment_id TEXT UNIQUE,
    content_digest BLOB NOT NULL, path_digest BLOB NOT NULL,
    disposal_pending INTEGER NOT NULL, appeared_at INTEGER NOT NULL, changed_at INTEGER NOT NULL,
    replacing INTEGER NOT NULL, is_move INTEGER NOT NULL, named INTEGER NOT NULL, sealed BLOB NOT NULL,
    section TEXT
      GENERATED ALWAYS AS (CASE WHEN list = 'queue' AND state <> 'failed' THEN 'moving' ELSE state END) VIRTUAL,
    bucket INTEGER
      GENERATED ALWAYS AS (CAST(rank / 1024 AS INTEGER) - (rank < CAST(rank / 1024 AS INTEGER) * 1024)) VIRTUAL
  ) STRICT;
  INSERT INTO numbered_jobs
    (id, state, list, rank, due, paused, size, folder_id, patient_id, attachment_id, content_digest, path_digest,
     disposal_pending, appeared_at, changed_at, replacing, is_move, named, sealed)
    SELECT id, state, list, rank, due, paused, size, folder_id, patient_id, attachment_id, content_digest, path_digest,
      disposal_pending, appeared_at, changed_at, replacing, is_move, named, sealed FROM jobs ORDER BY id;
  DROP TABLE jobs;
  ALTER TABLE numbered_jobs RENAME TO jobs;
  CREATE INDEX jobs_by_content ON jobs (substr(content_digest, 1, 6));
  CREATE INDEX jobs_by_path ON jobs (substr(path_digest, 1, 6));
  CREATE INDEX jobs_by_appearance ON jobs (appeared_at, is_move, state);
  CREATE INDEX jobs_to_dispose ON jobs (disposal_pending) WHERE disposal_pending = 1;
  CREATE INDEX jobs_replacing ON jobs (replacing) WHERE replacing = 1;
  CREATE INDEX jobs_named ON jobs (list, changed_at) WHERE named = 1;
  CREATE INDEX jobs_ended ON jobs (list, changed_at) WHERE named = 0;
  CREATE INDEX jobs_large ON jobs (size) WHERE size >= 67108864;
  CREATE INDEX jobs_on_their_way ON jobs (patient_id)
    WHERE state IN ('queued', 'uploading', 'stored', 'registering', 'processing');
  CREATE INDEX jobs_to_look_at ON jobs (due) WHERE state = 'filed' AND due IS NOT NULL;
  CREATE INDEX jobs_by_section ON jobs (section, rank, id);
  CREATE INDEX jobs_ready ON jobs (state, rank, id, due) WHERE paused = 0 AND list = 'queue';
  CREATE INDEX jobs_due ON jobs (state, due) WHERE paused = 0 AND due IS NOT NULL;
  CREATE TRIGGER jobs_added AFTER INSERT ON jobs BEGIN
    INSERT INTO job_counts VALUES (new.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
    INSERT INTO job_buckets VALUES (new.section, new.bucket, 1) ON CONFLICT (section, bucket) DO UPDATE SET n = n + 1;
  END;
  CREATE TRIGGER jobs_removed AFTER DELETE ON jobs BEGIN
    UPDATE job_counts SET n = n - 1 WHERE state = old.state;
    UPDATE job_buckets SET n = n - 1 WHERE section = old.section AND bucket = old.bucket;
    DELETE FROM job_buckets WHERE section = old.section AND bucket = old.bucket AND n = 0;
  END;
  CREATE TRIGGER jobs_moved AFTER UPDATE ON jobs
    WHEN old.state <> new.state OR old.bucket <> new.bucket
  BEGIN
    UPDATE job_counts SET n = n - 1 WHERE state = old.state;
    INSERT INTO job_counts VALUES (new.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
    UPDATE job_buckets SET n = n - 1 WHERE section = old.section AND bucket = old.bucket;
    DELETE FROM job_buckets WHERE section = old.section AND bucket = old.bucket AND n = 0;
    INSERT INTO job_buckets VALUES (new.section, new.bucket, 1) ON CONFLICT (section, bucket) DO UPDATE SET n = n + 1;
  END;
  `,
  `
  -- Entries of the history that have no names any more, many to a row, and which of these rows have entries of a job, by
  -- 48 bits of a keyed digest: see audit/entry-blocks.ts.
  CREATE TABLE audit_blocks (
    first_seq INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL,
    from_at INTEGER NOT NULL, to_at INTEGER NOT NULL, sealed BLOB NOT NULL
  ) STRICT;
  CREATE TABLE audit_block_jobs (
    mark INTEGER NOT NULL, first_seq INTEGER NOT NULL, PRIMARY KEY (mark, first_seq)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Jobs of 32 buckets of a section, so that a jump to anywhere does not count a thousand buckets.
  CREATE TABLE job_areas (
    section TEXT NOT NULL, area INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (section, area)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO job_areas SELECT section, bucket >> 5, sum(n) FROM job_buckets GROUP BY 1, 2;
  -- Each page that a change writes counts: a file changes nine times. Its list is its section now, so that an index by it
  -- changes three times. Rows of an index need no id, since they have the number of the job; its time matters once it has
  -- ended; the history is read in its order.
  UPDATE jobs SET list = section WHERE section IN ('moving', 'failed');
  DROP INDEX audit_by_time;
  DROP INDEX audit_named;
  DROP INDEX jobs_named;
  CREATE INDEX jobs_named ON jobs (list, changed_at) WHERE named = 1 AND list IN ('filed', 'dismissed', 'parted');
  DROP INDEX jobs_by_section;
  CREATE INDEX jobs_by_list ON jobs (list, rank);
  DROP INDEX jobs_by_appearance;
  CREATE INDEX jobs_by_appearance ON jobs (appeared_at, is_move, list);
  DROP INDEX jobs_on_their_way;
  CREATE INDEX jobs_moving ON jobs (patient_id) WHERE list = 'moving';
  DROP INDEX jobs_ready;
  CREATE INDEX jobs_ready ON jobs (state, rank, number, due) WHERE paused = 0 AND list = 'moving';
  DROP TRIGGER jobs_added;
  DROP TRIGGER jobs_removed;
  DROP TRIGGER jobs_moved;
  ALTER TABLE jobs DROP COLUMN section;
  CREATE TRIGGER jobs_added AFTER INSERT ON jobs BEGIN
    INSERT INTO job_counts VALUES (new.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
    INSERT INTO job_buckets VALUES (new.list, new.bucket, 1) ON CONFLICT (section, bucket) DO UPDATE SET n = n + 1;
    INSERT INTO job_areas VALUES (new.list, new.bucket >> 5, 1) ON CONFLICT (section, area) DO UPDATE SET n = n + 1;
  END;
  CREATE TRIGGER jobs_removed AFTER DELETE ON jobs BEGIN
    UPDATE job_counts SET n = n - 1 WHERE state = old.state;
    UPDATE job_buckets SET n = n - 1 WHERE section = old.list AND bucket = old.bucket;
    DELETE FROM job_buckets WHERE section = old.list AND bucket = old.bucket AND n = 0;
    UPDATE job_areas SET n = n - 1 WHERE section = old.list AND area = old.bucket >> 5;
    DELETE FROM job_areas WHERE section = old.list AND area = old.bucket >> 5 AND n = 0;
  END;
  CREATE TRIGGER jobs_restated AFTER UPDATE OF state ON jobs WHEN old.state <> new.state BEGIN
    UPDATE job_counts SET n = n - 1 WHERE state = old.state;
    INSERT INTO job_counts VALUES (new.state, 1) ON CONFLICT (state) DO UPDATE SET n = n + 1;
  END;
  CREATE TRIGGER jobs_moved AFTER UPDATE OF list, rank ON jobs
    WHEN old.list <> new.list OR old.bucket <> new.bucket
  BEGIN
    UPDATE job_buckets SET n = n - 1 WHERE section = old.list AND bucket = old.bucket;
    DELETE FROM job_buckets WHERE section = old.list AND bucket = old.bucket AND n = 0;
    INSERT INTO job_buckets VALUES (new.list, new.bucket, 1) ON CONFLICT (section, bucket) DO UPDATE SET n = n + 1;
    UPDATE job_areas SET n = n - 1 WHERE section = old.list AND area = old.bucket >> 5;
    DELETE FROM job_areas WHERE section = old.list AND area = old.bucket >> 5 AND n = 0;
    INSERT INTO job_areas VALUES (new.list, new.bucket >> 5, 1) ON CONFLICT (section, area) DO UPDATE SET n = n + 1;
  END;
  `,
  `
  -- New rows are counted once for all of a transaction: see main/jobs/store/count-added.ts.
  DROP TRIGGER jobs_added;
  `,
];
