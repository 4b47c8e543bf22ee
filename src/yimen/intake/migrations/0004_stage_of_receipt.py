"""Who holds a receipt number may see the stage of the case, and nothing of the family."""

from django.db import migrations

# The case belongs to a later stage; the body is read when the function runs, so the tables need not be there yet.
FUNCTION = """
CREATE FUNCTION intake_stage_of_receipt(receipt text)
RETURNS TABLE(programme varchar, state varchar, submitted_on date, due_on date)
STABLE LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT c.programme, c.state, (a.submitted_at AT TIME ZONE 'Asia/Shanghai')::date,
            (SELECT max(k.due_on) FROM cases_caseclock k WHERE k.case_id = c.id AND k.key = 'C6')
        FROM intake_application a JOIN cases_case c ON c.application_id = a.id WHERE a.receipt_no = receipt;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_signing_a_draft")]
    operations = [migrations.RunSQL(FUNCTION, "DROP FUNCTION intake_stage_of_receipt(text)")]
