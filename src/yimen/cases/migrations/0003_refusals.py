from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION cases_is_kin(officer bigint, household uuid) RETURNS boolean STABLE LANGUAGE sql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
    SELECT officer IS NOT NULL AND EXISTS (
        SELECT 1 FROM people_person p JOIN network_staffkin k ON k.id_index = p.id_index
        WHERE p.household_id = household AND k.user_id = officer)
$$;

-- 近亲属回避: nobody accepts, surveys, reviews or decides the case of a near relative.
CREATE FUNCTION cases_refuse_kin_log() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF cases_is_kin(NEW.officer_id, NEW.household_id) THEN
        RAISE EXCEPTION '经办人是该家庭的近亲属，应当回避。' USING ERRCODE = '23514', CONSTRAINT = 'kin_does_not_handle';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kin_does_not_handle BEFORE INSERT ON cases_caselog
FOR EACH ROW EXECUTE FUNCTION cases_refuse_kin_log();

CREATE FUNCTION cases_refuse_kin_survey() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
    IF cases_is_kin(NEW.first_investigator_id, NEW.household_id)
       OR cases_is_kin(NEW.second_investigator_id, NEW.household_id) THEN
        RAISE EXCEPTION '调查人员是该家庭的近亲属，应当回避。' USING ERRCODE = '23514', CONSTRAINT = 'kin_does_not_survey';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER kin_does_not_survey BEFORE INSERT OR UPDATE ON cases_survey
FOR EACH ROW EXECUTE FUNCTION cases_refuse_kin_survey();

-- What a decision must rest on (D57 §20-21, design §4.2): four eyes, the county's visit, a finding with nothing open.
CREATE FUNCTION cases_check_decision() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE finding record;
BEGIN
    IF cases_is_kin(NEW.accepted_by_id, NEW.household_id) OR cases_is_kin(NEW.reviewed_by_id, NEW.household_id)
       OR cases_is_kin(NEW.decided_by_id, NEW.household_id) THEN
        RAISE EXCEPTION '经办人是该家庭的近亲属，应当回避。' USING ERRCODE = '23514', CONSTRAINT = 'kin_does_not_handle';
    END IF;
    IF NEW.state NOT IN ('confirmed', 'refused') OR (TG_OP = 'UPDATE' AND OLD.state = NEW.state) THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM cases_survey s WHERE s.case_id = NEW.id AND s.purpose <> 'county'
               AND NEW.decided_by_id IN (s.first_investigator_id, s.second_investigator_id)) THEN
        RAISE EXCEPTION '确认人参加过本户的入户调查，须由他人确认。' USING ERRCODE = '23514',
            CONSTRAINT = 'four_eyes_on_the_decision';
    END IF;
    IF (NEW.kin_registered OR NEW.reported)
       AND NOT EXISTS (SELECT 1 FROM cases_survey s WHERE s.case_id = NEW.id AND s.purpose = 'county') THEN
        RAISE EXCEPTION '近亲属备案或有投诉举报的家庭，县级须先入户核查。' USING ERRCODE = '23514',
            CONSTRAINT = 'kin_case_needs_county_visit';
    END IF;
    SELECT eligible, open_count INTO finding FROM cases_assessment a
        WHERE a.case_id = NEW.id AND a.occasion = 'decision' ORDER BY made_at DESC, id DESC LIMIT 1;
    IF finding IS NULL OR finding.open_count > 0 OR finding.eligible IS DISTINCT FROM (NEW.state = 'confirmed') THEN
        RAISE EXCEPTION '审核确认须以没有未答问题、结论一致的测算为依据。' USING ERRCODE = '23514',
            CONSTRAINT = 'decision_rests_on_a_finding';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_is_lawful BEFORE INSERT OR UPDATE ON cases_case
FOR EACH ROW EXECUTE FUNCTION cases_check_decision();

-- 在保校验 across areas, at the moment of typing: programme, status, office and its phone, nothing else. Logged.
CREATE FUNCTION cases_duplicate_guard(wanted bytea, asker text, own_household uuid)
RETURNS TABLE(programme varchar, status text, office varchar, office_phone varchar)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN QUERY
    WITH hits AS (
        SELECT m.programme, 'award' AS status, m.county, m.town FROM cases_awardmember m
        WHERE m.id_index = wanted AND m.active AND m.household_id IS DISTINCT FROM own_household
        UNION
        SELECT c.programme, 'case', c.county, c.town FROM people_person p JOIN cases_case c ON c.household_id = p.household_id
        WHERE p.id_index = wanted AND c.state NOT IN ('confirmed', 'refused', 'withdrawn', 'terminated')
          AND p.household_id IS DISTINCT FROM own_household
    ), logged AS (
        INSERT INTO people_guardlook (at, actor, id_index, found) SELECT now(), asker, wanted, count(*) FROM hits
    )
    SELECT h.programme, h.status, o.name, o.office_phone FROM hits h
    LEFT JOIN LATERAL (
        SELECT n.name, n.office_phone FROM network_organisation n
        WHERE n.area IN (h.town, h.county) AND n.kind IN ('town', 'bureau') ORDER BY length(n.area) DESC LIMIT 1
    ) o ON true;
END $$;
"""

DROP = """
DROP FUNCTION cases_duplicate_guard(bytea, text, uuid);
DROP TRIGGER decision_is_lawful ON cases_case; DROP FUNCTION cases_check_decision();
DROP TRIGGER kin_does_not_survey ON cases_survey; DROP FUNCTION cases_refuse_kin_survey();
DROP TRIGGER kin_does_not_handle ON cases_caselog; DROP FUNCTION cases_refuse_kin_log();
DROP FUNCTION cases_is_kin(bigint, uuid);
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_links"), ("people", "0002_look_ups"), ("network", "0001_start")]
    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
