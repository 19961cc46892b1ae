"""What several families share of one provider: limits of files, named tuples of controls, builders of routes."""
