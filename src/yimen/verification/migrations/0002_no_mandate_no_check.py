from django.db import migrations

FUNCTION = """
-- 无授权不核对: a query needs a signed authorisation of this very person that stands at the moment of asking.
CREATE FUNCTION verification_needs_authorisation() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM intake_authorisation a
        WHERE a.id = NEW.authorisation_id AND a.person_id = NEW.person_id AND a.household_id = NEW.household_id
          AND a.signed_at <= NEW.asked_at
          AND (NEW.asked_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN a.valid_from AND a.valid_until
          AND (a.withdrawn_at IS NULL OR a.withdrawn_at > NEW.asked_at)
    ) THEN
        RAISE EXCEPTION '没有有效的核对授权：不能查询此人。请先取得授权书。' USING ERRCODE = '23514',
            CONSTRAINT = 'no_mandate_no_check';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER no_mandate_no_check BEFORE INSERT OR UPDATE OF person_id, authorisation_id, asked_at, household_id
ON verification_sourcequery FOR EACH ROW EXECUTE FUNCTION verification_needs_authorisation();
"""
DROP = """
DROP TRIGGER no_mandate_no_check ON verification_sourcequery;
DROP FUNCTION verification_needs_authorisation();
"""


class Migration(migrations.Migration):
    dependencies = [("verification", "0001_start"), ("intake", "0002_links")]
    operations = [migrations.RunSQL(FUNCTION, DROP)]
