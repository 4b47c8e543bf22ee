from django.db import migrations

FUNCTIONS = """
-- An answer is evidence: once a source has answered, or has been given up, nothing of it changes again.
CREATE FUNCTION verification_answer_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    RAISE EXCEPTION '来源的答复已经记录，不能更改。需要再次询问的，请发起复核。' USING ERRCODE = '23514',
        CONSTRAINT = 'answer_stays';
END $$;
CREATE TRIGGER answer_stays BEFORE UPDATE ON verification_sourcequery
FOR EACH ROW WHEN (OLD.outcome <> 'waiting') EXECUTE FUNCTION verification_answer_stays();

-- A query serves the request it hangs on: the same family's, and no other.
CREATE FUNCTION verification_query_of_request() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM verification_checkrequest r
                   WHERE r.id = NEW.request_id AND r.household_id = NEW.household_id) THEN
        RAISE EXCEPTION '查询与核对委托不属于同一家庭，不能登记。' USING ERRCODE = '23514',
            CONSTRAINT = 'query_of_its_request';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER query_of_its_request BEFORE INSERT OR UPDATE OF request_id, household_id
ON verification_sourcequery FOR EACH ROW EXECUTE FUNCTION verification_query_of_request();
"""
DROP = """
DROP TRIGGER query_of_its_request ON verification_sourcequery;
DROP FUNCTION verification_query_of_request();
DROP TRIGGER answer_stays ON verification_sourcequery;
DROP FUNCTION verification_answer_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("verification", "0003_names_and_rechecks")]
    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
