-- INTEGER is 64 bits (booleans 0 and 1, times in microseconds UTC), ids are text, everything that tells of people is sealed.
-- digest is over the row's other columns (tables/digest.rs): so damage is found in rows that no entry of the ledger names.

-- What is small and stands once: the agency's id, the origin of its ledger.
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value BLOB NOT NULL,
  digest BLOB
) STRICT;

-- Every thing the desk keeps: a line for each version, never overwritten. All but latest and leaf are bound into the blob's seal.
CREATE TABLE sealed (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  latest INTEGER NOT NULL CHECK (latest IN (0, 1)),
  client TEXT NOT NULL,
  class TEXT NOT NULL,
  state TEXT NOT NULL,
  due INTEGER,
  worker TEXT,
  leaf INTEGER NOT NULL,
  blob BLOB NOT NULL,
  PRIMARY KEY (kind, id, version)
) STRICT;
-- Without rows that are nobody's file; and no statement that names no client may take it for the primary key and read it from end to end.
CREATE INDEX sealed_by_client ON sealed (client, kind, id) WHERE latest = 1 AND client <> '';
-- Nobody asks for records by their author or day alone, and they are most of what is written.
CREATE INDEX sealed_by_worker ON sealed (worker, kind, id) WHERE latest = 1 AND kind <> 'record';
CREATE INDEX sealed_by_due ON sealed (kind, state, due, id) WHERE latest = 1 AND due IS NOT NULL AND kind <> 'record';

-- Keys, each wrapped by the one above it. kek is the version of the key-encryption key that wrapped it.
CREATE TABLE kek (
  version INTEGER NOT NULL,
  provider TEXT NOT NULL,
  wrap BLOB NOT NULL,
  digest BLOB,
  PRIMARY KEY (version, provider)
) STRICT;
CREATE TABLE agency_key (
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  kek INTEGER NOT NULL,
  wrap BLOB NOT NULL,
  digest BLOB,
  PRIMARY KEY (name, version)
) STRICT;
CREATE TABLE client_key (
  client TEXT PRIMARY KEY,
  kek INTEGER NOT NULL,
  wrap BLOB NOT NULL,
  digest BLOB
) STRICT;
CREATE INDEX client_key_by_kek ON client_key (kek, client);
CREATE TABLE class_key (
  client TEXT NOT NULL,
  class TEXT NOT NULL,
  version INTEGER NOT NULL,
  wrap BLOB NOT NULL,
  digest BLOB,
  PRIMARY KEY (client, class, version)
) STRICT;
CREATE INDEX class_key_by_class ON class_key (class);
-- A class key sealed to a person's public key, or to the recovery set's.
CREATE TABLE class_wrap (
  client TEXT NOT NULL,
  class TEXT NOT NULL,
  version INTEGER NOT NULL,
  holder TEXT NOT NULL,
  wrap BLOB NOT NULL,
  digest BLOB,
  PRIMARY KEY (client, class, version, holder)
) STRICT;
CREATE INDEX class_wrap_by_class ON class_wrap (class);
CREATE INDEX class_wrap_by_holder ON class_wrap (holder, client, class, version);
-- Key pairs of people; the private half is locked by their vault passphrase. The recovery set has none here.
CREATE TABLE person_key (
  holder TEXT NOT NULL,
  version INTEGER NOT NULL,
  public BLOB NOT NULL,
  locked BLOB,
  digest BLOB,
  PRIMARY KEY (holder, version)
) STRICT;
-- What was destroyed, for good; a restore of an older backup replays it. An empty class is the whole client.
CREATE TABLE destroyed_key (
  client TEXT NOT NULL,
  class TEXT NOT NULL,
  leaf INTEGER NOT NULL,
  digest BLOB,
  PRIMARY KEY (client, class)
) STRICT;

-- The ledger. Whoever appends locks the head's one row first.
CREATE TABLE ledger_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  size INTEGER NOT NULL,
  frontier BLOB NOT NULL,
  last_time INTEGER NOT NULL,
  map_size INTEGER NOT NULL,
  map_root BLOB NOT NULL
) STRICT;
CREATE TABLE leaf (
  place INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  bytes BLOB NOT NULL,
  client TEXT NOT NULL,
  class TEXT NOT NULL,
  detail BLOB,
  -- Who acted: a mark of worker and place, so that whoever holds the key finds their entries without opening everybody's.
  actor BLOB NOT NULL,
  act_key BLOB,
  slot BLOB NOT NULL,
  number INTEGER NOT NULL,
  UNIQUE (slot, number)
) STRICT;
CREATE UNIQUE INDEX leaf_by_act ON leaf (act_key) WHERE act_key IS NOT NULL;
CREATE TABLE chain (
  slot BLOB PRIMARY KEY,
  length INTEGER NOT NULL,
  head BLOB NOT NULL
) STRICT;
CREATE TABLE tile (
  level INTEGER NOT NULL,
  place INTEGER NOT NULL,
  hashes BLOB NOT NULL,
  PRIMARY KEY (level, place)
) STRICT;
CREATE TABLE map_node (
  path BLOB PRIMARY KEY,
  node BLOB NOT NULL
) STRICT;
CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY,
  note BLOB NOT NULL
) STRICT;
CREATE TABLE witness_head (
  name TEXT PRIMARY KEY,
  note BLOB NOT NULL,
  digest BLOB
) STRICT;

-- Marks by which a thing is found again without its name standing anywhere.
CREATE TABLE blind (
  label TEXT NOT NULL,
  id TEXT NOT NULL,
  marks BLOB NOT NULL,
  PRIMARY KEY (label, id)
) STRICT;

-- Attachments in sealed pieces. What no record keeps yet has kept 0.
CREATE TABLE chunk (
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  client TEXT NOT NULL,
  class TEXT NOT NULL,
  kept INTEGER NOT NULL CHECK (kept IN (0, 1)),
  blob BLOB NOT NULL,
  digest BLOB,
  PRIMARY KEY (id, number)
) STRICT;
