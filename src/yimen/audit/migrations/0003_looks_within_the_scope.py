from django.db import migrations

FUNCTION = """
-- 谁查过我: the looks at one family's file, for that family and the staff in whose area it lies.
CREATE OR REPLACE FUNCTION audit_looks_at(household uuid)
RETURNS TABLE(at timestamptz, actor_name varchar, action varchar, purpose varchar, writes boolean, result varchar)
STABLE LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT people_in_scope(household) THEN
        RAISE EXCEPTION '只能查看本家庭或本辖区家庭的查询记录。' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY SELECT e.at, e.actor_name, e.action, e.purpose, e.writes, e.result FROM audit_event e
        WHERE e.subjects @> ARRAY[household] ORDER BY e.id DESC LIMIT 500;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_who_looked"), ("people", "0003_look_ups_within_the_scope")]
    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
