/** The migrations before jobs had numbers. */
export const firstMigrations: readonly string[] = [
  `
  CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    -- The list that shows it: see job-store.ts.
    list TEXT NOT NULL,
    rank REAL NOT NULL,
    -- When it can go on by itself, epoch ms; null where it waits for a person, or for nothing.
    due INTEGER,
    paused INTEGER NOT NULL,
    size INTEGER NOT NULL,
    folder_id TEXT,
    patient_id TEXT,
    -- One attachment serves one job.
    attachment_id TEXT UNIQUE,
    -- Keyed digests: equal content and equal paths are found without their being readable.
    content_digest BLOB NOT NULL,
    path_digest BLOB NOT NULL,
    disposal_pending INTEGER NOT NULL,
    appeared_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    sealed BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX jobs_by_list ON jobs (list, rank, id);
  CREATE INDEX jobs_by_rank ON jobs (rank);
  CREATE INDEX jobs_by_state ON jobs (state, rank, id);
  CREATE INDEX jobs_by_due ON jobs (state, due);
  CREATE INDEX jobs_by_content ON jobs (content_digest);
  CREATE INDEX jobs_by_path ON jobs (path_digest);
  CREATE INDEX jobs_by_appearance ON jobs (appeared_at, state);
  CREATE INDEX jobs_to_dispose ON jobs (disposal_pending) WHERE disposal_pending = 1;

  CREATE TABLE audit_log (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    job_id TEXT,
    patient_id TEXT,
    case_id TEXT,
    attachment_id TEXT,
    api_user TEXT,
    os_user TEXT NOT NULL,
    station TEXT NOT NULL,
    -- Names and paths; retention empties it, and the digest keeps the chain whole.
    sealed BLOB,
    sealed_digest BLOB NOT NULL,
    chain BLOB NOT NULL
  ) STRICT;
  CREATE INDEX audit_by_time ON audit_log (at);
  CREATE INDEX audit_by_job ON audit_log (job_id, seq);

  CREATE TABLE known_files (
    folder_id TEXT NOT NULL,
    path_digest BLOB NOT NULL,
    size INTEGER NOT NULL,
    modified_ns TEXT NOT NULL,
    changed_ns TEXT NOT NULL,
    inode TEXT NOT NULL,
    PRIMARY KEY (folder_id, path_digest)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE baselines (folder_id TEXT PRIMARY KEY, taken_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- The newest entry's place, under a keyed digest: a chain alone does not tell that its last links are missing.
  CREATE TABLE audit_head (only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL, digest BLOB NOT NULL) STRICT;
  -- Tells at opening whether the data key is the one with which all this was sealed.
  CREATE TABLE data_key (only INTEGER PRIMARY KEY CHECK (only = 1), digest BLOB NOT NULL) STRICT;
  `,
  `
  -- Few jobs put another one right; at a start those few are looked at again.
  ALTER TABLE jobs ADD COLUMN replacing INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX jobs_replacing ON jobs (replacing) WHERE replacing = 1;
  `,
  `
  -- Where the chain begins once the oldest entries are gone: the last of those, its link, and both under a keyed digest.
  CREATE TABLE audit_tail (
    only INTEGER PRIMARY KEY CHECK (only = 1), seq INTEGER NOT NULL, chain BLOB NOT NULL, digest BLOB NOT NULL
  ) STRICT;
  -- Retention looks only at what still has names.
  CREATE INDEX audit_named ON audit_log (seq) WHERE sealed IS NOT NULL;
  ALTER TABLE jobs ADD COLUMN named INTEGER NOT NULL DEFAULT 1;
  CREATE INDEX jobs_named ON jobs (list, changed_at) WHERE named = 1;
  CREATE INDEX jobs_ended ON jobs (list, changed_at) WHERE named = 0;
  `,
  `
  -- With all that the next job is chosen by: behind 100,000 paused ones it must not be looked for row by row.
  DROP INDEX jobs_by_state;
  CREATE INDEX jobs_by_state ON jobs (state, rank, id, paused, due);
  -- Sealed names of files that lay in a folder when it was added, until each of them is a known file.
  CREATE TABLE baseline_parts (part INTEGER PRIMARY KEY, folder_id TEXT NOT NULL, sealed BLOB NOT NULL) STRICT;
  `,
  `
  -- A large file is read before it is sent only where another one of its size may be the same: see large-file.ts.
  CREATE INDEX jobs_large ON jobs (size) WHERE size >= 67108864;
  `,
  `
  -- What goes to one case waits a little for others that are on their way to its patient, to be written at once.
  CREATE INDEX jobs_on_their_way ON jobs (patient_id)
    WHERE state IN ('queued', 'uploading', 'stored', 'registering', 'processing');
  -- Cases whose lists are to be looked at once more, among a million filed jobs.
  CREATE INDEX jobs_to_look_at ON jobs (due) WHERE state = 'filed' AND due IS NOT NULL;
  `,
  `
  -- A known file is taken or left alone. Of the latter a digest of some bytes tells a touch from an overwrite, and its
  -- sealed path tells whether it is still there when one like it comes under another name. Rows of older versions do not
  -- say which they are; as left alone, nothing of them is filed unasked.
  ALTER TABLE known_files ADD COLUMN standing TEXT NOT NULL DEFAULT 'left';
  -- The mount on which inode and change time were read; '' where they say nothing.
  ALTER TABLE known_files ADD COLUMN mount TEXT NOT NULL DEFAULT '';
  ALTER TABLE known_files ADD COLUMN mark BLOB;
  ALTER TABLE known_files ADD COLUMN sealed_path BLOB;
  ALTER TABLE known_files ADD COLUMN remembered_at INTEGER NOT NULL DEFAULT 0;
  -- Set once the name was seen to be gone, while the folder was there.
  ALTER TABLE known_files ADD COLUMN is_gone INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX known_files_left ON known_files (folder_id, size) WHERE standing = 'left';
  CREATE INDEX known_files_there ON known_files (folder_id) WHERE standing = 'left' AND is_gone = 0;
  CREATE INDEX known_files_taken ON known_files (folder_id, path_digest) WHERE standing = 'taken';
  CREATE INDEX known_files_named ON known_files (remembered_at) WHERE sealed_path IS NOT NULL;
  -- Which files a baseline is of: where it lay, with which subfolders, types and ignores.
  ALTER TABLE baselines ADD COLUMN sealed_scope BLOB;
  `,
  `
  -- Storages that files went to, by a keyed digest of the host.
  CREATE TABLE storage_hosts (host_digest BLOB PRIMARY KEY, met_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  `,
  `
  -- Attachments that are to be archived, from the decision until the clinic's answer.
  CREATE TABLE archives (
    attachment_id TEXT PRIMARY KEY, asked_at INTEGER NOT NULL, sealed BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- A job that moves a filed document to another patient is no new scan of its day.
  ALTER TABLE jobs ADD COLUMN is_move INTEGER NOT NULL DEFAULT 0;
  UPDATE jobs SET is_move = replacing;
  DROP INDEX jobs_by_appearance;
  CREATE INDEX jobs_by_appearance ON jobs (appeared_at, is_move, state);
  `,
  `
  -- The entries of each scan folder that are no jobs, as the program that watches it last saw them.
  CREATE TABLE folder_accounts (
    folder_id TEXT PRIMARY KEY, at INTEGER NOT NULL, sealed BLOB NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- Jobs that the window shows together: see job-sections.ts.
  ALTER TABLE jobs ADD COLUMN section TEXT
    GENERATED ALWAYS AS (CASE WHEN list = 'queue' AND state <> 'failed' THEN 'moving' ELSE state END) VIRTUAL;
  -- Each 1,024 ranks are a bucket.
  ALTER TABLE jobs ADD COLUMN bucket INTEGER
    GENERATED ALWAYS AS (CAST(rank / 1024 AS INTEGER) - (rank < CAST(rank / 1024 AS INTEGER) * 1024)) VIRTUAL;

  -- Counted in the transaction of each change, so that no question counts a million rows: jobs of each state, and of
  -- each bucket of a section.
  CREATE TABLE job_counts (state TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE job_buckets (
    section TEXT NOT NULL, bucket INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (section, bucket)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO job_counts SELECT state, count(*) FROM jobs GROUP BY state;
  INSERT INTO job_buckets SELECT section, bucket, count(*) FROM jobs GROUP BY section, bucket;
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

  DROP INDEX jobs_by_list;
  DROP INDEX jobs_by_rank;
  DROP INDEX jobs_by_state;
  DROP INDEX jobs_by_due;
  CREATE INDEX jobs_by_section ON jobs (section, rank, id);
  -- The next job to run: neither paused ones nor those that wait for a time are looked at.
  CREATE INDEX jobs_ready ON jobs (state, rank, id, due) WHERE paused = 0;
  CREATE INDEX jobs_due ON jobs (state, due) WHERE paused = 0 AND due IS NOT NULL;
  `,
  // Stacks and their parts are rows that an older version cannot read: it refuses this version of the database.
  'SELECT 1;',
  `
  -- Words of the history by keyed digests, for its search: see search/word-index.ts. Entries up to the one named are in it.
  CREATE TABLE audit_words (mark INTEGER NOT NULL, file INTEGER NOT NULL, PRIMARY KEY (mark, file)) STRICT, WITHOUT ROWID;
  CREATE TABLE audit_indexed (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL) STRICT;
  `,
  `
  -- Marks of the names that each scan folder had at the last start: see identity/expected-names.ts.
  CREATE TABLE expected_names (folder_id TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
  `,
];
