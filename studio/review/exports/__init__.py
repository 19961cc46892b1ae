"""Out to the edit: the cut and its notes as files that editors read. Each module writes one kind."""
