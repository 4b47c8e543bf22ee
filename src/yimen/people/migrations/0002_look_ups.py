from django.db import migrations

FUNCTIONS = """
-- The files a citizen's account may see: those it applied for, and those whose head gave this phone number.
CREATE FUNCTION people_households_of(account uuid) RETURNS SETOF uuid STABLE LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT household_id FROM people_accounthousehold WHERE account_id = account
    UNION
    SELECT m.household_id
    FROM people_citizenaccount a
    JOIN people_person p ON p.phone_index = a.phone_index
    JOIN people_membership m ON m.person_id = p.id AND m.until IS NULL AND m.kind = 'member' AND m.relation = 'head'
    WHERE a.id = account
$$;

-- Which declared relatives of staff belong to this household (人情保): staff name, post, relation; nothing of others.
CREATE FUNCTION people_kin_of_staff(household uuid)
RETURNS TABLE(user_id bigint, staff_name varchar, staff_post varchar, relation varchar, person_id uuid)
STABLE LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k.user_id, k.staff_name, k.staff_post, k.relation, p.id
    FROM people_person p JOIN network_staffkin k ON k.id_index = p.id_index
    WHERE p.household_id = household
$$;
"""

DROP = "DROP FUNCTION people_kin_of_staff(uuid); DROP FUNCTION people_households_of(uuid);"


class Migration(migrations.Migration):
    dependencies = [("people", "0001_start"), ("network", "0001_start")]
    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
