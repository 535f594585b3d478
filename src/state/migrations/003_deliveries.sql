-- Who gets which filed revision, by which way, and what became of it: one row for each, so that nobody is served twice.
CREATE TABLE periodical.delivery (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- report/period/scope, as the archive's folders are named.
  edition      text NOT NULL,
  revision     integer NOT NULL CHECK (revision > 0),
  -- `mail`, or the id of a channel.
  channel      text NOT NULL,
  -- Address, its domain in lower case; for a channel its id.
  recipient    text NOT NULL,
  -- What the message is made from when it is sent: language, part in the head of the mail, names beside it.
  particulars  jsonb NOT NULL CHECK (jsonb_typeof(particulars) = 'object'),
  status       text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'failed', 'sent', 'given_up')),
  -- Counted before sending: a process that is killed while it sends has used one up.
  attempts     integer NOT NULL DEFAULT 0,
  next_attempt timestamptz NOT NULL DEFAULT now(),
  -- Whoever sends it now, and until when nobody else may; the owner tells machine and process.
  claim        uuid,
  claim_owner  text,
  claim_until  timestamptz,
  -- The same at every attempt.
  message_id   text NOT NULL,
  -- What the server said last.
  response     text,
  created_at   timestamptz NOT NULL DEFAULT now(),
  created_by   text NOT NULL,
  attempted_at timestamptz,
  settled_at   timestamptz,
  -- When the report's owner was told that it was given up.
  owner_told   timestamptz,
  UNIQUE (edition, revision, channel, recipient),
  CHECK ((status IN ('sent', 'given_up')) = (settled_at IS NOT NULL)),
  CHECK ((claim IS NULL) = (claim_until IS NULL)),
  CHECK (claim IS NULL OR status IN ('pending', 'failed'))
);

CREATE INDEX delivery_due ON periodical.delivery (next_attempt) WHERE status IN ('pending', 'failed');

COMMENT ON TABLE periodical.delivery IS 'Deliveries of filed revisions, one row for each recipient and channel.';
