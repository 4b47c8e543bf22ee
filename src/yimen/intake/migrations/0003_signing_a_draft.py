"""Authorisations signed before the form is filed; whose file it is; stale drafts erased by a job of no account."""

import django.db.models.deletion
from django.db import migrations, models

import yimen.core.ids

FUNCTION = """
-- Drafts nobody has touched for 30 days, with what hangs on them. Returns the files whose content is to be erased.
CREATE FUNCTION intake_erase_stale_drafts() RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE stale uuid[];
BEGIN
    SELECT array_agg(id) INTO stale FROM intake_draft
        WHERE (saved_at AT TIME ZONE 'Asia/Shanghai')::date < guard_today() - 30;
    DELETE FROM intake_draftsignature WHERE draft_id = ANY(stale);
    RETURN QUERY DELETE FROM intake_draftfile WHERE draft_id = ANY(stale) RETURNING id;
    DELETE FROM intake_draft WHERE id = ANY(stale);
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_links"), ("guard", "0001_scope_functions")]
    operations = [
        migrations.AddField("draftfile", "member", models.UUIDField(blank=True, null=True, verbose_name="成员")),
        migrations.AddField(
            "draftfile", "taken_at", models.DateTimeField(blank=True, null=True, verbose_name="拍摄时间")
        ),
        migrations.CreateModel(
            name="DraftSignature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=yimen.core.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("member", models.UUIDField(verbose_name="被授权核对人")),
                ("signer", models.UUIDField(verbose_name="签署人")),
                ("identity", models.BinaryField(max_length=32, verbose_name="身份摘要")),
                ("number", models.CharField(max_length=32, verbose_name="授权书编号")),
                ("signed_at", models.DateTimeField(verbose_name="签署时间")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="people.citizenaccount",
                        verbose_name="账号",
                    ),
                ),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="signatures",
                        to="intake.draft",
                        verbose_name="草稿",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="intake.draftfile",
                        verbose_name="纸质授权书照片",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("draft"), models.F("member"), name="one_signature_per_draft_member")
                ],
            },
        ),
        migrations.RunSQL(FUNCTION, "DROP FUNCTION intake_erase_stale_drafts()"),
    ]
