"""What somebody has with us: their own matters, and an advocate's caseload."""
