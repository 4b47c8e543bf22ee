"""Addresses of signing in, of one's account and of posts, under /desk/."""

from django.urls import path

from yimen.web.staff import account, posts, sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in),
    path("sign-in/new-password/", sign_in.new_password),
    path("sign-in/enrol/", sign_in.enrol),
    path("sign-in/recovery-codes/", sign_in.recovery_codes),
    path("sign-in/code/", sign_in.code),
    path("sign-in/post/", sign_in.post),
    path("sign-in/again/", sign_in.again),
    path("sign-out/", sign_in.sign_out),
    path("account/", account.account),
    path("account/password/", account.password),
    path("account/recovery-codes/", account.recovery_codes),
    path("account/kin/", account.kin),
    path("staff/", posts.staff),
    path("staff/new/", posts.new_account),
    path("staff/<int:user_id>/", posts.person),
    path("staff/<int:user_id>/appoint/", posts.appoint),
    path("staff/<int:user_id>/reset/", posts.reset),
    path("staff/posts/<int:post_id>/end/", posts.end),
]
