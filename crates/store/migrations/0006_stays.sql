-- Who is in a client's portal. The mark is the hash of what only their browser holds; made and the portal are bound into the blob's seal.
CREATE TABLE stay (
  mark BLOB NOT NULL PRIMARY KEY,
  portal TEXT NOT NULL,
  made INTEGER NOT NULL,
  seen INTEGER NOT NULL,
  blob BLOB NOT NULL
) STRICT;
CREATE INDEX stay_by_portal ON stay (portal, made, mark);
