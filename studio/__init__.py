"""Dailies: a self-hosted studio for video and images made with the Kling models."""
