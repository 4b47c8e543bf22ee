"""Forms of signing in, of one's own account, and of posts."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from yimen.network.models import Duty, Organisation, User

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PasswordForm(forms.Form):
    username = forms.CharField(
        label="登录名",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label="密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    code = forms.CharField(
        label="动态码",
        max_length=20,
        help_text="手机验证器上显示的 6 位数字；手机不在身边时，可用一个 8 位恢复码。",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}
        ),
    )


class FirstCodeForm(CodeForm):
    """The code that shows the app has the new secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = "扫码以后，验证器上显示的 6 位数字。"


class NewPasswordForm(forms.Form):
    new_password = forms.CharField(
        label="新密码",
        strip=False,
        max_length=200,
        help_text="至少 10 个字符，不要用常见密码，不要与登录名相近。",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated = forms.CharField(
        label="再输一次",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        if self.user.check_password(password):
            raise forms.ValidationError("新密码不能与现在的密码相同。")
        validate_password(password, self.user)
        return password

    def clean_repeated(self) -> str:
        repeated: str = self.cleaned_data["repeated"]
        if "new_password" in self.cleaned_data and repeated != self.cleaned_data["new_password"]:
            raise forms.ValidationError("两次输入的密码不一样，请重新输入。")
        return repeated


class ChangePasswordForm(NewPasswordForm):
    field_order = ("password", "new_password", "repeated")
    password = forms.CharField(
        label="现在的密码",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError("现在的密码不正确。")
        return password


class PostForm(forms.Form):
    """Which of one's posts to act in."""

    post = forms.TypedChoiceField(label="以哪个岗位办理", coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = choices  # type: ignore[attr-defined]


class KinForm(forms.Form):
    """近亲属申报: only a keyed hash of the number is kept."""

    relation = forms.ChoiceField(
        label="与本人关系",
        choices=[
            (word, word)
            for word in ("配偶", "父母", "子女", "兄弟姐妹", "祖父母（外祖父母）", "孙子女（外孙子女）")
        ],
    )
    id_number = forms.CharField(
        label="亲属身份证号码",
        max_length=24,
        help_text="只保存加密摘要，用来识别本人亲属的申请；不保存号码本身。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AccountForm(forms.Form):
    """A new member of staff."""

    username = forms.RegexField(
        label="登录名",
        regex=r"^[A-Za-z0-9._-]{3,40}$",
        error_messages={"invalid": "登录名用 3 到 40 个字母、数字、点或横线。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    name = forms.CharField(label="姓名", max_length=40)

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError("这个登录名已经有人使用，请换一个。")
        return username


class AppointForm(forms.Form):
    organisation = forms.ModelChoiceField(label="机构", queryset=Organisation.objects.none())
    duty = forms.ChoiceField(label="职责")
    since = forms.DateField(label="起始日期", widget=DAY)
    until = forms.DateField(
        label="截止日期", required=False, widget=DAY, help_text="临时任职填写；长期任职不填。"
    )
    reason = forms.CharField(label="任职依据", max_length=200, help_text="任命文件的名称和文号。")

    def __init__(self, *args: Any, duties: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.order_by("area", "name")  # type: ignore[attr-defined]
        self.fields["duty"].choices = [(d, label) for d, label in Duty.choices if d in duties]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    reason = forms.CharField(label="结束原因", max_length=200, help_text="例如调离、退休、任期届满。")
