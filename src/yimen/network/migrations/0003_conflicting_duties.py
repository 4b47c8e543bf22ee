from django.db import migrations

FUNCTIONS = """
-- Duties one person does not hold at once: administration or supervision with anything; paying or checking with
-- deciding. network/duties.py says the same.
CREATE FUNCTION network_conflict(one text, other text) RETURNS boolean IMMUTABLE LANGUAGE sql AS $$
    SELECT one <> other AND (
        one IN ('system_admin', 'security_admin', 'audit_admin', 'supervisor')
        OR other IN ('system_admin', 'security_admin', 'audit_admin', 'supervisor')
        OR (one IN ('finance', 'centre_clerk')
            AND other IN ('town_clerk', 'town_leader', 'county_clerk', 'county_leader'))
        OR (other IN ('finance', 'centre_clerk')
            AND one IN ('town_clerk', 'town_leader', 'county_clerk', 'county_leader')))
$$;

-- The days a post is held; one that was ended is not held on the day it ended.
CREATE FUNCTION network_days(since date, until date, ended_at timestamptz) RETURNS daterange IMMUTABLE LANGUAGE sql AS $$
    SELECT CASE WHEN ended_at IS NULL THEN daterange(since, until, '[]')
        ELSE daterange(since, greatest(since, (ended_at AT TIME ZONE 'Asia/Shanghai')::date), '[)') END
$$;

CREATE FUNCTION network_refuse_conflict() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM network_user WHERE id = NEW.user_id FOR UPDATE;  -- two grants to one person, one after the other
    IF EXISTS (
        SELECT 1 FROM network_post p
        WHERE p.user_id = NEW.user_id AND p.id IS DISTINCT FROM NEW.id AND network_conflict(p.duty, NEW.duty)
          AND network_days(p.since, p.until, p.ended_at) && network_days(NEW.since, NEW.until, NEW.ended_at)
    ) THEN
        RAISE EXCEPTION '不相容岗位：此人同一时期担任的另一岗位与它不能兼任。' USING ERRCODE = '23514',
            CONSTRAINT = 'no_conflicting_duties';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_conflicting_duties BEFORE INSERT OR UPDATE ON network_post
FOR EACH ROW EXECUTE FUNCTION network_refuse_conflict();
"""

DROP = """
DROP TRIGGER no_conflicting_duties ON network_post;
DROP FUNCTION network_refuse_conflict();
DROP FUNCTION network_days(date, date, timestamptz);
DROP FUNCTION network_conflict(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("network", "0002_how_posts_end")]
    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
