"""Code lists of the world outside: countries, currencies, ports, HS, PSC and FSC, UN numbers."""
