-- Deploy remuda:audit
-- Who was refused what, and who read what is another unit's. Like the events, services reach it only through functions, and only
-- under their own name; nothing in it is ever changed.
BEGIN;

CREATE TABLE event_log.audit_entry (
    entry_id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at           timestamptz NOT NULL,
    principal_id bigint      NOT NULL,
    subject_id   bigint,     -- the lead, statement, ... ; NULL: the call was refused before one was known
    unit_id      bigint,     -- whose it is
    service      text        NOT NULL,
    method       text        NOT NULL, -- remuda.lead.v1.LeadIntake/GetLead
    outcome      text        NOT NULL, -- OK, or the code of the refusal
    subject      text        NOT NULL, -- lead, leads, statement, ...; '': see subject_id
    field        text        NOT NULL, -- of the refusal
    traceparent  text        NOT NULL
);
CREATE INDEX audit_of_principal ON event_log.audit_entry (principal_id, entry_id);

CREATE FUNCTION event_log.append_audit(at timestamptz, principal_ids bigint[], subject_ids bigint[], unit_ids bigint[], methods text[],
                                       outcomes text[], subjects text[], fields text[], traceparents text[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO event_log.audit_entry (at, principal_id, subject_id, unit_id, service, method, outcome, subject, field, traceparent)
    SELECT append_audit.at, principal_id, nullif(subject_id, 0), nullif(unit_id, 0), session_user, method, outcome, subject, field, traceparent
    FROM unnest(principal_ids, subject_ids, unit_ids, methods, outcomes, subjects, fields, traceparents)
         AS told (principal_id, subject_id, unit_id, method, outcome, subject, field, traceparent);
$$;

-- Newest first, below an entry. of_principal NULL: anybody.
CREATE FUNCTION event_log.read_audit(before_entry bigint, of_principal bigint, refused_only boolean, max_entries bigint)
RETURNS SETOF event_log.audit_entry
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
    SELECT e.* FROM event_log.audit_entry e
    WHERE e.entry_id < before_entry AND (of_principal IS NULL OR e.principal_id = of_principal)
      AND (NOT refused_only OR e.outcome <> 'OK')
    ORDER BY e.entry_id DESC LIMIT max_entries;
$$;

REVOKE ALL ON FUNCTION event_log.append_audit, event_log.read_audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION event_log.append_audit, event_log.read_audit TO remuda_service;

COMMIT;
