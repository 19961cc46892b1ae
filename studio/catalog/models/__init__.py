"""One file per family. Each names its models in MODELS and reads like a brochure; the registry finds it."""
