from django.db import migrations

FUNCTIONS = r"""
-- Every event queues for its seal in the transaction that makes it.
CREATE FUNCTION audit_queue() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO audit_unsealed (event_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER audit_event_queues AFTER INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_queue();
INSERT INTO audit_unsealed (event_id) SELECT id FROM audit_event;

CREATE FUNCTION audit_microseconds(moment timestamptz) RETURNS text IMMUTABLE LANGUAGE sql AS $$
    SELECT (extract(epoch FROM moment) * 1000000)::bigint::text
$$;

-- The hash of one event: SHA-256 of 0x00 and its fields as a JSON list, the same whatever the session's settings.
-- audit/hashing.py computes it independently of the database; a new column means a new version, never another reading.
CREATE FUNCTION audit_leaf(e audit_event) RETURNS bytea STABLE LANGUAGE sql AS $$
    SELECT sha256('\x00'::bytea || convert_to(jsonb_build_array(
        '1', e.id::text, audit_microseconds(e.at), audit_microseconds(e.recorded_at), e.actor, e.actor_name, e.county,
        e.action, e.purpose, e.subjects::text[], e.writes, e.result, e.detail, host(e.address), e.request_id
    )::text, 'UTF8'))
$$;

-- Merkle root: pairs are hashed with 0x01 in front, an odd one goes up as it is (RFC 6962).
CREATE FUNCTION audit_root(leaves bytea[]) RETURNS bytea IMMUTABLE LANGUAGE plpgsql AS $$
DECLARE level bytea[] := leaves;
BEGIN
    WHILE cardinality(level) > 1 LOOP
        level := ARRAY(
            SELECT CASE WHEN count(*) = 2 THEN sha256('\x01'::bytea || string_agg(v, '' ORDER BY n))
                   ELSE string_agg(v, '') END
            FROM unnest(level) WITH ORDINALITY AS l(v, n) GROUP BY (n - 1) / 2 ORDER BY (n - 1) / 2);
    END LOOP;
    RETURN level[1];
END $$;

-- The head of a seal: SHA-256 of 0x02, the head before it, the root, and what the seal says of itself.
CREATE FUNCTION audit_head(before bytea, root bytea, number bigint, count integer, sealed_at timestamptz)
RETURNS bytea STABLE LANGUAGE sql AS $$
    SELECT sha256('\x02'::bytea || coalesce(before, ''::bytea) || root
        || convert_to(number || '.' || count || '.' || audit_microseconds(sealed_at), 'UTF8'))
$$;

-- Seal the next batch of what is committed. An event that was made away with while it waited gets a leaf that says so.
CREATE FUNCTION audit_seal_batch(most integer) RETURNS TABLE(number bigint, sealed integer, chain_head bytea)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    ids bigint[];
    hashes bytea[];
    previous record;
    made_root bytea;
    made_at timestamptz := clock_timestamp();
BEGIN
    LOCK TABLE audit_seal IN EXCLUSIVE MODE;  -- one sealer at a time
    ids := ARRAY(SELECT event_id FROM audit_unsealed ORDER BY event_id LIMIT least(greatest(most, 1), 4096));
    IF cardinality(ids) = 0 THEN RETURN; END IF;
    hashes := ARRAY(
        SELECT coalesce(audit_leaf(e), sha256('\x03'::bytea || convert_to(i.id::text, 'UTF8')))
        FROM unnest(ids) WITH ORDINALITY AS i(id, n) LEFT JOIN audit_event e ON e.id = i.id ORDER BY i.n);
    SELECT s.id, s.head INTO previous FROM audit_seal s ORDER BY s.id DESC LIMIT 1;
    number := coalesce(previous.id, 0) + 1;
    sealed := cardinality(ids);
    made_root := audit_root(hashes);
    chain_head := audit_head(previous.head, made_root, number, sealed, made_at);
    INSERT INTO audit_seal (id, first_event, last_event, count, event_ids, leaves, root, head, sealed_at)
    SELECT number, ids[1], ids[sealed], sealed, ids, (SELECT string_agg(h, '' ORDER BY n) FROM unnest(hashes)
        WITH ORDINALITY AS l(h, n)), made_root, chain_head, made_at;
    DELETE FROM audit_unsealed WHERE event_id = ANY(ids);
    RETURN NEXT;
END $$;

-- Heads to be kept elsewhere. They are hashes and counts, nothing of anybody.
CREATE FUNCTION audit_heads_after(number bigint) RETURNS TABLE(seal bigint, chain_head bytea, count integer, sealed_at timestamptz)
STABLE LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.id, s.head, s.count, s.sealed_at FROM audit_seal s WHERE s.id > number ORDER BY s.id
$$;
"""

DROP = """
DROP FUNCTION audit_heads_after(bigint);
DROP FUNCTION audit_seal_batch(integer);
DROP FUNCTION audit_head(bytea, bytea, bigint, integer, timestamptz);
DROP FUNCTION audit_root(bytea[]);
DROP FUNCTION audit_leaf(audit_event);
DROP FUNCTION audit_microseconds(timestamptz);
DROP TRIGGER audit_event_queues ON audit_event;
DROP FUNCTION audit_queue();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_sealing")]
    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
