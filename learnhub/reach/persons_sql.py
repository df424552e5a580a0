"""Persons as of a moment: one row per person who counts, whatever accounts she has (rules SC1, DD1, A1, A2).

Each statement makes one table of the snapshot; `as_of` and the lists of files are variables of the session, and
`{place}` is the number of a version that grows with its revision (see `snapshot`).
"""

from __future__ import annotations

PEOPLE = """
CREATE TYPE a_gender AS ENUM ('F', 'M', 'U', 'X');
CREATE TYPE an_age AS ENUM ('0-14', '15-24', '25-34', '35+', 'UNK')
"""

VERSIONS = """
CREATE TABLE person_version AS
SELECT {place} AS place,
  person_id, rev, valid_from, account_type, status, gender, birth_year, residence, merged_into
FROM read_parquet(getvariable('persons'))
WHERE recorded_at <= getvariable('as_of')
"""

# Highest revision first, then who was there first, in one number. Few people have more than one version; the
# others need no search for when it began.
LATEST = """
CREATE TABLE person_latest AS
SELECT person_id, max(place) AS place, count(*) > 1 AS changed FROM person_version GROUP BY person_id
"""

NOW = """
CREATE TABLE person_now AS
SELECT v.* FROM person_version v SEMI JOIN person_latest l ON l.place = v.place
"""

# A merge into an account that is not known yet is followed no further.
MERGES = """
CREATE TABLE merge_edge AS
SELECT p.person_id AS account, p.merged_into AS target
FROM person_now p SEMI JOIN person_now q ON q.person_id = p.merged_into
"""

# A chain ends where no edge leaves; accounts merged in a circle are one person, under the least id.
CHAINS = """
CREATE TABLE merged AS
WITH RECURSIVE step AS (
  SELECT account, target FROM merge_edge
  UNION
  SELECT s.account, e.target FROM step s JOIN merge_edge e ON e.account = s.target
), circle AS (
  SELECT account FROM step WHERE account = target
)
SELECT s.account,
  coalesce(
    min(s.target) FILTER (WHERE NOT EXISTS (SELECT 1 FROM merge_edge e WHERE e.account = s.target)),
    min(s.target) FILTER (WHERE s.target IN (FROM circle))
  ) AS person_id
FROM step s GROUP BY s.account
"""

ACCOUNTS = """
CREATE TABLE account_of AS
SELECT n.person_id AS account, coalesce(m.person_id, n.person_id) AS person_id,
  n.account_type, n.gender, n.birth_year
FROM person_now n LEFT JOIN merged m ON m.account = n.person_id
"""

PERSONS = """
CREATE TABLE person AS
SELECT
  row_number() OVER ()::INTEGER AS no,
  n.person_id,
  coalesce(CASE WHEN n.gender IN ('F', 'M', 'X') THEN n.gender END, o.gender, 'U')::a_gender AS gender,
  coalesce(n.birth_year, o.birth_year) AS birth_year
FROM person_now n
LEFT JOIN (
  SELECT person_id,
    arg_min(gender, account) FILTER (WHERE gender IN ('F', 'M', 'X')) AS gender,
    arg_min(birth_year, account) FILTER (WHERE birth_year IS NOT NULL) AS birth_year
  FROM account_of WHERE account <> person_id GROUP BY person_id
) o ON o.person_id = n.person_id
WHERE n.account_type <> 'test' AND n.status <> 'unconfirmed'
  AND (n.person_id NOT IN (SELECT account FROM merged) OR n.person_id IN (SELECT person_id FROM merged))
"""

COUNTED_ACCOUNTS = """
CREATE TABLE account AS
SELECT a.account AS person_id, p.no
FROM account_of a JOIN person p ON p.person_id = a.person_id
WHERE a.account_type <> 'test'
"""

# Half-open spans that cover all time: the first version also holds before its own first day. Gender and birth year
# stand beside each, so that rows need to look up their person once.
RESIDENCES = """
CREATE TABLE residence AS
WITH version AS (
  SELECT p.no AS person, p.gender, p.birth_year, coalesce(v.residence, 'ZZ') AS country,
    coalesce(v.valid_from, DATE '-infinity') AS from_day
  FROM person_version v JOIN person p ON p.person_id = v.person_id
  WHERE v.person_id IN (SELECT person_id FROM person_latest WHERE changed)
  QUALIFY row_number() OVER (PARTITION BY p.no, from_day ORDER BY v.place DESC) = 1
)
SELECT person, gender, birth_year, country,
  CASE WHEN row_number() OVER spans = 1 THEN DATE '-infinity' ELSE from_day END AS from_day,
  coalesce(lead(from_day) OVER spans, DATE 'infinity') AS to_day
FROM version WINDOW spans AS (PARTITION BY person ORDER BY from_day)
UNION ALL
SELECT p.no, p.gender, p.birth_year, coalesce(v.residence, 'ZZ'), DATE '-infinity', DATE 'infinity'
FROM person_version v JOIN person p ON p.person_id = v.person_id
WHERE v.person_id NOT IN (SELECT person_id FROM person_latest WHERE changed)
"""

# Few names on many rows: as numbers with a name they take a byte, and are compared several times as fast as text.
COUNTRIES = """
CREATE TYPE a_country AS ENUM (SELECT country FROM residence UNION SELECT 'ZZ' ORDER BY ALL)
"""

COUNTRY_OF_RESIDENCE = """
ALTER TABLE residence ALTER country TYPE a_country
"""

STATEMENTS = (
    PEOPLE,
    VERSIONS,
    LATEST,
    NOW,
    MERGES,
    CHAINS,
    ACCOUNTS,
    PERSONS,
    COUNTED_ACCOUNTS,
    RESIDENCES,
    COUNTRIES,
    COUNTRY_OF_RESIDENCE,
)
