"""The officer's side: what residents never see, and the acts."""
