-- For whom an identity provider vouches. The mark stands for what it calls them; the account says the same, sealed, and is what counts.
CREATE TABLE vouched (
  worker TEXT PRIMARY KEY,
  mark BLOB NOT NULL UNIQUE
) STRICT;
-- On the way to an identity provider and back. The mark is the hash of what only their browser holds; made is bound into the blob's seal.
CREATE TABLE errand (
  mark BLOB PRIMARY KEY,
  made INTEGER NOT NULL,
  blob BLOB NOT NULL
) STRICT;
CREATE INDEX errand_by_made ON errand (made, mark);
