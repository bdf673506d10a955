from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "beijing_governance"
