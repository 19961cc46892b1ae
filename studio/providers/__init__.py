"""How to ask a provider: adapters build requests and parse answers, one client sends them. No Django."""
