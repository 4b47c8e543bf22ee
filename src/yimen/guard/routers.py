class OwnerMigrates:
    """Tables are made by the owner role only; web and worker run as the app role, which owns nothing."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db == "owner"
