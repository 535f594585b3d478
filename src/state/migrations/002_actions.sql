-- Measures that were adopted: what is to be done about a weakness, by whom, until when, and how it is verified.
CREATE TABLE periodical.action (
  -- Shown as A-0007; given without a gap under a lock of the table, and never given twice: no row is ever deleted.
  number        integer PRIMARY KEY CHECK (number > 0),
  report        text NOT NULL,
  scope         jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(scope) = 'object'),
  -- Edition that recommended it, as report/period/scope; null when it was entered by hand.
  edition       text,
  -- Period it was adopted from: its value is the one "before".
  period        text NOT NULL,
  rule          text,
  -- What it answers: an indicator, with the member its rule asks for, or theme/<theme>.
  weakness      text,
  -- Texts are a string, or one per language.
  measure       jsonb NOT NULL,
  department    jsonb NOT NULL,
  owner         jsonb,
  resources     jsonb,
  due           date NOT NULL,
  -- The verification standard, and the same in its readable form.
  standard      jsonb CHECK (jsonb_typeof(standard) = 'object'),
  standard_text text,
  status        text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'verified', 'closed', 'cancelled')),
  note          text,
  created_by    text NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now(),
  closed_by     text,
  closed_at     timestamptz,
  -- Counts the changes, so that a sheet that is older than the last one is noticed.
  version       integer NOT NULL DEFAULT 1,
  CHECK ((status IN ('closed', 'cancelled')) = (closed_at IS NOT NULL)),
  CHECK ((closed_at IS NULL) = (closed_by IS NULL)),
  CHECK ((standard IS NULL) = (standard_text IS NULL))
);

-- An edition is accepted once, however often and by how many processes it is asked for.
CREATE UNIQUE INDEX action_once ON periodical.action (edition, rule) WHERE edition IS NOT NULL AND rule IS NOT NULL;

-- A measure that is still under way is not adopted a second time from a later edition.
CREATE UNIQUE INDEX action_under_way ON periodical.action (report, scope, rule, weakness)
  WHERE rule IS NOT NULL AND status IN ('open', 'verified');

CREATE TABLE periodical.action_change (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  action  integer NOT NULL REFERENCES periodical.action (number),
  version integer NOT NULL,
  at      timestamptz NOT NULL DEFAULT now(),
  by      text NOT NULL,
  -- Field that changed; `created` for the first entry.
  field   text NOT NULL,
  before  jsonb,
  after   jsonb,
  why     text
);

CREATE INDEX action_change_by_action ON periodical.action_change (action, id);

CREATE FUNCTION periodical.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The history of actions is only ever added to.' USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER action_change_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON periodical.action_change
  FOR EACH STATEMENT EXECUTE FUNCTION periodical.refuse_change();

COMMENT ON TABLE periodical.action IS 'Measures adopted, one row each.';
COMMENT ON TABLE periodical.action_change IS 'Who changed what of an action and when; only ever added to.';
