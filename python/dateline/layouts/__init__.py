"""Profiles of layouts: those that ship, proposals for unknown series, and what a profile makes of an archive."""

from .comparison import diff_profiles, test_profile
from .proposals import Proposal, infer_profile
from .shipped import profile_scores, profile_text, profiles

__all__ = [
    "Proposal",
    "diff_profiles",
    "infer_profile",
    "profile_scores",
    "profile_text",
    "profiles",
    "test_profile",
]
