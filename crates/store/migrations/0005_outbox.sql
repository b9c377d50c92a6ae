-- Whose turn it is to send what waits in the outbox: its id, how often it was tried, and before when nobody else tries it.
CREATE TABLE outbox (
  id TEXT NOT NULL PRIMARY KEY,
  tries INTEGER NOT NULL,
  next INTEGER NOT NULL
) STRICT;
