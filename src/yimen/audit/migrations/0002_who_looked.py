from django.db import migrations

FUNCTION = """
-- 谁查过我: the looks at one family's file, for that family and the staff in whose area it lies.
CREATE FUNCTION audit_looks_at(household uuid)
RETURNS TABLE(at timestamptz, actor_name varchar, action varchar, purpose varchar, writes boolean, result varchar)
STABLE LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF guard_kind() = 'subject' AND NOT (household::text = ANY(guard_codes('households'))) THEN
        RAISE EXCEPTION '只能查看本家庭的查询记录。' USING ERRCODE = '42501';
    ELSIF guard_kind() NOT IN ('subject', 'area') THEN
        RAISE EXCEPTION '无权查看查询记录。' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY SELECT e.at, e.actor_name, e.action, e.purpose, e.writes, e.result FROM audit_event e
        WHERE e.subjects @> ARRAY[household] ORDER BY e.id DESC LIMIT 500;
END $$;
CREATE INDEX audit_event_subjects ON audit_event USING gin (subjects);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_start"), ("guard", "0001_scope_functions")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP INDEX audit_event_subjects; DROP FUNCTION audit_looks_at(uuid)")
    ]
