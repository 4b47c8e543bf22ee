import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0002_look_ups'),
        ('verification', '0002_no_mandate_no_check'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='checkrequest',
            name='applicant_name',
            field=models.CharField(default='', max_length=60, verbose_name='申请人'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='checkrequest',
            name='disputes',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='verification.checkreport', verbose_name='复核的报告'),
        ),
        migrations.AddField(
            model_name='checkrequest',
            name='reason',
            field=models.CharField(blank=True, max_length=300, verbose_name='复核理由'),
        ),
        migrations.AddField(
            model_name='reportline',
            name='declared',
            field=models.CharField(choices=[('stated', '已填报'), ('unanswered', '没有填报'), ('unclear', '填报了，数额不详'), ('together', '全家合并填报')], default='', max_length=10, verbose_name='申报情况'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='reportline',
            name='person_name',
            field=models.CharField(default='', max_length=60, verbose_name='姓名'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='sourcequery',
            name='attempts',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='已询问次数'),
        ),
        migrations.AddField(
            model_name='sourcequery',
            name='id_masked',
            field=models.CharField(blank=True, max_length=24, verbose_name='身份证号（隐去中间位）'),
        ),
        migrations.AddField(
            model_name='sourcequery',
            name='person_name',
            field=models.CharField(default='', max_length=60, verbose_name='姓名'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='sourcequery',
            name='relation',
            field=models.CharField(default='', max_length=20, verbose_name='与申请人关系'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='reportline',
            name='note',
            field=models.CharField(blank=True, max_length=300, verbose_name='说明'),
        ),
        migrations.AlterField(
            model_name='reportline',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='people.person', verbose_name='被核对人'),
        ),
        migrations.AlterField(
            model_name='reportline',
            name='source',
            field=models.CharField(blank=True, max_length=40, verbose_name='数据源'),
        ),
        migrations.AddIndex(
            model_name='checkrequest',
            index=models.Index(fields=['county', 'state', 'start_by'], name='check_queue'),
        ),
        migrations.AddConstraint(
            model_name='checkrequest',
            constraint=models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='check_has_a_purpose'),
        ),
        migrations.AddConstraint(
            model_name='checkrequest',
            constraint=models.CheckConstraint(condition=models.Q(('disputes__isnull', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='recheck_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='reportline',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outcome', 'no_answer'), _negated=True), models.Q(('found_count__isnull', True), ('found_fen__isnull', True)), _connector='OR'), name='silence_is_not_an_amount'),
        ),
        migrations.AddConstraint(
            model_name='reportline',
            constraint=models.CheckConstraint(condition=models.Q(('outcome', 'waiting'), _negated=True), name='a_report_waits_for_nothing'),
        ),
    ]
