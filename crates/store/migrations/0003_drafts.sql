-- What somebody has begun and not yet done: their answers so far, saved one by one. No act, so no leaf; it goes when it is done. An empty
-- client is nobody's file; a draft about a client is sealed under that client's key, and goes with it.
CREATE TABLE draft (
  id TEXT PRIMARY KEY,
  worker TEXT NOT NULL,
  kind TEXT NOT NULL,
  client TEXT NOT NULL,
  state TEXT NOT NULL,
  at INTEGER NOT NULL,
  blob BLOB NOT NULL
) STRICT;
CREATE INDEX draft_by_worker ON draft (worker, kind, at, id);
