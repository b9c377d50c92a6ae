-- Who may sign in, and how. The mark stands for the name that they sign in by; all else is sealed.
CREATE TABLE account (
  worker TEXT PRIMARY KEY,
  mark BLOB NOT NULL UNIQUE,
  blob BLOB NOT NULL
) STRICT;
-- Tries that failed, by the mark of whoever it was tried for and from where, whether there is such an account or not.
CREATE TABLE attempt (
  mark BLOB PRIMARY KEY,
  fails INTEGER NOT NULL,
  until INTEGER NOT NULL,
  last INTEGER NOT NULL
) STRICT;
CREATE INDEX attempt_by_last ON attempt (last, mark);
-- Who is signed in. The mark is the hash of what only their browser holds; made, proved and the worker are bound into the blob's seal.
CREATE TABLE session (
  mark BLOB PRIMARY KEY,
  worker TEXT NOT NULL,
  made INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  proved INTEGER NOT NULL,
  blob BLOB NOT NULL
) STRICT;
CREATE INDEX session_by_worker ON session (worker, made, mark);
