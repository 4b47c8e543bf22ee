from django.db import migrations

FUNCTION = """
-- 在保校验 across areas, at the moment of typing: programme, status, office and its phone, nothing else. Logged under
-- the actor of the scope, whatever name is given; without a scope of staff or of a family it refuses.
CREATE OR REPLACE FUNCTION cases_duplicate_guard(wanted bytea, asker text, own_household uuid)
RETURNS TABLE(programme varchar, status text, office varchar, office_phone varchar)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF guard_kind() NOT IN ('area', 'subject') THEN
        RAISE EXCEPTION '只有经办人员或申请人可以做在保校验。' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    WITH hits AS (
        SELECT m.programme, 'award' AS status, m.county, m.town FROM cases_awardmember m
        WHERE m.id_index = wanted AND m.active AND m.household_id IS DISTINCT FROM own_household
        UNION
        SELECT c.programme, 'case', c.county, c.town FROM people_person p JOIN cases_case c ON c.household_id = p.household_id
        WHERE p.id_index = wanted AND c.state NOT IN ('confirmed', 'refused', 'withdrawn', 'terminated')
          AND p.household_id IS DISTINCT FROM own_household
    ), logged AS (
        INSERT INTO people_guardlook (at, actor, id_index, found)
        SELECT now(), coalesce(nullif(current_setting('app.actor', true), ''), asker), wanted, count(*) FROM hits
    )
    SELECT h.programme, h.status, o.name, o.office_phone FROM hits h
    LEFT JOIN LATERAL (
        SELECT n.name, n.office_phone FROM network_organisation n
        WHERE n.area IN (h.town, h.county) AND n.kind IN ('town', 'bureau') ORDER BY length(n.area) DESC LIMIT 1
    ) o ON true;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_refusals"), ("guard", "0002_in_area")]
    operations = [migrations.RunSQL(FUNCTION, migrations.RunSQL.noop)]
