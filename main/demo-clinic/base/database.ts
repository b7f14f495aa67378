import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { privateFile, privateFolder } from './private-files.ts';

/** Ids start beyond 2^53, as the real service's do, so that a client that converts an id to a number changes it. */
const firstId = '1968645883121642782';

const schema = `
  CREATE TABLE IF NOT EXISTS records (
    kind TEXT NOT NULL, id TEXT NOT NULL, patient_id TEXT, body TEXT NOT NULL, PRIMARY KEY (kind, id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS records_by_patient ON records (kind, patient_id);
  CREATE TABLE IF NOT EXISTS ids (last INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS objects (key TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS processing (
    attachment_id TEXT PRIMARY KEY, due INTEGER, key TEXT NOT NULL, fate TEXT
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS processing_by_due ON processing (due);
  CREATE TABLE IF NOT EXISTS case_links (
    case_id TEXT NOT NULL, attachment_id TEXT NOT NULL, PRIMARY KEY (case_id, attachment_id)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS case_links_by_attachment ON case_links (attachment_id);
  CREATE TABLE IF NOT EXISTS hashes (blob TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS origins (url TEXT PRIMARY KEY) WITHOUT ROWID;
`;

/**
 * Opens the clinic's records, or creates them. Several processes may use the same directory, so nothing is cached, and
 * each waits up to ten seconds for another's write.
 */
export function openDatabase(directory: string): DatabaseSync {
  privateFolder(directory);
  const file = join(directory, 'clinic.sqlite');
  // SQLite gives its additional files the same permissions.
  privateFile(file);
  const db = new DatabaseSync(file, { timeout: 10_000 });
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
  inTransaction(db, () => {
    db.exec(schema);
    db.exec(`INSERT INTO ids SELECT ${firstId} WHERE NOT EXISTS (SELECT 1 FROM ids)`);
  });
  return db;
}

/** Runs `work` in a transaction. Takes the write lock at the start, so it never deadlocks. */
export function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
