"""Spent codes are erased a day after they end, messages 180 days after they were made (field inventory)."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION notifications_erase_old() RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE codes integer; messages integer;
BEGIN
    DELETE FROM notifications_onetimecode WHERE (expires_at AT TIME ZONE 'Asia/Shanghai')::date < guard_today() - 1;
    GET DIAGNOSTICS codes = ROW_COUNT;
    DELETE FROM notifications_message
        WHERE (coalesce(sent_at, created_at) AT TIME ZONE 'Asia/Shanghai')::date < guard_today() - 180;
    GET DIAGNOSTICS messages = ROW_COUNT;
    RETURN codes + messages;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_code_address"), ("guard", "0001_scope_functions")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION notifications_erase_old()")]
