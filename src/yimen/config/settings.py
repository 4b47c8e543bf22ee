"""Django settings. What varies comes from `environment.py`; what does not stands here with its reason."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from yimen.config import logs
from yimen.config.environment import PROJECT, Environment

ENV = Environment()  # type: ignore[call-arg]
BASE_DIR = PROJECT
SRC = Path(__file__).resolve().parents[1]


def _kept_secret(path: Path) -> str:
    """The signing key of this installation, made once and kept beside its data."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _database(url: str, name: str) -> dict:
    if not url:
        raise ImproperlyConfigured(
            f"没有设置 {name}。请用 ./yimen demo 启动（自带数据库），或在环境变量里给出 PostgreSQL 17 以上的地址。"
        )
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "yimen"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "ATOMIC_REQUESTS": False,  # scope() opens the transaction
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"connect_timeout": 5, **parts},
    }


SECRET_KEY = ENV.secret_key or _kept_secret(ENV.data / "secret_key")
DEBUG = ENV.debug
SYNTHETIC = ENV.synthetic
ALLOWED_HOSTS = [h.strip() for h in ENV.hosts.split(",") if h.strip()]
ROOT_URLCONF = "yimen.config.urls"
WSGI_APPLICATION = "yimen.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

INSTALLED_APPS = [
    "yimen.guard",
    "yimen.regions",
    "yimen.network",
    "yimen.people",
    "yimen.audit",
    "yimen.notifications",
    "yimen.documents",
    "yimen.intake",
    "yimen.verification",
    "yimen.cases",
    "yimen.publicity",
    "yimen.register",
    "yimen.payments",
    "yimen.web",
    "yimen.demo",
    "yimen.bench",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_structlog",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yimen.web.middleware.AuditedRequests",
    "axes.middleware.AxesMiddleware",
]

AUTH_USER_MODEL = "network.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/desk/sign-in/"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # staff have names and posts, no mailbox
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "yimen.web.staff.sign_in.locked_out"
MFA_ADAPTER = "yimen.network.sealed_secrets.SealedSecrets"
MFA_TOTP_ISSUER = "一门"

DATABASES = {
    "default": _database(ENV.database_url, "YIMEN_DATABASE_URL"),
    "owner": _database(ENV.owner_database_url, "YIMEN_OWNER_DATABASE_URL"),
}
DATABASE_ROUTERS = ["yimen.guard.routers.OwnerMigrates"]
PROCRASTINATE_ON_APP_READY = None

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SRC / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "yimen.web.context.shell",
            ],
        },
    }
]

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 8 * 3600  # a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "yimen.web.errors.csrf_failure"
_secure = ENV.secure_cookies if ENV.secure_cookies is not None else not (SYNTHETIC or DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _secure
SECURE_SSL_REDIRECT = False  # TLS ends at the office's gateway
SECURE_HSTS_SECONDS = 31536000 if _secure else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 60 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

logs.configure()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"events": logs.FORMATTER},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "events"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"yimen": {"handlers": ["console"], "level": "INFO", "propagate": False}},
}
