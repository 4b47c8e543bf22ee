from django.db import migrations, models

FUNCTIONS = """
CREATE FUNCTION guard_kind() RETURNS text STABLE LANGUAGE plpgsql AS $$
DECLARE kind text := nullif(current_setting('app.kind', true), '');
BEGIN
    IF kind IS NULL THEN
        RAISE EXCEPTION '没有打开工作范围：这张表只能在 scope(...) 之内读写。' USING ERRCODE = '42501';
    END IF;
    RETURN kind;
END $$;

-- '' after a finished transaction reads as unset, never as "everything"
CREATE FUNCTION guard_codes(name text) RETURNS text[] STABLE LANGUAGE plpgsql AS $$
BEGIN
    PERFORM guard_kind();
    RETURN string_to_array(nullif(current_setting('app.' || name, true), ''), ',');
END $$;

CREATE FUNCTION guard_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '表 % 的记录只增不改：请另写一行更正。', TG_TABLE_NAME USING ERRCODE = '42501';
END $$;

CREATE FUNCTION guard_today() RETURNS date STABLE LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (now() AT TIME ZONE 'Asia/Shanghai')::date
        + coalesce((SELECT clock_shift_days FROM guard_installation), 0);
END $$;

CREATE FUNCTION guard_move_clock(days integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF days <= 0 THEN RAISE EXCEPTION '拨日只能向前。'; END IF;
    UPDATE guard_installation SET clock_shift_days = clock_shift_days + days WHERE synthetic;
    IF NOT FOUND THEN RAISE EXCEPTION '只有模拟数据库可以拨日。' USING ERRCODE = '42501'; END IF;
END $$;
"""

DROP = """
DROP FUNCTION guard_move_clock(integer);
DROP FUNCTION guard_today();
DROP FUNCTION guard_refuse_change();
DROP FUNCTION guard_codes(text);
DROP FUNCTION guard_kind();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.RunSQL("CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS btree_gist",
                          migrations.RunSQL.noop),
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("synthetic", models.BooleanField(verbose_name="模拟数据库")),
                ("clock_shift_days", models.IntegerField(default=0, verbose_name="拨日天数")),
                ("county", models.CharField(max_length=6, verbose_name="本级区划")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="installation_is_one_row"),
                    models.CheckConstraint(
                        condition=models.Q(("synthetic", True), ("clock_shift_days", 0), _connector="OR"),
                        name="only_synthetic_clock_moves",
                    ),
                ],
            },
        ),
    ]
