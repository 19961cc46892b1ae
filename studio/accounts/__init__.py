"""Who is who: users, teams, projects, signing in. Knows nothing of what they make."""
