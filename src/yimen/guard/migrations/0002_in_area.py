from django.db import migrations

FUNCTION = """
-- Whether a row of this area lies in the counties, towns and villages of the scope: what the row policies ask, for
-- functions that pass them.
CREATE FUNCTION guard_in_area(county text, town text, village text) RETURNS boolean STABLE LANGUAGE sql AS $$
    SELECT coalesce(county = ANY(guard_codes('counties')), false)
       AND (guard_codes('towns') IS NULL OR town = ANY(guard_codes('towns')))
       AND (guard_codes('villages') IS NULL OR village = ANY(guard_codes('villages')))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("guard", "0001_scope_functions")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION guard_in_area(text, text, text)")]
