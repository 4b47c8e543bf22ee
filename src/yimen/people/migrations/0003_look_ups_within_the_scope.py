from django.db import migrations

FUNCTIONS = """
-- Whether this household is within the scope: of one's area, or one's own. For functions that pass the row policies.
CREATE FUNCTION people_in_scope(household uuid) RETURNS boolean STABLE LANGUAGE sql AS $$
    SELECT CASE guard_kind()
        WHEN 'area' THEN EXISTS (SELECT 1 FROM people_household h
                                 WHERE h.id = household AND guard_in_area(h.county, h.town, h.village))
        WHEN 'subject' THEN coalesce(household::text = ANY(guard_codes('households')), false)
        ELSE false END
$$;

-- The files a citizen's account may see: those it applied for, and those whose head gave this phone number.
-- Asked once, at sign-in, before it is known who asks.
CREATE OR REPLACE FUNCTION people_households_of(account uuid) RETURNS SETOF uuid STABLE LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF guard_kind() <> 'signin' THEN
        RAISE EXCEPTION '只有登录时才能查询账号关联的家庭。' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    SELECT h.household_id FROM people_accounthousehold h WHERE h.account_id = account
    UNION
    SELECT m.household_id
    FROM people_citizenaccount a
    JOIN people_person p ON p.phone_index = a.phone_index
    JOIN people_membership m ON m.person_id = p.id AND m.until IS NULL AND m.kind = 'member' AND m.relation = 'head'
    WHERE a.id = account;
END $$;

-- Which declared relatives of staff belong to this household (人情保), for those who handle it.
CREATE OR REPLACE FUNCTION people_kin_of_staff(household uuid)
RETURNS TABLE(user_id bigint, staff_name varchar, staff_post varchar, relation varchar, person_id uuid)
STABLE LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT people_in_scope(household) THEN
        RAISE EXCEPTION '这户家庭不在您的工作范围内，不能查询近亲属备案。' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY
    SELECT k.user_id, k.staff_name, k.staff_post, k.relation, p.id
    FROM people_person p JOIN network_staffkin k ON k.id_index = p.id_index
    WHERE p.household_id = household;
END $$;
"""

BEFORE = """
CREATE OR REPLACE FUNCTION people_households_of(account uuid) RETURNS SETOF uuid STABLE LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT household_id FROM people_accounthousehold WHERE account_id = account
    UNION
    SELECT m.household_id
    FROM people_citizenaccount a
    JOIN people_person p ON p.phone_index = a.phone_index
    JOIN people_membership m ON m.person_id = p.id AND m.until IS NULL AND m.kind = 'member' AND m.relation = 'head'
    WHERE a.id = account
$$;
CREATE OR REPLACE FUNCTION people_kin_of_staff(household uuid)
RETURNS TABLE(user_id bigint, staff_name varchar, staff_post varchar, relation varchar, person_id uuid)
STABLE LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.user_id, k.staff_name, k.staff_post, k.relation, p.id
    FROM people_person p JOIN network_staffkin k ON k.id_index = p.id_index
    WHERE p.household_id = household
$$;
DROP FUNCTION people_in_scope(uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_look_ups"), ("guard", "0002_in_area")]
    operations = [migrations.RunSQL(FUNCTIONS, BEFORE)]
