import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/**
 * Calls `onError` with each error of the database's statements, and throws it on. Errors of reads pass through many
 * places, none of which knows the database.
 */
export function noticeErrors(db: DatabaseSync, onError: (thrown: unknown) => void): void {
  const prepare = db.prepare.bind(db);
  const noticed = <R>(call: (...values: SQLInputValue[]) => R) => {
    return (...values: SQLInputValue[]): R => {
      try {
        return call(...values);
      } catch (thrown) {
        onError(thrown);
        throw thrown;
      }
    };
  };
  db.prepare = (sql): StatementSync => {
    const statement = prepare(sql);
    const iterate = statement.iterate.bind(statement);
    return Object.assign(statement, {
      get: noticed(statement.get.bind(statement)),
      all: noticed(statement.all.bind(statement)),
      run: noticed(statement.run.bind(statement)),
      *iterate(...values: SQLInputValue[]) {
        try {
          yield* iterate(...values);
        } catch (thrown) {
          onError(thrown);
          throw thrown;
        }
      },
    });
  };
}
