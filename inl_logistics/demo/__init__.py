"""The invented post Puerto Claro: a year of work through the same commands as the window, and its papers.

Everything in it is made up. Source: product.md 7 (`demo`).
"""

from inl_logistics.demo.make import DEMO_PASSWORD, Demo, Made, make_demo

__all__ = ["DEMO_PASSWORD", "Demo", "Made", "make_demo"]
