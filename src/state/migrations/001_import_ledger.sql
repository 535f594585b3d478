-- Files that were imported: what the provenance page of an edition lists, and how the same file is noticed twice.
CREATE TABLE periodical.import_file (
  id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  dataset             text NOT NULL,
  file_name           text NOT NULL,
  sha256              text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  mapping             text NOT NULL,
  mapping_fingerprint text NOT NULL,
  mode                text NOT NULL CHECK (mode IN ('append', 'replace-period', 'upsert')),
  rows_kept           bigint NOT NULL CHECK (rows_kept >= 0),
  rows_rejected       bigint NOT NULL CHECK (rows_rejected >= 0),
  -- First and last time found in the kept rows; null when none was kept.
  first_time          timestamptz,
  last_time           timestamptz,
  -- True when the file had been imported before and was asked for again.
  again               boolean NOT NULL DEFAULT false,
  loaded_at           timestamptz NOT NULL DEFAULT now(),
  CHECK (last_time >= first_time)
);

-- Two processes that import the same file at once: the second waits for the first and then fails.
CREATE UNIQUE INDEX import_file_once ON periodical.import_file (dataset, sha256) WHERE NOT again;

CREATE INDEX import_file_by_dataset ON periodical.import_file (dataset, loaded_at, id);

COMMENT ON TABLE periodical.import_file IS 'Files imported by Periodical, one row per import.';
