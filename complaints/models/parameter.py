"""Windows and limits of the office that are no clock of a demand: dated rows with their source."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from complaints.querysets import DatedQuerySet


class Parameter(models.Model):
    """One number of one rule, from one day to another."""

    class Key(models.TextChoices):
        REOPEN_WINDOW = "reopen_window", _("办结后可以要求重新办理的期限")
        REOPEN_TIMES = "reopen_times", _("同一件诉求重新办理的次数上限")
        CHASE_PAUSE = "chase_pause", _("两次催办之间至少间隔")
        SUPPLEMENT_TIMES = "supplement_times", _("诉求人补充内容的次数上限")
        ARTICLE_REVIEW = "article_review", _("知识条目多久复核一次")
        NEARBY_DISTANCE = "nearby_distance", _("附近同类诉求的距离")
        BORDER_DISTANCE = "border_distance", _("离街道边界多近算在边界附近")
        NEARBY_AGE = "nearby_age", _("附近同类诉求的时间范围")
        IMPORT_KEPT = "import_kept", _("导入的原件和未导入的行的保留期限")
        LEARNING_TEXTS = "learning_texts", _("分类模型最多学习的诉求件数")
        LEARNING_TEST = "learning_test", _("留作检验分类模型的最近诉求")
        LEARNING_LEAST = "learning_least", _("检验分类模型至少需要的诉求件数")
        SUGGESTION_RIGHT = "suggestion_right", _("主动提示分类时应有的正确比例")
        NOTICE_DELAY = "notice_delay", _("提醒多久以后才发到站外")
        NOTICE_DIGEST = "notice_digest", _("每日汇总在零点以后多久发出")
        NOTICE_STALE = "notice_stale", _("耽搁多久的急件改进每日汇总")
        UNDO_WINDOW = "undo_window", _("刚办的一步可以撤销的时间")
        OBJECTION_WINDOW = "objection_window", _("派单后多久内可以提出异议")
        OBJECTION_URGENT = "objection_urgent", _("紧急诉求派单后多久内可以提出异议")
        OBJECTION_TIMES = "objection_times", _("同一单位对同一件诉求可以提出异议的次数")
        EXTENSION_TIMES = "extension_times", _("同一张派单可以延期的次数")
        EXTENSION_SHARE = "extension_share", _("延期最长为原办理时限的百分之")
        PAUSE_LONGEST = "pause_longest", _("一次停表最长时间")
        BOUNCES_SHOWN = "bounces_shown", _("退回几次起在诉求上标明")
        ENDORSE_LIMIT = "endorse_limit", _("提请一把手批办后多久内应批办")
        SUPERVISE_OVERDUE = "supervise_overdue", _("超过反馈时限多久未办结就督办")
        SUPERVISE_CHASES = "supervise_chases", _("催办几次就督办")
        SUPERVISE_CALLERS = "supervise_callers", _("几位诉求人反映同一件事就督办")
        SUPERVISE_RETURNS = "supervise_returns", _("退回几次就督办")
        SUPERVISE_REPLY = "supervise_reply", _("督办后多久内应回复")
        SUPERVISE_MEAN_WAIT = "supervise_mean_wait", _("考核期结束多久后督办低于平均的单位")
        SUPERVISE_MEAN_LEAST = "supervise_mean_least", _("单位至少几件有效回访才与平均相比")
        UNREST_REPLY = "unrest_reply", _("扬言类诉求多久内回复市中心")
        ESCALATE_UNIT = "escalate_unit", _("超过反馈时限多久提级到承办单位")
        ESCALATE_HEAD = "escalate_head", _("超过反馈时限多久提级到街道一把手")
        ESCALATE_DISTRICT = "escalate_district", _("超过反馈时限多久提级到区")
        ESCALATE_CITY = "escalate_city", _("超过反馈时限多久提级到市")
        WORK_LINK_LIFE = "work_link_life", _("施工链接的有效期")
        WHISTLE_BAND = "whistle_band", _("吹哨率偏离本街道均值几个标准差就提示")
        CONSULT_LIMIT = "consult_limit", _("派单前会商的意见时限")
        PETITION_REGISTER = "petition_register", _("信访登记转送时限")
        PETITION_INFORM = "petition_inform", _("信访告知受理时限")
        PETITION_OBJECT = "petition_object", _("对信访转送提出异议的工作日")
        PETITION_FINISH = "petition_finish", _("信访办理时限")
        PETITION_EXTEND = "petition_extend", _("信访办理最多延期")
        PETITION_REVIEW = "petition_review", _("信访复查时限")
        PETITION_REREVIEW = "petition_rereview", _("信访复核时限")
        WHISTLE_DEMAND = "whistle_demand", _("群众诉求哨的报到时限")
        WHISTLE_KEY_WORK = "whistle_key_work", _("重点工作哨的报到时限")
        WHISTLE_ENFORCEMENT = "whistle_enforcement", _("综合执法哨的报到时限")
        WHISTLE_EMERGENCY = "whistle_emergency", _("应急处置哨的报到时限")
        WHISTLE_MORE_DEMAND = "whistle_more_demand", _("群众诉求哨给关联诉求顺延")
        WHISTLE_MORE_KEY_WORK = "whistle_more_key_work", _("重点工作哨给关联诉求顺延")
        WHISTLE_MORE_ENFORCEMENT = "whistle_more_enforcement", _("综合执法哨给关联诉求顺延")
        WHISTLE_MORE_EMERGENCY = "whistle_more_emergency", _("应急处置哨给关联诉求顺延")
        WHISTLE_ARRIVAL = "whistle_arrival", _("手机定位报到时离现场的最大距离")

    class Unit(models.TextChoices):
        SECONDS = "seconds", _("秒")
        MINUTES = "minutes", _("分钟")
        HOURS = "hours", _("小时")
        DAYS = "days", _("天")
        TIMES = "times", _("次")
        METRES = "metres", _("米")
        PIECES = "pieces", _("件")
        PERCENT = "percent", "%"

    key = models.CharField(_("名称"), max_length=40, choices=Key)
    amount = models.PositiveIntegerField(_("数值"))
    unit = models.CharField(_("单位"), max_length=10, choices=Unit)
    since = models.DateField(_("起始"))
    until = models.DateField(_("终止"), null=True, blank=True)
    source = models.CharField(_("依据"), max_length=200)
    is_ours = models.BooleanField(_("本系统默认值（无公开依据）"), default=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("办理参数")
        verbose_name_plural = _("办理参数")
        ordering = ("key", "since")
        constraints = (
            models.UniqueConstraint(fields=("key", "since"), name="parameter_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.get_key_display()} {self.amount} {self.get_unit_display()}"
