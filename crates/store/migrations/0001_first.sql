-- What is small and stands once: the agency's id, the origin of its ledger, whether it is sealed.
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;
